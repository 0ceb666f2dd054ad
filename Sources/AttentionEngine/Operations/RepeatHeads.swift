// SPDX-License-Identifier: MIT

import Tensors

/// Lets neighbouring query heads share a key/value head: `result[h] = operand[h / times]`.
///
/// **One cell.** Four query heads on two key heads: heads 0 and 1 use key head 0, heads 2 and 3 use 1.
///
/// **Gradient.** Summed over the heads that shared: the part that is usually forgotten.
///
/// **Trap.** Tiling gives 0 1 0 1 instead of 0 0 1 1.
///
/// Shapes: operand `[…, kv head, position, dim]`, result `[…, head, position, dim]`.
/// Source: Ainslie et al. 2023, grouped-query attention; PyTorch's `repeat_interleave`.
public struct RepeatHeads: Operation {
  public let times: Int
  let tiles: Bool

  public init(_ times: Int) { self.init(times, tiles: false) }

  init(_ times: Int, tiles: Bool) {
    self.times = times
    self.tiles = tiles
  }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    var axes = operands[0]
    guard axes.count >= 3 else {
      throw .tooFewAxes(found: axes.inWords, needed: 3, context: "sharing heads")
    }
    axes[axes.count - 3] = Axis(.head, axes[axes.count - 3].size * times)
    return axes
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    let source = operands[0]
    let heads = source.axes.count - 3
    // An axis of size one beside the heads, stretched, is the repetition.
    var wide = source.axes
    wide.insert(Axis("times", times), at: tiles ? heads : heads + 1)
    let repeated = try source.insertingAxis(Axis("times", 1), at: tiles ? heads : heads + 1)
      .broadcast(to: wide)
    return Tensor(axes: axes) { result in
      repeated.withContiguous { _ = result.update(fromContentsOf: $0) }
    }
  }

  public var copiesCells: Bool { true }

  public func formula(_ operands: [Formula]) -> Formula { operands[0] }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    var source = cell
    let axis = cell.count - 3
    source[axis] = tiles ? cell[axis] % operands[0][axis].size : cell[axis] / times
    return .operand(index: 0, cell: source)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    [
      try step.apply(
        SumHeadGroups(times, tiled: tiles), step.upstream,
        mistakes: times > 1 ? Self.gradientMistakes(times) : []
      )
    ]
  }

  public var mistakes: [Mistake] {
    [
      Mistake(
        "key-value-heads-tiled", "Shared key/value heads were tiled 0 1 0 1 instead of 0 0 1 1.",
        remedy: "Query head h uses key/value head h / (heads / key_value_heads)."
      ) { [times] scene in
        guard let heads = scene.operands[0].suffix(3).first?.size, heads > 1, times > 1 else {
          return nil
        }
        return .apply(RepeatHeads(times, tiles: true), [.operand(0)])
      }
    ]
  }

  private static func gradientMistakes(_ times: Int) -> [Mistake] {
    let remedy = "Add up what comes back from all query heads that shared the key/value head."
    return [
      Mistake("gradient-group-averaged", "The heads of a group were averaged.", remedy: remedy) {
        _ in
        .apply(
          Scale(by: .number(1 / Double(times))), [.apply(SumHeadGroups(times), [.operand(0)])])
      },
      Mistake(
        "gradient-group-sum-missing",
        "Only one head of each group was taken: the others overwrote it.",
        remedy: remedy
      ) { _ in .apply(HeadOfGroup(times, member: times - 1), [.operand(0)]) },
      Mistake(
        "gradient-group-sum-missing", "Only the first head of each group was taken.", remedy: remedy
      ) { _ in .apply(HeadOfGroup(times, member: 0), [.operand(0)]) },
      Mistake(
        "key-value-heads-tiled",
        "The heads were summed as if shared ones lay 0 1 0 1, not 0 0 1 1.",
        remedy: remedy
      ) { scene in
        scene.rounding.map { _ in .apply(SumHeadGroups(times, tiled: true), [.operand(0)]) }
      },
    ]
  }
}
