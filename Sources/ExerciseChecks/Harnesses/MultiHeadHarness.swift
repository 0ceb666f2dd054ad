// SPDX-License-Identifier: MIT

import ExerciseHarness
import ExerciseKit

enum MultiHeadHarness {
  static let tasks: [HarnessTask] = [
    HarnessTask("split") { input in
      let heads = try MultiHeadExercise.split(
        input.matrix("matrix"), headCount: input.integer("head_count"))
      return [try Value("heads", heads)]
    },
    HarnessTask("merged") { input in
      [Value("merged_heads", try MultiHeadExercise.merged(input.matrices("heads")))]
    },
    HarnessTask("multiHead") { input in
      let steps = try MultiHeadExercise.multiHead(
        query: input.matrix("query"), key: input.matrix("key"), value: input.matrix("value"),
        headCount: input.integer("head_count"),
        outputProjection: input.matrix("output_projection"))
      return [
        try Value("weights", steps.weights), try Value("head_output", steps.headOutput),
        Value("merged_heads", steps.mergedHeads), Value("output", steps.output),
      ]
    },
  ]
}
