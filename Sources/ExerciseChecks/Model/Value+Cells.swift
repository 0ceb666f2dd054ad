// SPDX-License-Identifier: MIT

import ExerciseHarness
import Tensors

extension Value {
  /// Whether two values have one shape and, up to rounding in float64, the same numbers.
  ///
  /// The tolerance: a right answer in float64 differs by less than 1e−12 at these sizes, one in float32 by
  /// about 1e−7; 1e−9 of the number, or of 1 for small ones, lies between.
  func agrees(with other: Value) -> Bool {
    shape == other.shape && zip(numbers, other.numbers).allSatisfy { Self.agree($0, $1) }
  }

  static func agree(_ one: Double, _ other: Double) -> Bool {
    if one.isNaN || other.isNaN { return one.isNaN && other.isNaN }
    if one == other { return true }
    guard one.isFinite, other.isFinite else { return false }
    return abs(one - other) <= tolerance * max(1, abs(other))
  }

  static let tolerance = 1e-9

  func renamed(_ name: String) -> Value {
    Value(name: name, shape: shape, numbers: numbers)
  }

  /// The cell at a place in row-major order: `[2,1]`.
  func cell(at place: Int) -> [Int] {
    var rest = place
    var cell: [Int] = []
    for size in shape.reversed() {
      cell.insert(rest % max(size, 1), at: 0)
      rest /= max(size, 1)
    }
    return cell
  }

  /// The matrix of a value with two axes, or one of a value with three; a list is one row.
  func rows(of index: Int = 0) -> (rowCount: Int, columnCount: Int, numbers: [Double]) {
    switch shape.count {
    case 0: return (1, 1, numbers)
    case 1: return (1, shape[0], numbers)
    case 2: return (shape[0], shape[1], numbers)
    default:
      let size = shape[1] * shape[2]
      return (shape[1], shape[2], Array(numbers[(index * size)..<((index + 1) * size)]))
    }
  }

  var shapeText: String { shape.isEmpty ? "one number" : "\(shape)" }

  /// A tensor for the engine; the names of the axes come from the problem.
  var tensor: AnyTensor {
    let names: [AxisName] = [.batch, .position, .model]
    let axes = zip(names.suffix(shape.count), shape).map { Axis($0, $1) }
    return .float64(Tensor(axes: axes, scalars: numbers))
  }

  init(_ name: String, _ tensor: AnyTensor, keepingHeads: Bool = false) {
    var shape = tensor.shape
    while shape.count > (keepingHeads ? 3 : 2), shape.first == 1 { shape.removeFirst() }
    self.init(name: name, shape: shape, numbers: tensor.doubles)
  }

  /// The same rows in another order; `order[i]` is the row that comes to stand at i.
  func permutingRows(_ order: [Int]) -> Value {
    let width = shape[1]
    return Value(
      name: name, shape: shape,
      numbers: order.flatMap { numbers[($0 * width)..<(($0 + 1) * width)] })
  }
}
