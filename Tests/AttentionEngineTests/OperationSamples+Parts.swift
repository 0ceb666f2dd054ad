// SPDX-License-Identifier: MIT

import Tensors

@testable import AttentionEngine

extension OperationSamples {
  // MARK: - Tiles and rings

  private static let tile = axes(.batch, .head, .query, .key, sizes: [2, 3, 5, 7])
  private static let column = axes(.batch, .head, .query, .one, sizes: [2, 3, 5, 1])
  private static let answers = axes(.batch, .head, .query, .valueDimension, sizes: [2, 3, 5, 11])
  private static let values = axes(.batch, .head, .position, .valueDimension, sizes: [2, 3, 7, 11])
  private static let blocks = axes(.worker, .head, .position, .keyDimension, sizes: [3, 2, 5, 7])
  private static let merging = [column, column, answers, column, column, answers, column]

  /// Factors and sums are positive, answers have either sign.
  @Sendable private static func positiveColumns(
    _ operand: Int, _ cell: [Int], _ number: Double
  ) -> Double { cell[3] == 0 && operand != 2 && operand != 5 ? abs(number) + 0.2 : number }

  /// The third row has seen nothing: its factors and sums are 0.
  @Sendable private static func nothingInThirdRow(
    _ operand: Int, _ cell: [Int], _ number: Double
  ) -> Double { cell[2] == 2 ? 0 : positiveColumns(operand, cell, number) }

  static let parts: [OperationSample] = [
    OperationSample("running maximum", RunningMaximum(), [column, tile]),
    OperationSample("running maximum of two columns", RunningMaximum(), [column, column]),
    OperationSample(
      "running maximum, nothing seen before", RunningMaximum(), [column, tile], slope: .absent
    ) { $0 == 0 || $1[2] == 2 ? -.infinity : $2 },
    OperationSample(
      "running maximum, NaN", RunningMaximum(), [column, tile], slope: .absent
    ) { $1[2] == 1 && ($0 == 0 || $1[3] == 4) ? .nan : $2 },
    OperationSample("larger indicator", LargerIndicator(), [column, column], slope: .absent),
    OperationSample(
      "larger indicator, ties and NaN", LargerIndicator(), [column, column], slope: .absent
    ) { $1[2] == 1 ? 3 : $1[2] == 2 && $0 == 0 || $1[2] == 3 ? .nan : $2 },
    OperationSample("running sum", RunningSum(), [column, column, tile]),
    OperationSample("running output", RunningOutput(), [column, answers, tile, values]),
    OperationSample(
      "running output, one head of values", RunningOutput(),
      [column, answers, tile, axes(.head, .position, .valueDimension, sizes: [1, 7, 11])]),
    OperationSample(
      "running output, a tile of one key", RunningOutput(),
      [
        column, answers, axes(.batch, .head, .query, .key, sizes: [2, 3, 5, 1]),
        axes(.batch, .head, .position, .valueDimension, sizes: [2, 3, 1, 11]),
      ]),
    OperationSample("merge sums", MergeSums(), [column, column, column, column]),
    OperationSample(
      "merge outputs", MergeOutputs(), merging, adjust: positiveColumns),
    OperationSample(
      "merge outputs, nothing visible", MergeOutputs(), merging, slope: .absent,
      adjust: nothingInThirdRow),
    OperationSample(
      "merge outputs, zero for nothing", MergeOutputs(emptyRows: .zero), merging, slope: .absent,
      adjust: nothingInThirdRow),
    OperationSample(
      "merge outputs in the wrong base", MergeOutputs(exponent: 1.4), merging, slope: .absent,
      adjust: positiveColumns),
    OperationSample(
      "split workers", SplitWorkers(5),
      [axes(.head, .position, .keyDimension, sizes: [2, 15, 7])]),
    OperationSample(
      "split workers of one position each", SplitWorkers(3),
      [axes(.position, .keyDimension, sizes: [3, 7])]),
    OperationSample("join workers", JoinWorkers(), [blocks]),
    OperationSample(
      "join workers without heads", JoinWorkers(),
      [axes(.worker, .position, .keyDimension, sizes: [3, 5, 7])]),
    OperationSample("pass on", PassOn(), [blocks]),
    OperationSample("pass on backwards", PassOn(by: -1), [blocks]),
    OperationSample("pass on around", PassOn(by: 5), [blocks]),
  ]
}
