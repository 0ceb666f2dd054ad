// SPDX-License-Identifier: MIT

import ExerciseHarness
import ExerciseKit

enum CostHarness {
  static let tasks: [HarnessTask] = [
    HarnessTask("productOperations") { input in
      let operations = try CostExercise.productOperations(
        rows: input.integer("rows"), inner: input.integer("inner"),
        columns: input.integer("columns"))
      return [Value("operations", operations)]
    },
    HarnessTask("attentionCost") { input in
      let cost = try CostExercise.attentionCost(
        queries: input.integer("queries"), keys: input.integer("keys"),
        heads: input.integer("heads"),
        keyDimension: input.integer("key_dimension"),
        valueDimension: input.integer("value_dimension"),
        bytesPerNumber: input.integer("bytes_per_number"))
      return [
        Value("score_operations", cost.scoreOperations),
        Value("output_operations", cost.outputOperations), Value("score_bytes", cost.scoreBytes),
      ]
    },
    HarnessTask("visiblePairs") { input in
      let pairs = try CostExercise.visiblePairs(
        positions: input.integer("positions"), window: input.integer("window"))
      return [Value("pairs", pairs)]
    },
  ]
}
