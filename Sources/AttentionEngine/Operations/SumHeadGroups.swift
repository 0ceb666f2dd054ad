// SPDX-License-Identifier: MIT

import Tensors

/// Sums over neighbouring heads: the reverse of letting them share a key/value head.
///
/// `result[g] = Σ_{h: h / size = g} operand[h]`
///
/// **Gradient.** Every head of a group gets the gradient of its sum.
///
/// **Trap.** Shared heads stand side by side, 0 0 1 1; `tiled` sums them as if they lay 0 1 0 1.
///
/// Shapes: operand `[…, head, position, dim]`, result `[…, kv head, position, dim]`. O(cells).
public struct SumHeadGroups: Operation {
  public let groupSize: Int
  let tiled: Bool

  public init(_ groupSize: Int) { self.init(groupSize, tiled: false) }

  init(_ groupSize: Int, tiled: Bool) {
    self.groupSize = groupSize
    self.tiled = tiled
  }

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
    let times = Axis("times", groupSize)
    let split = operands[0].splitting(
      heads, into: tiled ? [times, axes[heads]] : [axes[heads], times])
    let place = tiled ? heads : heads + 1
    var sum = split.slicing(place, 0..<1).removingAxis(at: place)
    for member in 1..<max(1, groupSize) {
      let next = split.slicing(place, member..<(member + 1)).removingAxis(at: place)
      sum = try Tensor.elementwise(.sum, sum, next, axes: axes)
    }
    return sum.relabelled(axes)
  }

  public func formula(_ operands: [Formula]) -> Formula { .total(operands[0], over: "group") }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    .sum(
      (0..<groupSize).map { member in
        var source = cell
        let group = cell[cell.count - 3]
        source[cell.count - 3] =
          tiled
          ? member * (operands[0][cell.count - 3].size / groupSize) + group
          : group * groupSize + member
        return .operand(index: 0, cell: source)
      })
  }

  /// Every number is added once.
  public func work(_ operands: [[Axis]]) -> Work { .each(operands[0], 1) }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    [try step.apply(RepeatHeads(groupSize, tiles: tiled), step.upstream)]
  }
}
