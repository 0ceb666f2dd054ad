// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors
import Yams

/// A problem as a file has it, with the lines its entries stand on.
public struct ProblemFile: Sendable {
  /// The path as it was given.
  public let path: String
  public let problem: Problem
  private let lines: [String: Int]

  /// Reads a problem file.
  ///
  /// - Parameters:
  ///   - path: A YAML file; the relative paths of its arrays begin at its folder.
  ///   - allowsOutside: Whether its arrays may lie outside that folder; not for strangers' files.
  /// - Throws: `ProblemFileError` naming file, line and key.
  public init(path: String, allowsOutside: Bool = false) throws(ProblemFileError) {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    try self.init(
      text: TextFile.read(path), path: path,
      folder: BoundedFolder(folder.isEmpty ? "/" : folder, allowsOutside: allowsOutside))
  }

  /// Reads a problem from text.
  ///
  /// - Parameters:
  ///   - text: The YAML.
  ///   - path: What errors call it.
  ///   - folder: Where relative paths begin, and where arrays must lie.
  /// - Throws: `ProblemFileError` naming line and key.
  public init(text: String, path: String, folder: String) throws(ProblemFileError) {
    try self.init(text: text, path: path, folder: BoundedFolder(folder))
  }

  private init(text: String, path: String, folder: BoundedFolder) throws(ProblemFileError) {
    guard text.utf8.count <= TextFile.largestSize else {
      throw TextFile.tooLarge(path, text.utf8.count)
    }
    let source = SourceText(withoutMark: text, file: path)
    try self.init(
      root: Entry(node: try SafeYAML.parse(source), path: "", source: source), folder: folder)
  }

  /// Reads a problem that stands inside another file, such as a worksheet.
  package init(root: Entry, folder: BoundedFolder) throws(ProblemFileError) {
    path = root.file
    problem = try ProblemReader(root: root, folder: folder).problem()
    lines = Self.lines(of: root)
  }

  /// Computes the problem.
  ///
  /// - Throws: `ProblemFileError`: what does not fit, at the line of its entry.
  public func trace() throws(ProblemFileError) -> Trace {
    try located { () throws(ProblemError) in try Attention.trace(problem) }
  }

  /// Computes the problem; values too large to be kept are computed when they are asked for.
  ///
  /// - Throws: `ProblemFileError`: what does not fit, at the line of its entry.
  public func traceOnDemand() throws(ProblemFileError) -> Trace {
    try located { () throws(ProblemError) in
      try Attention.trace(problem, keepingUpTo: Attention.mostKept)
    }
  }

  /// Computes the problem, or one that was made of it, in a way of the caller's.
  ///
  /// - Throws: `ProblemFileError`: what does not fit, at the line of its entry.
  package func located(
    _ compute: () throws(ProblemError) -> Trace
  ) throws(ProblemFileError) -> Trace {
    do throws(ProblemError) {
      return try compute()
    } catch {
      throw ProblemFileError(file: path, line: line(of: error.key), key: error.key, error.sentence)
    }
  }

  /// The line of an entry, or of the nearest entry around it.
  private func line(of key: String) -> Int? {
    var key = key
    while true {
      if let line = lines[key] { return line }
      guard let end = key.lastIndex(where: { $0 == "." || $0 == "[" }) else { return nil }
      key = String(key[..<end])
    }
  }

  private static func lines(of entry: Entry) -> [String: Int] {
    var result: [String: Int] = [:]
    func visit(_ node: Node, _ path: String, _ depth: Int) {
      guard depth < 5 else { return }
      switch node {
      case .mapping(let mapping):
        for (key, value) in mapping {
          let name = path.isEmpty ? (key.string ?? "") : "\(path).\(key.string ?? "")"
          result[name] = key.mark?.line
          visit(value, name, depth + 1)
        }
      case .sequence(let items) where items.count < 64:
        for (index, item) in items.enumerated() {
          result["\(path)[\(index)]"] = item.mark?.line
          visit(item, "\(path)[\(index)]", depth + 1)
        }
      default: break
      }
    }
    visit(entry.node, "", 0)
    return result
  }
}
