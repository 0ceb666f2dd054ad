// SPDX-License-Identifier: MIT

import ExerciseHarness
import ExerciseKit

enum MasksHarness {
  static let tasks: [HarnessTask] = [
    HarnessTask("isVisible") { input in
      let isVisible = try MasksExercise.isVisible(
        query: input.integer("query"), key: input.integer("key"), offset: input.integer("offset"))
      return [Value("visible", isVisible ? 1 : 0)]
    },
    HarnessTask("causallyMasked") { input in
      [
        Value(
          "masked_scores",
          try MasksExercise.causallyMasked(
            input.matrix("scores"), offset: input.integer("offset")))
      ]
    },
    HarnessTask("paddedWeights") { input in
      let steps = try MasksExercise.paddedWeights(
        input.matrix("scores"), keyCount: input.integer("key_count"))
      return [
        Value("masked_scores", steps.maskedScores), Value("weights", steps.weights),
      ]
    },
    HarnessTask("weightsOrZero") { input in
      [Value("weights", try MasksExercise.weightsOrZero(input.matrix("masked_scores")))]
    },
  ]
}
