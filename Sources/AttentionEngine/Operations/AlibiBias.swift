// SPDX-License-Identifier: MIT

import Glibc
import Tensors

/// Takes off more from a score the farther key and query are apart; each head in its own measure.
///
/// `result[h, i, j] = scores[h, i, j] − slope(h) · |i + offset − j|`
///
/// **One cell.** Eight heads, head 0 (slope 1/2), query 2, key 0: 1.0 is taken off.
///
/// **Gradient.** Passed on unchanged.
///
/// Slopes are 2^(−8(h+1)/H) for H a power of two; otherwise those of the next lower power, followed by
/// every second one of the next higher.
///
/// Shapes: scores `[batch?, head, query, key]`, result the same. Complexity: O(cells).
/// Source: Press et al. 2022, ALiBi.
public struct AlibiBias: Operation {
  public let offset: Int

  public init(offset: Int = 0) { self.offset = offset }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    guard operands[0].count >= 3 else {
      throw .tooFewAxes(found: operands[0].inWords, needed: 3, context: "ALiBi")
    }
    return operands[0]
  }

  /// The slope of every head.
  static func slopes(headCount: Int) -> [Double] {
    func powers(_ count: Int) -> [Double] {
      (0..<count).map { pow(2, -8 * Double($0 + 1) / Double(count)) }
    }
    var lower = 1
    while lower * 2 <= headCount { lower *= 2 }
    guard lower < headCount else { return powers(headCount) }
    let higher = powers(lower * 2).enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    return powers(lower) + higher.prefix(headCount - lower)
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    Tensor(derived: try biasedRows(operands))
  }

  public var isDerived: Bool { true }

  public func rows<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> RowRecipe<Scalar>? {
    try biasedRows(operands)
  }

  private func biasedRows<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> RowRecipe<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    let (heads, queries) = (axes[axes.count - 3].size, axes[axes.count - 2].size)
    let slopes = Self.slopes(headCount: heads)
    return RowRecipe(changing: operands[0]) { [offset] row, numbers in
      let centre = row % queries + offset
      let slope = slopes[row / queries % heads]
      for key in numbers.indices { numbers[key] -= Scalar(slope * Double(abs(centre - key))) }
    }
  }

  public func formula(_ operands: [Formula]) -> Formula {
    .difference(operands[0], .product([.symbol("slope"), .symbol("distance")]))
  }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    let axes = operands[0]
    let slopes = Self.slopes(headCount: axes[axes.count - 3].size)
    let distance = abs(cell[cell.count - 2] + offset - cell[cell.count - 1])
    return .difference(
      .operand(index: 0, cell: cell),
      .product([.constant(slopes[cell[cell.count - 3]]), .constant(Double(distance))]))
  }

  public func work(_ operands: [[Axis]]) -> Work { .each(operands[0], 1) }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] { [step.upstream] }
}
