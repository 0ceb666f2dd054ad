// SPDX-License-Identifier: MIT

import ExerciseHarness
import ExerciseKit

enum CrossAttentionHarness {
  static let tasks: [HarnessTask] = [
    HarnessTask("alignment") { input in
      [Value("alignment", try CrossAttentionExercise.alignment(input.matrix("weights")))]
    },
    HarnessTask("crossAttention") { input in
      let steps = try CrossAttentionExercise.crossAttention(
        input.matrix("input"), memory: input.matrix("memory"),
        queryProjection: input.matrix("query_projection"),
        keyProjection: input.matrix("key_projection"),
        valueProjection: input.matrix("value_projection"))
      return [
        Value("query", steps.query), Value("key", steps.key), Value("value", steps.value),
        Value("weights", steps.weights), Value("head_output", steps.headOutput),
      ]
    },
  ]
}
