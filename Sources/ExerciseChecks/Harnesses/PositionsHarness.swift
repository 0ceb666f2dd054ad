// SPDX-License-Identifier: MIT

import ExerciseHarness
import ExerciseKit

enum PositionsHarness {
  static let tasks: [HarnessTask] = [
    HarnessTask("bias") { input in
      let bias = try PositionsExercise.bias(
        query: input.integer("query"), key: input.integer("key"), slope: input.number("slope"))
      return [Value("bias", bias)]
    },
    HarnessTask("sinusoidal") { input in
      let codes = try PositionsExercise.sinusoidal(
        positionCount: input.integer("position_count"), dimension: input.integer("dimension"))
      return [Value("codes", codes)]
    },
    HarnessTask("rotated") { input in
      [Value("rotated_query", try PositionsExercise.rotated(input.matrix("matrix")))]
    },
  ]
}
