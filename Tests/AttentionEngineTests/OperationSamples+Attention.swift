// SPDX-License-Identifier: MIT

import Tensors

@testable import AttentionEngine

extension OperationSamples {
  // MARK: - Masks

  /// A 0/1 matrix with about a third of zeros, no two rows alike.
  private static func allow(_ sizes: [Int], _ names: [AxisName]) -> MaskRule {
    let own = zip(names, sizes).map { Axis($0, $1) }
    return .allow(
      Tensor(axes: own, scalars: (0..<own.placeCount).map { ($0 * $0 + $0 / 3) % 3 == 1 ? 0 : 1 }))
  }

  private static func mask(
    _ name: String, _ rules: MaskRule..., on operand: [Axis] = OperationSamples.scores
  ) -> OperationSample {
    OperationSample("mask, " + name, Mask(rules), [operand], slope: .passedOn)
  }

  static let masks: [OperationSample] = [
    mask("no rule"),
    mask("causal", .causal(offsets: [0])),
    mask("causal with an offset", .causal(offsets: [2])),
    mask("causal with a negative offset", .causal(offsets: [-2])),
    mask("causal by item", .causal(offsets: [3, -1])),
    mask("window", .window(left: 1, right: 2, offsets: [0])),
    mask("window to the left", .window(left: 2, right: nil, offsets: [2])),
    mask("window to the right", .window(left: nil, right: 0, offsets: [1])),
    mask("window without limits", .window(left: nil, right: nil, offsets: [0])),
    mask("window by item", .window(left: 0, right: 1, offsets: [-3, 9])),
    mask("key lengths", .keyLengths([4])),
    mask("key lengths by item", .keyLengths([3, 0])),
    mask("allow a row of keys", allow([7], [.key])),
    mask("allow a matrix", allow([5, 7], [.query, .key])),
    mask("allow by head", allow([3, 5, 7], [.head, .query, .key])),
    mask("allow by item, one row", allow([2, 1, 1, 7], [.batch, .head, .query, .key])),
    mask("allow by item and head", allow([2, 3, 5, 7], [.batch, .head, .query, .key])),
    mask(
      "all at once", .causal(offsets: [1, 2]), .window(left: 3, right: nil, offsets: [1, 2]),
      .keyLengths([6, 5]), allow([5, 7], [.query, .key])),
    mask(
      "causal without a batch", .causal(offsets: [1]),
      on: axes(.head, .query, .key, sizes: [3, 5, 7])),
    OperationSample(
      "mask with a number", Mask([.causal(offsets: [0])], blockedValue: -10), [scores],
      slope: .passedOn),
  ]

  // MARK: - Heads

  private static let operand = axes(.batch, .head, .position, .keyDimension, sizes: [2, 3, 5, 7])
  private static let three = axes(.head, .position, .keyDimension, sizes: [3, 5, 7])
  private static let joined = axes(.batch, .position, .joined, sizes: [2, 5, 21])

  static let heads: [OperationSample] = [
    OperationSample("split heads", SplitHeads(3, dimension: .keyDimension), [joined]),
    OperationSample("split one head", SplitHeads(1, dimension: .keyDimension), [joined]),
    OperationSample(
      "split heads without a batch", SplitHeads(7, dimension: .valueDimension),
      [
        axes(.position, .joined, sizes: [5, 21])
      ]),
    OperationSample(
      "split heads by reshaping",
      SplitHeads(3, dimension: .keyDimension, byPlainReshape: true), [joined], slope: .absent),
    OperationSample("merge heads", MergeHeads(), [operand]),
    OperationSample("merge heads without a batch", MergeHeads(), [three]),
    OperationSample(
      "merge heads by reshaping", MergeHeads(.byPlainReshape), [operand], slope: .absent),
    OperationSample(
      "merge heads by feature", MergeHeads(.featureByFeature), [operand], slope: .absent),
    OperationSample("repeat heads", RepeatHeads(2), [operand]),
    OperationSample("repeat heads without a batch", RepeatHeads(5), [three]),
    OperationSample("repeat heads once", RepeatHeads(1), [three]),
    OperationSample("tile heads", RepeatHeads(2, tiles: true), [operand], slope: .absent),
    OperationSample(
      "sum head groups", SumHeadGroups(3),
      [
        axes(.batch, .head, .position, .keyDimension, sizes: [2, 15, 5, 7])
      ]),
    OperationSample("sum groups of one head", SumHeadGroups(1), [three]),
    OperationSample(
      "concatenation", Concatenation(),
      [
        axes(.batch, .head, .position, .keyDimension, sizes: [2, 3, 11, 7]), operand,
      ]),
    OperationSample(
      "concatenation before nothing", Concatenation(),
      [
        three, axes(.head, .position, .keyDimension, sizes: [3, 0, 7]),
      ]),
    OperationSample("position slice", PositionSlice(1..<4), [operand]),
    OperationSample("position slice from the first", PositionSlice(0..<2), [three]),
    OperationSample("position slice to the last", PositionSlice(3..<5), [three]),
  ]

