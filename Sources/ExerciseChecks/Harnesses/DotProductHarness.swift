// SPDX-License-Identifier: MIT

import ExerciseHarness
import ExerciseKit

enum DotProductHarness {
  static let tasks: [HarnessTask] = [
    HarnessTask("dot") { input in
      [Value("dot", try DotProductExercise.dot(input.vector("left"), input.vector("right")))]
    },
    HarnessTask("product") { input in
      [
        Value(
          "product", try DotProductExercise.product(input.matrix("left"), input.matrix("right")))
      ]
    },
    HarnessTask("mostAlike") { input in
      [
        Value(
          "row",
          try DotProductExercise.mostAlike(input.vector("query"), among: input.matrix("rows")))
      ]
    },
  ]
}
