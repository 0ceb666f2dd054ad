// SPDX-License-Identifier: MIT

import Tensors

/// Adds fixed numbers that are no value of the tape.
///
/// `result[i] = operand[i] + numbers[i]`, the numbers stretched from the right.
/// **Gradient.** Passed on unchanged. Shapes: as the operand.
public struct AddConstant: Operation {
  public let numbers: Tensor<Double>

  public init(_ numbers: Tensor<Double>) { self.numbers = numbers }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    let stretched = try stretchedAxes(operands[0], numbers.axes)
    guard stretched.map(\.size) == operands[0].map(\.size) else {
      throw .notBroadcastable(from: numbers.axes.inWords, to: operands[0].inWords)
    }
    return operands[0]
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let own = AnyTensor(numbers).converted(to: Scalar.self)
    return try Tensor.elementwise(.sum, operands[0], own, axes: resultAxes(operands.map(\.axes)))
  }

  public func formula(_ operands: [Formula]) -> Formula { .sum([operands[0], .symbol("B")]) }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    .sum([
      .operand(index: 0, cell: cell), .constant(numbers[sourceCell(of: cell, in: numbers.axes)]),
    ])
  }

  public func work(_ operands: [[Axis]]) -> Work { .each(operands[0], 1) }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] { [step.upstream] }
}
