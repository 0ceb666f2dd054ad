// SPDX-License-Identifier: MIT

import Tensors

/// Multiplies two tensors cell by cell; the smaller one is stretched.
///
/// `result[i, j] = left[i, j] · right[j]`
///
/// **Gradient.** `∂left = ∂result ⊙ right` and `∂right = ∂result ⊙ left`.
///
/// Shapes: as `Addition`. Complexity: O(cells).
public struct CellProduct: Operation {
  public init() {}

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    try stretchedAxes(operands[0], operands[1])
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    try Tensor.elementwise(
      .product, operands[0], operands[1], axes: resultAxes(operands.map(\.axes)))
  }

  public func roundingError(_ step: RoundingStep) throws(ShapeError) -> Tensor<Double> {
    let (left, right, axes) = (step.operands[0], step.operands[1], step.result.axes)
    let relative = right.value.magnitudes().multiplied(by: 2 * step.unit)
    let ofRight = try Tensor.elementwise(.sum, right.error, relative, axes: right.value.axes)
    let whole = try Tensor.elementwise(
      .sum, right.value.magnitudes(), right.error, axes: right.value.axes)
    let first = try Tensor.elementwise(.product, left.value.magnitudes(), ofRight, axes: axes)
    let second = try Tensor.elementwise(.product, left.error, whole, axes: axes)
    return try Tensor.elementwise(.sum, first, second, axes: axes)
  }

  public func formula(_ operands: [Formula]) -> Formula { .cellProduct(operands[0], operands[1]) }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    .product(
      operands.indices.map {
        .operand(index: $0, cell: sourceCell(of: cell, in: operands[$0]))
      })
  }

  public func work(_ operands: [[Axis]]) -> Work { .each(stretched(operands), 1) }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    let left = try step.apply(CellProduct(), step.upstream, step.operands[1])
    let right = try step.apply(CellProduct(), step.upstream, step.operands[0])
    return [
      try step.unstretched(left, to: step.operands[0]),
      try step.unstretched(right, to: step.operands[1]),
    ]
  }
}
