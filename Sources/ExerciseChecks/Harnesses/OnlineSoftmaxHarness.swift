// SPDX-License-Identifier: MIT

import ExerciseHarness
import ExerciseKit

enum OnlineSoftmaxHarness {
  static let tasks: [HarnessTask] = [
    HarnessTask("updated") { input in
      let running = OnlineSoftmaxExercise.Running(
        largest: input.number("largest"), sum: input.number("sum"))
      let updated = try OnlineSoftmaxExercise.updated(running, with: input.number("score"))
      return [Value("row_max", updated.largest), Value("row_sum", updated.sum)]
    },
    HarnessTask("onePass") { input in
      let pass = try OnlineSoftmaxExercise.onePass(
        scores: input.vector("scores"), value: input.matrix("value"),
        tileSize: input.integer("tile_size"))
      return [
        Value("row_max", pass.largest), Value("row_sum", pass.sum),
        Value("head_output", pass.output),
      ]
    },
  ]
}
