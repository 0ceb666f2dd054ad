// SPDX-License-Identifier: MIT

import TensorFiles
import Tensors
import Yams

extension Entry {
  /// An array: a text block, a nested list, or `{file: inputs.npz, array: X}`.
  ///
  /// - Parameter folder: Where relative paths begin.
  /// - Returns: The numbers; axes have no names yet.
  /// - Throws: `ProblemFileError` with the line of the row or item.
  func array(in folder: BoundedFolder) throws(ProblemFileError) -> AnyTensor {
    switch node {
    case .scalar(let scalar): return try textBlock(scalar)
    case .sequence:
      var numbers: [Double] = []
      let shape = try flatten(into: &numbers, depth: 0)
      return .float64(Tensor(axes: axes(shape), scalars: numbers))
    case .mapping: return try fromFile(in: folder)
    case .alias: throw error("expected a matrix; found an alias")
    }
  }

  package static var mostAxes: Int { 4 }

  private func axes(_ shape: [Int]) -> [Axis] {
    shape.enumerated().map { Axis(AxisName(rawValue: "axis\($0)"), $1) }
  }

  private func textBlock(_ scalar: Node.Scalar) throws(ProblemFileError) -> AnyTensor {
    try refuseJoinedLines(scalar)
    do throws(TensorTextError) {
      let text = try TensorText(scalar.string)
      return .float64(Tensor(axes: axes(text.shape), scalars: text.values))
    } catch {
      throw located(error, in: scalar)
    }
  }

  /// Refuses YAML's ways to write lines that are joined into one: rows would run together.
  private func refuseJoinedLines(_ scalar: Node.Scalar) throws(ProblemFileError) {
    let rest = source.rest(line: line ?? 0, column: node.mark?.column ?? 1)
    let isJoined =
      switch scalar.style {
      case .folded: true
      case .plain: !scalar.string.isEmpty && !rest.starts(with: scalar.string.unicodeScalars)
      case .singleQuoted: !rest.dropFirst().contains("'")
      case .doubleQuoted: !rest.dropFirst().contains("\"")
      default: false
      }
    guard !isJoined else {
      throw error(
        "expected '|' after the key, then one row a line; without it YAML joins the lines into "
          + "one row")
    }
  }

  /// Where and what is wrong with a matrix in text, in terms of the file.
  private func located(_ error: TensorTextError, in scalar: Node.Scalar) -> ProblemFileError {
    guard error.problem != .empty else {
      return self.error("expected a matrix: rows on lines, numbers apart by spaces; found nothing")
    }
    // A block (|) begins on the line after its key; quoted text stands on the line itself.
    let isBlock = scalar.style == .literal
    let line = line.map { isBlock ? $0 + error.line : $0 }
    if case .ragged(let expected, let found) = error.problem {
      return ProblemFileError(
        file: file, line: line, key: path, Self.ragged([found], [expected]))
    }
    guard case .notANumber(let word) = error.problem else {
      return ProblemFileError(file: file, line: line, key: path, error.sentence)
    }
    let row = scalar.string.split(separator: "\n", omittingEmptySubsequences: false)
    let inFile = line.map { source.line($0).count } ?? 0
    let indent = isBlock && error.line <= row.count ? inFile - row[error.line - 1].count : 0
    let start = isBlock ? indent : (node.mark?.column ?? 1) - (scalar.style == .plain ? 1 : 0)
    return ProblemFileError(
      file: file, line: line, key: path,
      "column \(max(0, start) + error.column): \(NumberSlip.sentence(for: word))")
  }

  /// Reads a nested list and returns its shape; sublists must all have the same.
  private func flatten(
    into numbers: inout [Double], depth: Int
  ) throws(ProblemFileError) -> [Int] {
    let items = try list("a list of numbers")
    guard depth < Self.mostAxes else {
      throw error(
        "is nested more than \(Self.mostAxes) deep; attention has at most 4 axes, "
          + "[batch, head, position, dim]")
    }
    guard !items.isEmpty else { throw error("is an empty list; expected numbers") }
    var shape: [Int]?
    for item in items {
      var own: [Int] = []
      if case .sequence = item.node {
        own = try item.flatten(into: &numbers, depth: depth + 1)
      } else {
        let word = try item.text("a number")
        guard let number = NumberText(word) else {
          throw item.error(NumberSlip.sentence(for: word))
        }
        numbers.append(number.value)
      }
      if let shape, shape != own {
        throw item.error(Self.ragged(own, shape))
      }
      shape = own
    }
    return [items.count] + (shape ?? [])
  }

  private static func ragged(_ own: [Int], _ above: [Int]) -> String {
    if own.count == 1 && above.count == 1 {
      return
        "this row has \(own[0]) number\(own[0] == 1 ? "" : "s"), the rows above have \(above[0]); "
        + "every row of a matrix needs the same number"
    }
    func inWords(_ shape: [Int]) -> String {
      shape.isEmpty ? "a number" : "a list of shape \(shape)"
    }
    return "is \(inWords(own)), what stands above it \(inWords(above)); "
      + "all items of a list must have the same shape"
  }

  private func fromFile(in folder: BoundedFolder) throws(ProblemFileError) -> AnyTensor {
    let entries = try mapping(["file", "array"])
    guard let name = entries["file"] else {
      throw error("expected {file: inputs.npz, array: X}; 'file' is missing")
    }
    let path = try name.text("the path of a .npy, .npz or .safetensors file")
    let array = try entries["array"]?.text("the name of an array in the file")
    for (entry, text, thing) in [
      (name, path, "path"), (entries["array"] ?? name, array ?? "X", "name"),
    ]
    where text.isEmpty || text.utf8.contains(0) {
      throw entry.error(
        "expected a \(thing); found \(text.isEmpty ? "an empty one" : "one with a zero byte")")
    }
    do {
      return try TensorFile.open(try Self.file(path, in: folder)).tensor(named: array)
    } catch BoundedFolder.Refusal.outside {
      throw name.error(
        "'\(quotable(path))' lies outside the problem's folder; put the file there, or add "
          + "--allow-outside if you trust this problem")
    } catch TensorFileError.noArray(let file, let wanted, let names) {
      throw (entries["array"] ?? name).error(
        "\(TensorFileError.noArray(file: file, wanted: wanted, names: names))")
    } catch TensorFileError.nameNeeded(let file, let names) {
      throw name.error(
        "\(TensorFileError.nameNeeded(file: file, names: names)): {file: \(quotable(path)), array: …}"
      )
    } catch {
      throw name.error("\(error)")
    }
  }
  /// A path that may be opened; one that is missing is left to the opening, which says so.
  private static func file(
    _ path: String, in folder: BoundedFolder
  ) throws(BoundedFolder.Refusal) -> String {
    do throws(BoundedFolder.Refusal) { return try folder.file(path) } catch {
      guard error == .missing else { throw error }
      return folder.candidate(path)
    }
  }
}
