// SPDX-License-Identifier: MIT

import Tensors

/// e to the power of each cell, with nothing taken off: `result[i] = e^operand[i]`.
///
/// **Gradient.** `∂operand = ∂result ⊙ result`. Shapes: as the operand. Complexity: O(cells).
public struct Exponential: Operation {
  public init() {}

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] { operands[0] }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> { operands[0].exponentials() }

  public func formula(_ operands: [Formula]) -> Formula {
    .power(.symbol("e"), operands[0])
  }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    .exponential(.operand(index: 0, cell: cell))
  }

  public func work(_ operands: [[Axis]]) -> Work { .each(operands[0], 1) }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    [try step.apply(CellProduct(), step.upstream, step.result)]
  }
}
