// SPDX-License-Identifier: MIT

import Tensors

/// Hands a value on as it is, under another name: a mask's gradient, for one.
///
/// `result[i] = operand[i]`. **Gradient.** Handed back as it is. Shapes: as the operand.
public struct Unchanged: Operation {
  public let axes: [Axis]

  public init(axes: [Axis]) { self.axes = axes }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    guard operands[0].map(\.size) == axes.map(\.size) else {
      throw .notBroadcastable(from: operands[0].inWords, to: axes.inWords)
    }
    return axes
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    operands[0].relabelled(try resultAxes(operands.map(\.axes)))
  }

  public var copiesCells: Bool { true }

  public func formula(_ operands: [Formula]) -> Formula { operands[0] }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    .operand(index: 0, cell: cell)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] { [step.upstream] }
}
