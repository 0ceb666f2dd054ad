// SPDX-License-Identifier: MIT

import Tensors

/// Takes one head of each group of neighbours: what is left when others are forgotten.
///
/// `result[g] = operand[g·size + member]`
///
/// **Gradient.** None: no right computation uses it. Shapes: operand `[…, head, position, dim]`, result
/// `[…, kv head, position, dim]`; a view.
public struct HeadOfGroup: Operation {
  public let size: Int
  public let member: Int

  public init(_ size: Int, member: Int) {
    self.size = size
    self.member = member
  }

  public var copiesCells: Bool { true }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    try SumHeadGroups(size).resultAxes(operands)
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    let heads = axes.count - 3
    return operands[0].splitting(heads, into: [axes[heads], Axis("times", size)])
      .slicing(heads + 1, member..<(member + 1)).removingAxis(at: heads + 1).relabelled(axes)
  }

  public func formula(_ operands: [Formula]) -> Formula { .function("oneofgroup", operands) }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    var source = cell
    source[cell.count - 3] = cell[cell.count - 3] * size + member
    return .operand(index: 0, cell: source)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] { [nil] }
}
