// SPDX-License-Identifier: MIT

import ExerciseHarness
import ExerciseKit

enum SelfAttentionHarness {
  static let tasks: [HarnessTask] = [
    HarnessTask("projected") { input in
      let projected = try SelfAttentionExercise.projected(
        input.matrix("input"), by: input.matrix("projection"), bias: input.vector("bias"))
      return [Value("query", projected)]
    },
    HarnessTask("selfAttention") { input in
      let steps = try SelfAttentionExercise.selfAttention(
        input.matrix("input"), queryProjection: input.matrix("query_projection"),
        keyProjection: input.matrix("key_projection"),
        valueProjection: input.matrix("value_projection"))
      return [
        Value("query", steps.query), Value("key", steps.key), Value("value", steps.value),
        Value("scaled_scores", steps.scaledScores), Value("weights", steps.weights),
        Value("head_output", steps.headOutput),
      ]
    },
  ]
}
