// SPDX-License-Identifier: MIT

import Tensors

/// Repeats a tensor along missing axes and axes of size one, as NumPy broadcasts.
///
/// `result[i…, j] = operand[j]`
///
/// **Gradient.** The sum over everything a cell was repeated to.
///
/// Shapes: operand `[…]`, result the target's axes; a view, nothing is copied.
public struct Stretch: Operation {
  public let target: [Axis]

  public init(to target: [Axis]) { self.target = target }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    let stretched = try stretchedAxes(target, operands[0])
    guard stretched.map(\.size) == target.map(\.size) else {
      throw .notBroadcastable(from: operands[0].inWords, to: target.inWords)
    }
    return target
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    try operands[0].broadcast(to: target)
  }

  public var copiesCells: Bool { true }

  public func formula(_ operands: [Formula]) -> Formula { operands[0] }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    .operand(index: 0, cell: sourceCell(of: cell, in: operands[0]))
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    [try step.apply(SumOver(to: step.tape.axes(step.operands[0])), step.upstream)]
  }
}
