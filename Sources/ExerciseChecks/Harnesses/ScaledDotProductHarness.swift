// SPDX-License-Identifier: MIT

import ExerciseHarness
import ExerciseKit

enum ScaledDotProductHarness {
  static let tasks: [HarnessTask] = [
    HarnessTask("rawScores") { input in
      [
        Value(
          "raw_scores",
          try ScaledDotProductExercise.rawScores(
            query: input.matrix("query"), key: input.matrix("key")))
      ]
    },
    HarnessTask("scaledScores") { input in
      [
        Value(
          "scaled_scores",
          try ScaledDotProductExercise.scaledScores(
            input.matrix("raw_scores"), keyDimension: input.integer("key_dimension")))
      ]
    },
    HarnessTask("attention") { input in
      let steps = try ScaledDotProductExercise.attention(
        query: input.matrix("query"), key: input.matrix("key"), value: input.matrix("value"))
      return [
        Value("raw_scores", steps.rawScores), Value("scaled_scores", steps.scaledScores),
        Value("weights", steps.weights), Value("head_output", steps.headOutput),
      ]
    },
  ]
}
