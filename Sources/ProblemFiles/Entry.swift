// SPDX-License-Identifier: MIT

import Tensors
import Yams

/// One value of a problem file: the node, the path that leads to it, and the text for errors.
package struct Entry {
  package let node: Node
  package let path: String
  package let source: SourceText

  package init(node: Node, path: String, source: SourceText) {
    self.node = node
    self.path = path
    self.source = source
  }

  package var file: String { source.file }

  /// The line the value begins on.
  package var line: Int? { node.mark?.line }

  package func error(_ sentence: String) -> ProblemFileError {
    ProblemFileError(file: file, line: line, key: path, sentence)
  }

  /// What was found, for a sentence: `'abc'`, a list, a mapping.
  package var found: String {
    switch node {
    case .scalar(let scalar):
      scalar.string.isEmpty ? "nothing" : "'\(quotable(scalar.string))'"
    case .sequence(let sequence):
      "a list of \(sequence.count) item\(sequence.count == 1 ? "" : "s")"
    case .mapping: "a mapping"
    case .alias: "an alias"
    }
  }

  package var isMissing: Bool {
    guard case .scalar(let scalar) = node else { return false }
    return scalar.string.isEmpty && scalar.style == .plain
  }

  /// The entries of a mapping by key; an unknown key is an error that names the known ones.
  ///
  /// - Parameter known: The keys that may stand here.
  /// - Returns: The entries.
  /// - Throws: `ProblemFileError` for another kind of value or an unknown key.
  package func mapping(_ known: [String]) throws(ProblemFileError) -> [String: Entry] {
    guard case .mapping(let mapping) = node else {
      throw error("expected a mapping with \(known.joined(separator: ", ")); found \(found)")
    }
    var result: [String: Entry] = [:]
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key, !scalar.string.isEmpty else {
        throw ProblemFileError(
          file: file, line: key.mark?.line, key: path,
          "expected a key, one of \(known.joined(separator: ", ")); "
            + "found \(Entry(node: key, path: path, source: source).found)")
      }
      let name = known.contains(scalar.string) ? scalar.string : quotable(scalar.string)
      let keyPath = path.isEmpty ? name : "\(path).\(name)"
      guard known.contains(name) else {
        let near = NearestSpelling.of(name, among: known).map { "; did you mean '\($0)'?" } ?? "."
        throw ProblemFileError(
          file: file, line: key.mark?.line, key: keyPath,
          "is no key of \(path.isEmpty ? "a problem" : path)\(near) "
            + "Expected one of \(known.joined(separator: ", "))")
      }
      result[name] = Entry(node: value, path: keyPath, source: source)
    }
    return result
  }

  /// The entries of a mapping whose keys are names of any kind.
  ///
  /// - Returns: The entries, in the order of the file.
  /// - Throws: `ProblemFileError` for another kind of value or a key that is no name.
  package func anyMapping() throws(ProblemFileError) -> [(name: String, entry: Entry)] {
    guard case .mapping(let mapping) = node else {
      throw error("expected names with a value each; found \(found)")
    }
    var result: [(String, Entry)] = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key, !scalar.string.isEmpty else {
        throw error("expected a name; found \(Entry(node: key, path: path, source: source).found)")
      }
      let name = scalar.string
      result.append((name, Entry(node: value, path: "\(path).\(quotable(name))", source: source)))
    }
    return result
  }

  /// The items of a list.
  package func list(_ expected: String) throws(ProblemFileError) -> [Entry] {
    guard case .sequence(let sequence) = node else {
      throw error("expected \(expected); found \(found)")
    }
    return sequence.enumerated().map {
      Entry(node: $1, path: "\(path)[\($0)]", source: source)
    }
  }

  /// The text of a scalar.
  package func text(_ expected: String) throws(ProblemFileError) -> String {
    guard case .scalar(let scalar) = node, !isMissing else {
      throw error("expected \(expected); found \(found)")
    }
    return scalar.string
  }

  /// A whole number.
  package func integer(_ expected: String) throws(ProblemFileError) -> Int {
    guard let number = Int(try text(expected)) else {
      throw error("expected \(expected); found \(found)")
    }
    return number
  }

  /// A number in the notation of matrices: `0.5`, `1/3`, `1/sqrt(8)`.
  package func number(_ expected: String) throws(ProblemFileError) -> Double {
    guard let number = NumberText(try text(expected)), number.value.isFinite else {
      throw error("expected \(expected), such as 0.5, 1/3 or 1/sqrt(8); found \(found)")
    }
    return number.value
  }

  /// true or false.
  func truth() throws(ProblemFileError) -> Bool {
    switch try text("true or false") {
    case "true", "yes", "True": return true
    case "false", "no", "False": return false
    default: throw error("expected true or false; found \(found)")
    }
  }

  /// One word of an enumeration.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ type: Choice.Type
  ) throws(ProblemFileError) -> Choice where Choice.RawValue == String {
    let words = Choice.allCases.map(\.rawValue)
    let word = try text("one of \(words.joined(separator: ", "))")
    guard let choice = Choice(rawValue: word) else {
      let near = NearestSpelling.of(word, among: words).map { "; did you mean '\($0)'?" } ?? ""
      throw error("expected one of \(words.joined(separator: ", ")); found \(found)\(near)")
    }
    return choice
  }
}
