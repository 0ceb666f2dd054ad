// SPDX-License-Identifier: MIT

import Tensors

@testable import AttentionEngine

extension OperationSamples {
  /// Operations that only mistakes use.
  static let wrongWays: [OperationSample] = {
    let scores = axes(.head, .query, .key, sizes: [2, 3, 5])
    let kinds: [(String, CellFunction.Kind)] = [
      ("absolute", .absolute), ("sign", .sign), ("at least 0", .atLeast(0)),
      ("at least -0.5", .atLeast(-0.5)), ("sigmoid", .sigmoid), ("zero or not", .isZero),
    ]
    return kinds.map { name, kind in
      OperationSample("cell function, \(name)", CellFunction(kind), [scores], slope: .absent) {
        _, cell, number in cell == [1, 2, 3] ? 0 : number
      }
    } + [
      OperationSample(
        "cell function, root", CellFunction(.squareRoot), [scores], in: 0.1...4, slope: .absent),
      OperationSample(
        "stored number, flushed",
        StoredNumber(in: Rounding(unit: 0.125, smallest: 0.5, largest: 9), flushes: true),
        [scores], slope: .absent),
      OperationSample(
        "sum of tiled heads", SumHeadGroups(3, tiled: true),
        [axes(.head, .position, .keyDimension, sizes: [6, 5, 2])]),
      OperationSample(
        "stored number", StoredNumber(in: Rounding(unit: 0.125, smallest: 1, largest: 1.5)),
        [scores], slope: .absent),
      OperationSample("exchanged axes, last two", ExchangeAxes(), [scores]),
      OperationSample(
        "exchanged axes, batch and position", ExchangeAxes(3, 1),
        [axes(.batch, .head, .position, .keyDimension, sizes: [2, 3, 5, 7])]),
      OperationSample(
        "one head of a group", HeadOfGroup(3, member: 1),
        [axes(.head, .position, .keyDimension, sizes: [6, 5, 2])], slope: .absent),
    ]
  }()
}
