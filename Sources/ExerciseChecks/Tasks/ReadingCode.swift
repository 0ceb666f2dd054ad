// SPDX-License-Identifier: MIT

import ExerciseHarness

extension Exercise {
  /// Lesson 15.
  static let readingCode = Exercise(
    "15-reading-code", "ReadingCodeExercise", "Tests that would have found the faults",
    [
      ExerciseTask("headDimension", .oneLine, "the size of a head, if there is one") { _ in
        [(6, 2), (5, 2), (12, 3), (7, 7), (3, 5), (768, 12), (10, 4)].map { headDimension($0, $1) }
      },
      ExerciseTask("areWeights", .fewLines, "could this be a matrix of weights?") { draw in
        weightMatrices(&draw).map { areWeights($0) }
      },
      ExerciseTask("panel", .oneLine, "where the picture of a head stands") { _ in
        [(0, 3), (2, 3), (3, 3), (5, 3), (7, 5), (11, 2), (4, 1)].map { panel($0, columns: $1) }
      },
      ExerciseTask("layer", .think, "the article's layer, mended") { draw in
        try [(3, 1, 5), (5, 2, 3), (3, 2, 5), (2, 5, 3)].map { positions, heads, width in
          try MendedLayer(&draw, positions: positions, heads: heads, width: width).taskCase
        }
      },
    ])

  private static func headDimension(_ model: Int, _ heads: Int) -> TaskCase {
    func value(_ number: Int?) -> Value { Value("dimension", number.map { [Double($0)] } ?? []) }
    let isEven = model % heads == 0
    return TaskCase(
      [Value("model_dimension", model), Value("head_count", heads)],
      value(isEven ? model / heads : nil),
      mistakes: [
        NumberMistake(
          "head-size-wrong", "Features that cannot be dealt out evenly were cut off.",
          "Return nil when something is left over.", value(model / heads)),
        NumberMistake(
          "head-size-wrong", "The features left over were given to nobody and one was added.",
          "Return nil when something is left over.", value((model + heads - 1) / heads)),
        NumberMistake(
          "head-size-wrong", "nil where it fits, a size where it does not.",
          "The rest of the division must be 0.", value(isEven ? nil : model / heads)),
      ])
  }

  private static func weightMatrices(_ draw: inout Draw) -> [Value] {
    func rows(_ rows: [[Double]]) -> Value {
      Value(
        name: "weights", shape: [rows.count, rows[0].count], numbers: rows.flatMap { $0 })
    }
    func shares(_ count: Int, _ width: Int) -> [[Double]] {
      (0..<count).map { _ in SoftmaxMistakes.softmax(draw.numbers(width)) }
    }
    let right = shares(3, 5)
    let columns = shares(3, 3)
    let turned = (0..<3).map { i in columns.map { $0[i] } }
    var tenth = shares(2, 3)
    tenth[1] = [Double](repeating: 0.1, count: 10).prefix(3).map { $0 }
    let tens = [[Double](repeating: 0.1, count: 10)]
    var negative = shares(2, 3)
    negative[1] = [1.25, -0.5, 0.25]
    let droppedOut = right.map { $0.map { $0 / 0.9 } }
    let last = Array(right.dropLast()) + [right[2].map { $0 * 1.01 }]
    return [
      rows(right), rows(turned), rows(tenth), rows(tens), rows(negative), rows(droppedOut),
      rows(last), rows(shares(7, 2)), rows([[0.5, 0.5], [0.75, 0.75], [0.25, 0.25]]),
    ]
  }

  private static func areWeights(_ weights: Value) -> TaskCase {
    let rows = (0..<weights.shape[0]).map { weights.row($0) }
    func value(_ holds: Bool) -> Value { Value("are_weights", holds ? 1 : 0) }
    func isOne(_ sum: Double) -> Bool { abs(sum - 1) <= 1e-6 }
    let sums = rows.map { $0.reduce(0, +) }
    let columnSums = (0..<weights.shape[1]).map { j in rows.reduce(0) { $0 + $1[j] } }
    let isPositive = weights.numbers.allSatisfy { $0 >= 0 }
    return TaskCase(
      [weights], value(isPositive && sums.allSatisfy(isOne)),
      mistakes: [
        NumberMistake(
          "columns-instead-of-rows", "The columns were added up.",
          "Each query shares out its attention: rows sum to 1.",
          value(isPositive && columnSums.allSatisfy(isOne))),
        NumberMistake(
          "sums-compared-exactly", "Sums were compared without room for rounding.",
          "Ten times 0.1 is not exactly 1: allow 0.000001.",
          value(isPositive && sums.allSatisfy { $0 == 1 })),
        NumberMistake(
          "negative-cells-allowed", "Cells below 0 were let through.", "A share is never below 0.",
          value(sums.allSatisfy(isOne))),
        NumberMistake(
          "only-first-row", "Only the first row was tested.", "Test every row.",
          value(isPositive && isOne(sums[0]))),
        NumberMistake(
          "whole-matrix-tested", "The sum of all cells was compared with the number of rows.",
          "Rows that are too large must not make up for others.",
          value(isPositive && isOne(sums.reduce(0, +) - Double(rows.count - 1)))),
      ])
  }

  private static func panel(_ head: Int, columns: Int) -> TaskCase {
    func answer(_ row: Int, _ column: Int) -> [Value] {
      [Value("row", row), Value("column", column)]
    }
    let right = answer(head / columns, head % columns)
    return TaskCase(
      [Value("head", head), Value("columns", columns)], right[0], right[1],
      mistakes: [
        NumberMistake(
          "row-and-column-exchanged", "Row and column changed places.",
          "The row is the quotient, the column the rest.",
          answer(head % columns, head / columns)),
        NumberMistake(
          "counted-from-one", "Heads were counted from 1.", "The first head is 0.",
          answer((head + 1) / columns, (head + 1) % columns)),
      ])
  }
}
