// SPDX-License-Identifier: MIT

import AttentionEngine
import ExerciseHarness

extension Exercise {
  /// Lesson 11.
  static let keyValueCache = Exercise(
    "11-kv-cache", "KeyValueCacheExercise", "Decoding token by token",
    [
      ExerciseTask("cacheBytes", .oneLine, "how much a cache weighs") { draw in
        (0..<4).map { index in
          let sizes = draw.sizes([2, 3, 5, 7])
          return bytes(sizes, bytesPerNumber: [2, 4][index % 2])
        }
      },
      ExerciseTask("sharedHead", .oneLine, "which shared head a query head uses") { _ in
        [(6, 3), (6, 2), (4, 4), (5, 1)].flatMap { queryHeads, shared in
          (0..<queryHeads).map { sharedHead($0, queryHeads, shared) }
        }
      },
      ExerciseTask("decode", .think, "one step of decoding, with a cache") { draw in
        try [(3, 3, 3), (5, 7, 2), (2, 3, 5), (7, 2, 3)].map { kept, keyDimension, valueDimension in
          try decode(
            cacheKey: draw.matrix("cache_key", kept, keyDimension),
            cacheValue: draw.matrix("cache_value", kept, valueDimension),
            query: draw.vector("query", keyDimension), key: draw.vector("key", keyDimension),
            value: draw.vector("value", valueDimension))
        }
      },
    ])

  private static func bytes(_ sizes: [Int], bytesPerNumber: Int) -> TaskCase {
    let product = sizes.reduce(bytesPerNumber, *)
    func value(_ number: Int) -> Value { Value("bytes", number) }
    return TaskCase(
      [
        Value("layers", sizes[0]), Value("key_value_heads", sizes[1]),
        Value("head_dimension", sizes[2]), Value("positions", sizes[3]),
        Value("bytes_per_number", bytesPerNumber),
      ], value(2 * product),
      mistakes: [
        NumberMistake(
          "cache-counts-keys-only", "Only keys or only values were counted.",
          "Both are kept: times 2.", value(product)),
        NumberMistake(
          "numbers-instead-of-bytes", "Numbers were counted, not bytes.",
          "Each number takes several bytes.", value(2 * product / bytesPerNumber)),
        NumberMistake(
          "layers-forgotten", "The cache of one layer was counted.",
          "Every layer keeps its own keys and values.", value(2 * product / sizes[0])),
      ])
  }

  private static func sharedHead(_ head: Int, _ queryHeads: Int, _ shared: Int) -> TaskCase {
    func value(_ number: Int) -> Value { Value("head", number) }
    return TaskCase(
      [
        Value("query_head", head), Value("query_heads", queryHeads),
        Value("key_value_heads", shared),
      ], value(head / (queryHeads / shared)),
      mistakes: [
        NumberMistake(
          "key-value-heads-tiled", "Shared heads were tiled 0 1 0 1 instead of 0 0 1 1.",
          "Neighbours share one: divide by the size of a group.", value(head % shared)),
        NumberMistake(
          "heads-not-shared", "The query head's own number was returned.",
          "Several query heads share a key/value head.", value(head)),
        NumberMistake(
          "group-size-wrong", "Divided by the number of shared heads.",
          "A group has query heads / shared heads members.", value(head / shared)),
      ])
  }

  private static func decode(
    cacheKey: Value, cacheValue: Value, query: Value, key: Value, value: Value
  ) throws -> TaskCase {
    let answers: [TraceCase.Answer] = [
      .init("key", .key), .init("value", .value), .init("weights", .weights),
      .init("head_output", .headOutput),
    ]
    func matrix(_ vector: Value) -> Value {
      Value(name: vector.name, shape: [1, vector.numbers.count], numbers: vector.numbers)
    }
    func trace(_ change: (inout Problem) -> Void = { _ in }) throws -> TraceCase {
      var problem = Problem()
      problem.query = matrix(query).tensor
      problem.key = matrix(key).tensor
      problem.value = matrix(value).tensor
      problem.cacheKey = cacheKey.tensor
      problem.cacheValue = cacheValue.tensor
      problem.mask = [.causal(.cacheLength)]
      change(&problem)
      return try TraceCase(problem, answers)
    }
    var result = try trace().taskCase([query, key, value, cacheKey, cacheValue])
    // Weights and output of one query are lists.
    result.expected = result.expected.map { flattened($0) }
    result.explanations = result.explanations.map { explanation in
      Explanation(
        explanation.id, explanation.summary, remedy: explanation.remedy,
        gives: flat(explanation.answer))
    }
    func answer(_ change: (inout Problem) -> Void) throws -> [Value] {
      try trace(change).answer().map(flat)
    }
    let rows = cacheKey.shape[0]
    return result.explained(by: [
      NumberMistake(
        "new-row-first", "The new row was put before those that are kept.",
        "It comes last: rows are in the order of the tokens.",
        prepended(cacheKey, key, name: "key"), prepended(cacheValue, value, name: "value")),
      NumberMistake(
        "input-changed", "A row that was kept is another now.",
        "Add a row; the old ones stay as they are.",
        overwritten(cacheKey, key, name: "key"), overwritten(cacheValue, value, name: "value")),
      NumberMistake(
        "new-token-not-kept", "The new row is missing from the cache.",
        "Put it behind the old ones.", cacheKey.renamed("key"), cacheValue.renamed("value")),
      NumberMistake(
        "no-scaling", "The scores were not scaled.", "Divide them by √d_k.",
        try answer { $0.scale = 1 }),
      NumberMistake(
        "own-key-missing", "The query did not see its own key.",
        "Add the new row first, then look at all rows.",
        try answer { $0.mask = [.causal(.offsets([rows - 1]))] }),
    ])
  }

  private static func flattened(_ stage: ExpectedStage) -> ExpectedStage {
    ExpectedStage(value: flat(stage.value), numbers: stage.numbers)
  }

  private static func flat(_ value: Value) -> Value {
    guard ["weights", "head_output"].contains(value.name) else { return value }
    return Value(value.name, value.numbers)
  }

  private static func prepended(_ cache: Value, _ row: Value, name: String) -> Value {
    Value(
      name: name, shape: [cache.shape[0] + 1, cache.shape[1]],
      numbers: row.numbers + cache.numbers)
  }

  /// The last kept row overwritten, then the new one added.
  private static func overwritten(_ cache: Value, _ row: Value, name: String) -> Value {
    Value(
      name: name, shape: [cache.shape[0] + 1, cache.shape[1]],
      numbers: cache.numbers.dropLast(row.numbers.count) + row.numbers + row.numbers)
  }
}
