// SPDX-License-Identifier: MIT

import Tensors

/// Sums over neighbouring heads: the reverse of letting them share a key/value head.
///
/// `result[g] = Σ_{h: h / size = g} operand[h]`
///
/// **Gradient.** Every head of a group gets the gradient of its sum.
///
/// Shapes: operand `[…, head, position, dim]`, result `[…, kv head, position, dim]`. O(cells).
public struct SumHeadGroups: Operation {
  public let groupSize: Int

  public init(_ groupSize: Int) { self.groupSize = groupSize }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    var axes = operands[0]
    guard axes.count >= 3 else {
      throw .tooFewAxes(found: axes.inWords, needed: 3, context: "summing heads")
    }
    let heads = axes[axes.count - 3].size
    guard heads % groupSize == 0 else {
      throw .notDivisible(axis: "head", size: heads, parts: groupSize)
    }
    axes[axes.count - 3] = Axis(.head, heads / groupSize)
    return axes
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    let heads = axes.count - 3
    let split = operands[0].splitting(heads, into: [axes[heads], Axis("times", groupSize)])
    var sum = split.slicing(heads + 1, 0..<1).removingAxis(at: heads + 1)
    for member in 1..<max(1, groupSize) {
      let next = split.slicing(heads + 1, member..<(member + 1)).removingAxis(at: heads + 1)
      sum = try Tensor.elementwise(.sum, sum, next, axes: axes)
    }
    return sum.relabelled(axes)
  }

  public func formula(_ operands: [Formula]) -> Formula { .total(operands[0], over: "group") }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    .sum(
      (0..<groupSize).map { member in
        var source = cell
        source[cell.count - 3] = cell[cell.count - 3] * groupSize + member
        return .operand(index: 0, cell: source)
      })
  }

  /// Every number is added once.
  public func work(_ operands: [[Axis]]) -> Work { .each(operands[0], 1) }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    [try step.apply(RepeatHeads(groupSize), step.upstream)]
  }
}
