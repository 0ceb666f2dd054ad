// SPDX-License-Identifier: MIT

import Tensors

/// Takes one tensor from another cell by cell; the smaller one is stretched.
///
/// `result[i, j] = left[i, j] − right[j]`
///
/// **Gradient.** Passed on unchanged to the left, with the sign turned to the right.
///
/// Shapes: as `Addition`. Complexity: O(cells).
public struct Difference: Operation {
  public init() {}

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    try stretchedAxes(operands[0], operands[1])
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    try Tensor.elementwise(
      .difference, operands[0], operands[1], axes: resultAxes(operands.map(\.axes)))
  }

  public func roundingError(_ step: RoundingStep) throws(ShapeError) -> Tensor<Double> {
    try step.errorOfSum()
  }

  public func formula(_ operands: [Formula]) -> Formula { .difference(operands[0], operands[1]) }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    .difference(
      .operand(index: 0, cell: sourceCell(of: cell, in: operands[0])),
      .operand(index: 1, cell: sourceCell(of: cell, in: operands[1])))
  }

  public func work(_ operands: [[Axis]]) -> Work { .each(stretched(operands), 1) }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    let turned = try step.apply(Scale(by: .number(-1)), step.upstream)
    return [
      try step.unstretched(step.upstream, to: step.operands[0]),
      try step.unstretched(turned, to: step.operands[1]),
    ]
  }
}
