// SPDX-License-Identifier: MIT

import ExerciseHarness
import ExerciseKit

enum RingHarness {
  static let tasks: [HarnessTask] = [
    HarnessTask("partial") { input in
      let partial = try RingExercise.partial(
        scores: input.vector("scores"), value: input.matrix("value"))
      return [
        Value("row_max", partial.largest), Value("row_sum", partial.sum),
        Value("mixed", partial.mixed),
      ]
    },
    HarnessTask("merged") { input in
      let merged = try RingExercise.merged(
        RingExercise.Partial(
          largest: input.number("one_max"), sum: input.number("one_sum"),
          mixed: input.vector("one_mixed")),
        RingExercise.Partial(
          largest: input.number("other_max"), sum: input.number("other_sum"),
          mixed: input.vector("other_mixed")))
      return [
        Value("row_max", merged.largest), Value("row_sum", merged.sum),
        Value("mixed", merged.mixed),
      ]
    },
    HarnessTask("bytesSent") { input in
      let bytes = try RingExercise.bytesSent(
        workers: input.integer("workers"), keysPerWorker: input.integer("keys_per_worker"),
        keyDimension: input.integer("key_dimension"),
        valueDimension: input.integer("value_dimension"),
        bytesPerNumber: input.integer("bytes_per_number"))
      return [Value("bytes", bytes)]
    },
  ]
}
