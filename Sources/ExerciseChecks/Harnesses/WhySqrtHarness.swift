// SPDX-License-Identifier: MIT

import ExerciseHarness
import ExerciseKit

enum WhySqrtHarness {
  static let tasks: [HarnessTask] = [
    HarnessTask("variance") { input in
      [Value("variance", try WhySqrtExercise.variance(input.vector("numbers")))]
    },
    HarnessTask("slopes") { input in
      [Value("slopes", try WhySqrtExercise.slopes(input.vector("weights")))]
    },
    HarnessTask("largestWeights") { input in
      let largest = try WhySqrtExercise.largestWeights(
        query: input.vector("query"), key: input.matrix("key"))
      return [Value("unscaled", largest.unscaled), Value("scaled", largest.scaled)]
    },
  ]
}