  // MARK: - Positions

  private static func rotary(
    _ name: String, _ interleaved: Bool, _ dimensions: Int, first: Int = 0,
    backwards: Bool = false, operand: [Axis] = OperationSamples.operand,
    table: [Axis]
  ) -> OperationSample {
    OperationSample(
      "rotary, " + name,
      Rotary(
        interleaved: interleaved, dimensions: dimensions, firstPosition: first,
        backwards: backwards),
      [operand, table, table],
      // The tables follow from the positions alone: nothing to learn there.
      slope: .derivative(operands: [true, false, false]))
  }

  static let positions: [OperationSample] = [
    rotary("neighbours", true, 6, table: axes(.position, "pair", sizes: [5, 3])),
    rotary("halves", false, 6, table: axes(.position, "pair", sizes: [5, 3])),
    rotary("few features", true, 4, table: axes(.position, "pair", sizes: [5, 2])),
    rotary("few features in halves", false, 4, table: axes(.position, "pair", sizes: [11, 2])),
    rotary("backwards", true, 6, backwards: true, table: axes(.position, "pair", sizes: [5, 3])),
    rotary(
      "backwards in halves", false, 2, backwards: true,
      table: axes(.position, "pair", sizes: [5, 1])),
    rotary("behind a cache", true, 6, first: 2, table: axes(.position, "pair", sizes: [7, 3])),
    rotary(
      "a table an item", false, 6, first: 1,
      table: axes(.batch, .position, "pair", sizes: [2, 7, 3])),
    rotary(
      "one item's table for all", true, 6, table: axes(.batch, .position, "pair", sizes: [1, 5, 3])),
    rotary(
      "without a batch", false, 6, operand: three, table: axes(.position, "pair", sizes: [5, 3])),
    OperationSample(
      "sinusoidal", SinusoidalPositions(),
      [
        axes(.batch, .position, .model, sizes: [2, 5, 7])
      ]),
    OperationSample(
      "sinusoidal behind a cache", SinusoidalPositions(firstPosition: 3),
      [
        axes(.position, .model, sizes: [5, 11])
      ]),
    OperationSample(
      "sinusoidal, exponent runs on",
      SinusoidalPositions(firstPosition: 1, base: 10_000, exponent: .everyColumn),
      [axes(.position, .model, sizes: [5, 7])]),
    OperationSample(
      "sinusoidal, exponent runs twice",
      SinusoidalPositions(firstPosition: 1, base: 10_000, exponent: .everyColumnTwice),
      [axes(.position, .model, sizes: [5, 7])]),
    OperationSample(
      "sinusoidal, base 1000",
      SinusoidalPositions(firstPosition: 1, base: 1000, exponent: .paired),
      [axes(.position, .model, sizes: [5, 7])]),
    OperationSample("alibi", AlibiBias(), [scores]),
    OperationSample("alibi behind a cache", AlibiBias(offset: 4), [scores]),
    OperationSample(
      "alibi, eight heads", AlibiBias(offset: -1),
      [
        axes(.head, .query, .key, sizes: [8, 5, 7])
      ]),
  ]
}
