// SPDX-License-Identifier: MIT

import ExerciseHarness
import ExerciseKit

enum ReadingCodeHarness {
  static let tasks: [HarnessTask] = [
    HarnessTask("headDimension") { input in
      let dimension = try ReadingCodeExercise.headDimension(
        modelDimension: input.integer("model_dimension"), headCount: input.integer("head_count"))
      return [Value("dimension", dimension.map { [Double($0)] } ?? [])]
    },
    HarnessTask("areWeights") { input in
      [Value("are_weights", try ReadingCodeExercise.areWeights(input.matrix("weights")) ? 1 : 0)]
    },
    HarnessTask("panel") { input in
      let panel = try ReadingCodeExercise.panel(
        of: input.integer("head"), columns: input.integer("columns"))
      return [Value("row", panel.row), Value("column", panel.column)]
    },
    HarnessTask("layer") { input in
      let steps = try ReadingCodeExercise.layer(
        input: input.matrix("input"), headCount: input.integer("head_count"),
        queryProjection: input.matrix("query_projection"),
        keyProjection: input.matrix("key_projection"),
        valueProjection: input.matrix("value_projection"),
        outputProjection: input.matrix("output_projection"))
      return [
        try Value("weights", steps.weights), Value("merged_heads", steps.mergedHeads),
        Value("output", steps.output),
      ]
    },
  ]
}
