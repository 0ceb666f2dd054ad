// SPDX-License-Identifier: MIT

import AttentionEngine
import Explanation
import ProblemFiles
import Tensors
import Yams

/// A matrix or stack as it was typed, before anybody asked which stage it is.
struct TypedMatrix {
  let name: String
  let shape: [Int]
  let cells: [TypedNumber?]
}

/// Reads the `steps` of a sheet: cells are typed as text and keep their decimals.
package struct TypedStepReader {
  let entry: Entry

  /// No sheet of paper holds more numbers.
  package static let mostNumbers = 200_000

  /// The matrices by the name they have in the sheet.
  func matrices() throws(ProblemFileError) -> [TypedMatrix] {
    if entry.isMissing { return [] }
    guard case .mapping(let mapping) = entry.node else {
      throw entry.error(
        "expected stages with a matrix each, such as raw_scores: |; found \(entry.found)")
    }
    var result: [TypedMatrix] = []
    for (key, value) in mapping {
      let name = key.string ?? "?"
      result.append(
        try matrix(Entry(node: value, path: "steps.\(name.prefix(80))", source: entry.source), name)
      )
    }
    return result
  }

  /// Finds the stage each matrix answers, in the order of the computation.
  func steps(
    _ matrices: [TypedMatrix], of trace: Trace
  ) throws(ProblemFileError) -> [TypedStep] {
    var steps: [(place: Int, step: TypedStep)] = []
    for matrix in matrices {
      let stage = try stage(matrix.name, of: trace)
      guard let place = trace.place(of: stage) else { continue }
      guard !steps.contains(where: { $0.place == place }) else {
        throw error(matrix.name, "the stage \(stage) stands twice; keep one")
      }
      steps.append(
        (
          place,
          TypedStep(
            stage: stage, shape: matrix.shape, cells: matrix.cells, line: line(of: matrix.name))
        ))
    }
    return steps.sorted { $0.place < $1.place }.map(\.step)
  }

  private func stage(_ name: String, of trace: Trace) throws(ProblemFileError) -> StageID {
    guard let stage = try? trace.stage(named: name) else {
      let asked = WorksheetPlan.stages(of: trace).map(\.rawValue)
      let near = NearestSpelling.of(name, among: asked).map { "; did you mean '\($0)'?" } ?? "."
      throw error(
        name, "is no stage of this problem\(near) It has \(asked.joined(separator: ", "))")
    }
    guard trace.record(stage)?.operation != nil else {
      let asked = WorksheetPlan.stages(of: trace).map(\.rawValue)
      throw error(
        name,
        "is given by the problem, so there is nothing to compute; the steps are "
          + asked.joined(separator: ", "))
    }
    return stage
  }

  private func line(of name: String) -> Int? {
    guard case .mapping(let mapping) = entry.node else { return entry.line }
    return mapping.first { $0.key.string == name }?.key.mark?.line ?? entry.line
  }

  private func error(_ name: String, _ sentence: String) -> ProblemFileError {
    ProblemFileError(
      file: entry.file, line: line(of: name), key: "steps.\(name.prefix(80))", sentence)
  }

  // MARK: - One matrix

  private func matrix(_ entry: Entry, _ name: String) throws(ProblemFileError) -> TypedMatrix {
    switch entry.node {
    case .scalar(let scalar):
      // An untouched `steps: {weights: }` or a lone question mark: nothing was typed.
      let bare = scalar.string.filter { !$0.isWhitespace }
      if bare.isEmpty || bare == "?" { return TypedMatrix(name: name, shape: [], cells: []) }
      return try textBlock(scalar, entry, name)
    case .sequence:
      var cells: [TypedNumber?] = []
      let shape = try flatten(entry, into: &cells, depth: 0)
      return TypedMatrix(name: name, shape: shape.count == 1 ? [1] + shape : shape, cells: cells)
    default:
      throw entry.error("expected a matrix: rows on lines, or a nested list; found \(entry.found)")
    }
  }

  private func textBlock(
    _ scalar: Node.Scalar, _ entry: Entry, _ name: String
  ) throws(ProblemFileError) -> TypedMatrix {
    do throws(TensorTextError) {
      let text = try TensorText(
        DecimalComma.replaced(in: scalar.string), allowsBlanks: true, limit: Self.mostNumbers)
      return TypedMatrix(
        name: name, shape: text.shape, cells: text.numbers.map { $0.map(TypedNumber.init) })
    } catch {
      let isBlock = scalar.style == .literal || scalar.style == .folded
      throw ProblemFileError(
        file: entry.file, line: entry.line.map { $0 + error.line - (isBlock ? 0 : 1) },
        key: entry.path,
        "column \(error.column): \(error.sentence)"
          + "; a cell you leave open is a question mark, ?")
    }
  }

  private func flatten(
    _ entry: Entry, into cells: inout [TypedNumber?], depth: Int
  ) throws(ProblemFileError) -> [Int] {
    let items = try entry.list("a list of numbers")
    guard depth < 4 else { throw entry.error("is nested more than 4 deep; no stage has more axes") }
    guard !items.isEmpty else { throw entry.error("is an empty list; expected numbers or \"?\"") }
    guard cells.count + items.count <= Self.mostNumbers else {
      throw entry.error("has more than \(Self.mostNumbers) numbers")
    }
    var shape: [Int]?
    for item in items {
      var own: [Int] = []
      if case .sequence = item.node {
        own = try flatten(item, into: &cells, depth: depth + 1)
      } else {
        cells.append(try number(item))
      }
      if let shape, shape != own {
        throw item.error("has the shape \(own), its neighbours \(shape); a list must not be ragged")
      }
      shape = own
    }
    return [items.count] + (shape ?? [])
  }

  private func number(_ item: Entry) throws(ProblemFileError) -> TypedNumber? {
    if item.isMissing { return nil }
    let text = try item.text("a number or \"?\"")
    if text == "?" { return nil }
    guard let number = NumberText(DecimalComma.replaced(in: text)) else {
      throw item.error(
        "\(item.found) is not a number; write 0.5, -3, 5e-1, 1/3, sqrt(2), -inf, or \"?\"")
    }
    return TypedNumber(number)
  }
}

/// A decimal comma is read as a point where it can mean nothing else.
enum DecimalComma {
  /// Returns the text with points for commas, if no point and no second comma in a word speak
  /// against it.
  static func replaced(in text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: ",")), !text.utf8.contains(UInt8(ascii: ".")) else {
      return text
    }
    let words = text.split { $0.isWhitespace }
    guard words.allSatisfy(isUnambiguous) else { return text }
    return String(text.map { $0 == "," ? "." : $0 })
  }

  private static func isUnambiguous(_ word: Substring) -> Bool {
    guard word.contains(",") else { return true }
    let parts = word.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, let last = parts[0].last, last.isASCII, last.isNumber,
      let first = parts[1].first, first.isASCII, first.isNumber
    else { return false }
    return true
  }
}
