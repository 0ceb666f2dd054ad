// SPDX-License-Identifier: MIT

import ExerciseHarness
import ExerciseKit

enum KeyValueCacheHarness {
  static let tasks: [HarnessTask] = [
    HarnessTask("cacheBytes") { input in
      let bytes = try KeyValueCacheExercise.cacheBytes(
        layers: input.integer("layers"), keyValueHeads: input.integer("key_value_heads"),
        headDimension: input.integer("head_dimension"), positions: input.integer("positions"),
        bytesPerNumber: input.integer("bytes_per_number"))
      return [Value("bytes", bytes)]
    },
    HarnessTask("sharedHead") { input in
      let head = try KeyValueCacheExercise.sharedHead(
        queryHead: input.integer("query_head"), queryHeads: input.integer("query_heads"),
        keyValueHeads: input.integer("key_value_heads"))
      return [Value("head", head)]
    },
    HarnessTask("decode") { input in
      var cache = KeyValueCacheExercise.Cache(
        key: input.matrix("cache_key"), value: input.matrix("cache_value"))
      let step = try KeyValueCacheExercise.decode(
        query: input.vector("query"), key: input.vector("key"), value: input.vector("value"),
        cache: &cache)
      return [
        Value("key", cache.key), Value("value", cache.value), Value("weights", step.weights),
        Value("head_output", step.headOutput),
      ]
    },
  ]
}
