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
  func array(in folder: String) throws(ProblemFileError) -> AnyTensor {
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

  private func axes(_ shape: [Int]) -> [Axis] {
    shape.enumerated().map { Axis(AxisName(rawValue: "axis\($0)"), $1) }
  }

  private func textBlock(_ scalar: Node.Scalar) throws(ProblemFileError) -> AnyTensor {
    do throws(TensorTextError) {
      let text = try TensorText(scalar.string)
      return .float64(Tensor(axes: axes(text.shape), scalars: text.values))
    } catch {
      // A block (|) begins on the line after its key; other text on the line itself.
      let isBlock = scalar.style == .literal || scalar.style == .folded
      let line = line.map { $0 + error.line - (isBlock ? 0 : 1) }
      throw ProblemFileError(
        file: file, line: line, key: path,
        error.problem == .empty
          ? "expected a matrix: rows on lines, numbers apart by spaces; found nothing"
          : "column \(error.column): \(error.sentence)")
    }
  }

  /// Reads a nested list and returns its shape; sublists must all have the same.
  private func flatten(
    into numbers: inout [Double], depth: Int
  ) throws(ProblemFileError) -> [Int] {
    let items = try list("a list of numbers")
    guard depth < 4 else { throw error("is nested more than 4 deep; attention has at most 4 axes") }
    guard !items.isEmpty else { throw error("is an empty list; expected numbers") }
    var shape: [Int]?
    for item in items {
      var own: [Int] = []
      if case .sequence = item.node {
        own = try item.flatten(into: &numbers, depth: depth + 1)
      } else {
        guard let number = NumberText(try item.text("a number")) else {
          throw item.error(
            "\(item.found) is not a number; write 0.5, -3, 1e-3, 1/3, sqrt(2), inf or nan")
        }
        numbers.append(number.value)
      }
      if let shape, shape != own {
        throw item.error(
          own.count == 1 && shape.count == 1
            ? "this row has \(own[0]) numbers, the rows above have \(shape[0]); "
              + "every row of a matrix needs the same number"
            : "has the shape \(own), its neighbours \(shape); a list must not be ragged")
      }
      shape = own
    }
    return [items.count] + (shape ?? [])
  }

  private func fromFile(in folder: String) throws(ProblemFileError) -> AnyTensor {
    let entries = try mapping(["file", "array"])
    guard let name = entries["file"] else { throw error("expected {file: …, array: …}; no file") }
    let path = try name.text("the path of a .npy, .npz or .safetensors file")
    let array = try entries["array"]?.text("the name of an array in the file")
    let full = path.hasPrefix("/") ? path : folder + "/" + path
    do {
      return try TensorFile.open(full).tensor(named: array)
    } catch {
      throw (entries["array"] ?? name).error("\(error)")
    }
  }
}
