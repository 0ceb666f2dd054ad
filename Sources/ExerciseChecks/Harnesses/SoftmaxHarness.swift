// SPDX-License-Identifier: MIT

import ExerciseHarness
import ExerciseKit

enum SoftmaxHarness {
  static let tasks: [HarnessTask] = [
    HarnessTask("exponentials") { input in
      [Value("exponentials", try SoftmaxExercise.exponentials(input.vector("scores")))]
    },
    HarnessTask("softmax") { input in
      [Value("shares", try SoftmaxExercise.softmax(input.vector("scores")))]
    },
    HarnessTask("softmaxOfRows") { input in
      [Value("weights", try SoftmaxExercise.softmaxOfRows(input.matrix("scores")))]
    },
    HarnessTask("tempered") { input in
      [
        Value(
          "shares",
          try SoftmaxExercise.tempered(
            input.vector("scores"), temperature: input.number("temperature")))
      ]
    },
  ]
}
