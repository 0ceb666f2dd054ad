// SPDX-License-Identifier: MIT

import ExerciseHarness

extension Exercise {
  /// Lesson 13.
  static let cost = Exercise(
    "13-cost", "CostExercise", "What attention costs", usesTools: false,
    [
      ExerciseTask("productOperations", .oneLine, "the operations of a matrix product") { draw in
        (0..<4).map { _ in product(draw.sizes([3, 5, 7, 11])) }
      },
      ExerciseTask("attentionCost", .fewLines, "operations and bytes of attention") { draw in
        (0..<4).map { index in
          attention(draw.sizes([3, 5, 7, 11, 13]), bytes: [4, 2, 8, 4][index])
        }
      },
      ExerciseTask("visiblePairs", .think, "the pairs a causal window leaves") { _ in
        [(7, 2), (7, 0), (5, 3), (11, 20), (1, 5), (13, 5)].map { visiblePairs($0, $1) }
      },
    ])

  private static func product(_ sizes: [Int]) -> TaskCase {
    let (rows, inner, columns) = (sizes[0], sizes[1], sizes[2])
    func value(_ number: Int) -> Value { Value("operations", number) }
    return TaskCase(
      [Value("rows", rows), Value("inner", inner), Value("columns", columns)],
      value(2 * rows * inner * columns),
      mistakes: [
        NumberMistake(
          "additions-not-counted", "Only multiplications were counted.",
          "Each is followed by an addition: times 2.", value(rows * inner * columns)),
        NumberMistake(
          "cells-instead-of-operations", "The cells of the result were counted.",
          "Each cell takes `inner` multiplications and as many additions.",
          value(rows * columns)),
        NumberMistake(
          "cells-instead-of-operations", "Two operations were counted for each cell.",
          "Each cell takes `inner` multiplications and as many additions.",
          value(2 * rows * columns)),
      ])
  }

  private static func attention(_ sizes: [Int], bytes: Int) -> TaskCase {
    let (queries, keys, heads) = (sizes[0], sizes[1], sizes[2])
    let (keyDimension, valueDimension) = (sizes[3], sizes[4])
    let pairs = queries * keys
    func answer(_ score: Int, _ output: Int, _ bytes: Int) -> [Value] {
      [
        Value("score_operations", score), Value("output_operations", output),
        Value("score_bytes", bytes),
      ]
    }
    let score = 2 * heads * pairs * keyDimension
    let output = 2 * heads * pairs * valueDimension
    return TaskCase(
      [
        Value("queries", queries), Value("keys", keys), Value("heads", heads),
        Value("key_dimension", keyDimension), Value("value_dimension", valueDimension),
        Value("bytes_per_number", bytes),
      ], Value("score_operations", score), Value("output_operations", output),
      Value("score_bytes", heads * pairs * bytes),
      mistakes: [
        NumberMistake(
          "heads-forgotten", "One head was counted.", "Every head has its own scores.",
          answer(score / heads, output / heads, pairs * bytes)),
        NumberMistake(
          "heads-forgotten", "The scores of one head were weighed.",
          "Every head has its own scores.", answer(score, output, pairs * bytes)),
        NumberMistake(
          "additions-not-counted", "Only multiplications were counted.",
          "Each is followed by an addition: times 2.",
          answer(score / 2, output / 2, heads * pairs * bytes)),
        NumberMistake(
          "key-dimension-for-values", "The output was counted with d_k.",
          "The values have d_v features.", answer(score, score, heads * pairs * bytes)),
        NumberMistake(
          "numbers-instead-of-bytes", "Numbers were counted, not bytes.",
          "Each number takes several bytes.", answer(score, output, heads * pairs)),
        NumberMistake(
          "queries-taken-for-keys", "The scores were taken to be square.",
          "They have one row a query and one column a key.",
          answer(
            2 * heads * queries * queries * keyDimension,
            2 * heads * queries * queries * valueDimension, heads * queries * queries * bytes)),
      ])
  }

  private static func visiblePairs(_ positions: Int, _ window: Int) -> TaskCase {
    func value(_ keys: (Int) -> Int) -> Value {
      Value("pairs", (0..<positions).map(keys).reduce(0, +))
    }
    return TaskCase(
      [Value("positions", positions), Value("window", window)], value { min($0, window) + 1 },
      mistakes: [
        NumberMistake(
          "diagonal-masked-too", "The query's own key was not counted.",
          "A query sees its own position.", value { min($0, window) }),
        NumberMistake(
          "window-off-by-one", "The window is one narrower than stated.",
          "`window` keys before its own, and its own.",
          value { min($0, max(window - 1, 0)) + 1 }),
        NumberMistake(
          "window-off-by-one", "The window is one wider than stated.",
          "`window` keys before its own, and its own.", value { min($0, window + 1) + 1 }),
        NumberMistake(
          "mask-missing", "The window was not applied.", "At most `window` keys before its own.",
          value { $0 + 1 }),
        NumberMistake(
          "window-at-the-start-forgotten", "The first queries have fewer keys before them.",
          "Query i has only i keys before its own.", value { _ in window + 1 }),
        NumberMistake(
          "no-causal-mask", "Keys on both sides were counted.", "None after its own.",
          value { min($0, window) + 1 + min(positions - 1 - $0, window) }),
      ])
  }
}
