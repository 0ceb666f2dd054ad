// SPDX-License-Identifier: MIT

import ExerciseHarness
import ExerciseKit

enum BackwardHarness {
  static let tasks: [HarnessTask] = [
    HarnessTask("slope") { input in
      let coefficients = input.vector("coefficients")
      let slope = try BackwardExercise.slope(
        of: { x in coefficients.reversed().reduce(0) { $0 * x + $1 } }, at: input.number("x"),
        step: input.number("step"))
      return [Value("slope", slope)]
    },
    HarnessTask("softmaxGradient") { input in
      let gradient = try BackwardExercise.softmaxGradient(
        weights: input.vector("weights"), upstream: input.vector("upstream"))
      return [Value("grad_scores", gradient)]
    },
    HarnessTask("attentionGradients") { input in
      let gradients = try BackwardExercise.attentionGradients(
        query: input.matrix("query"), key: input.matrix("key"), value: input.matrix("value"),
        upstream: input.matrix("upstream"))
      return [
        Value("grad_value", gradients.value), Value("grad_weights", gradients.weights),
        Value("grad_scaled_scores", gradients.scaledScores), Value("grad_query", gradients.query),
        Value("grad_key", gradients.key),
      ]
    },
  ]
}
