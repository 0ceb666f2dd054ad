// SPDX-License-Identifier: MIT

import Tensors

/// The sum of each row: `result[…, i, 0] = Σ_j operand[…, i, j]`.
///
/// **Gradient.** Every cell of the row gets the gradient of its sum.
///
/// Shapes: operand `[…, query, key]`, result `[…, query, 1]`. Complexity: O(cells).
public struct RowSum: Operation {
  public init() {}

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    Array(operands[0].dropLast()) + [Axis(.one, 1)]
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> { operands[0].reducingRows(.sum) }

  public func formula(_ operands: [Formula]) -> Formula { .total(operands[0], over: "row") }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    .sum(rowOperands(cell, operands[0]))
  }

  public func work(_ operands: [[Axis]]) -> Work {
    .each(Array(operands[0].dropLast()), 0, perTerm: 1, along: operands[0].last)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    [try step.apply(Stretch(to: step.tape.axes(step.operands[0])), step.upstream)]
  }
}
