// SPDX-License-Identifier: MIT

import Tensors

/// Exchanges two axes, counted from the right: 0 is the last one.
///
/// `result[…, j, i] = operand[…, i, j]` for the last two.
///
/// **Gradient.** Exchanged back. Shapes: the operand's with two axes exchanged; a view.
public struct ExchangeAxes: Operation {
  public let first: Int
  public let second: Int

  public init(_ first: Int = 0, _ second: Int = 1) {
    self.first = first
    self.second = second
  }

  public var copiesCells: Bool { true }

  private func places(_ count: Int) -> (Int, Int) { (count - 1 - first, count - 1 - second) }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    var axes = operands[0]
    guard axes.count > max(first, second) else {
      throw .tooFewAxes(
        found: axes.inWords, needed: max(first, second) + 1, context: "exchanging axes")
    }
    let (a, b) = places(axes.count)
    axes.swapAt(a, b)
    return axes
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    _ = try resultAxes(operands.map(\.axes))
    let (a, b) = places(operands[0].axes.count)
    return operands[0].exchanging(a, b)
  }

  public func formula(_ operands: [Formula]) -> Formula {
    (first, second) == (0, 1) ? .transpose(operands[0]) : .function("exchange", operands)
  }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    var source = cell
    let (a, b) = places(cell.count)
    source.swapAt(a, b)
    return .operand(index: 0, cell: source)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] { [try step.apply(self, step.upstream)] }
}
