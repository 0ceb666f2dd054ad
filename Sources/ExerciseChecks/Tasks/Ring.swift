// SPDX-License-Identifier: MIT

import ExerciseHarness
import Glibc

extension Exercise {
  /// Lesson 14.
  static let ring = Exercise(
    "14-ring", "RingExercise", "Workers that share one long sequence",
    [
      ExerciseTask("partial", .fewLines, "what one worker makes of its own keys") { draw in
        [(5, 3), (5, 3), (3, 7), (7, 2)].map { keys, width in
          partial(draw.numbers(keys), draw.matrix("value", keys, width))
        }
      },
      ExerciseTask("merged", .think, "two workers' results as one") { draw in
        [(0.0, 3), (1.5, 3), (-2.0, 5), (700, 2)].map { distance, width in
          merged(
            WorkerState(draw.numbers(5), draw.matrix("value", 5, width)),
            WorkerState(
              draw.numbers(3).map { $0 + distance }, draw.matrix("value", 3, width)))
        }
      },
      ExerciseTask("bytesSent", .oneLine, "what goes around the ring") { draw in
        (0..<4).map { index in bytesSent(draw.sizes([3, 5, 7, 11]), bytes: [4, 2, 8, 4][index]) }
      },
    ])

  private static func partial(_ scores: [Double], _ value: Value) -> TaskCase {
    let right = WorkerState(scores, value)
    let plain = WorkerState(scores, value, largest: 0)
    return TaskCase(
      [Value("scores", scores), value], Value("row_max", right.largest),
      Value("row_sum", right.sum), Value("mixed", right.mixed),
      mistakes: [
        NumberMistake(
          "divided-too-early", "The values were divided by the sum already.",
          "Leave that to the end: results that are divided cannot be merged by adding.",
          Value("row_max", right.largest), Value("row_sum", right.sum),
          Value("mixed", right.mixed.map { $0 / right.sum })),
        NumberMistake(
          "maximum-not-subtracted", "The largest score was not subtracted.",
          "Take it off before the exponentials.", Value("row_max", right.largest),
          Value("row_sum", plain.sum), Value("mixed", plain.mixed)),
        NumberMistake(
          "weights-ignored", "The values were added up without their weights.",
          "Multiply each row by exp(score − largest).", Value("row_max", right.largest),
          Value("row_sum", right.sum),
          Value("mixed", WorkerState(scores.map { _ in 0 }, value).mixed)),
      ])
  }

  private static func merged(_ one: WorkerState, _ other: WorkerState) -> TaskCase {
    let largest = max(one.largest, other.largest)
    func answer(_ left: Double, _ right: Double, half: Double = 1) -> [Value] {
      [
        Value("row_max", largest), Value("row_sum", half * (one.sum * left + other.sum * right)),
        Value("mixed", zip(one.mixed, other.mixed).map { half * ($0 * left + $1 * right) }),
      ]
    }
    let (left, right) = (exp(one.largest - largest), exp(other.largest - largest))
    let expected = answer(left, right)
    return TaskCase(
      one.values("one") + other.values("other"), expected[0], expected[1], expected[2],
      mistakes: [
        NumberMistake(
          "partials-not-rescaled", "The two were added although their largest scores differ.",
          "Multiply each by exp(its largest − the largest of both).", answer(1, 1)),
        NumberMistake(
          "partials-averaged", "The two were averaged.",
          "Add them: each holds exponentials of keys the other has not seen.",
          answer(left, right, half: 0.5)),
        NumberMistake(
          "partials-averaged", "The two were averaged.",
          "Add them, each multiplied by exp(its largest − the largest of both).",
          answer(1, 1, half: 0.5)),
        NumberMistake(
          "output-not-rescaled", "The sum was corrected, the mixed values were not.",
          "Both hold exponentials: correct both.",
          [expected[0], expected[1], answer(1, 1)[2]]),
        NumberMistake(
          "rescaled-the-wrong-way", "The corrections changed places.",
          "Each is multiplied by exp(its own largest − the largest of both).",
          answer(right, left)),
      ])
  }

  private static func bytesSent(_ sizes: [Int], bytes: Int) -> TaskCase {
    let (workers, keys, keyDimension, valueDimension) = (sizes[0], sizes[1], sizes[2], sizes[3])
    let block = keys * (keyDimension + valueDimension) * bytes
    func value(_ number: Int) -> Value { Value("bytes", number) }
    return TaskCase(
      [
        Value("workers", workers), Value("keys_per_worker", keys),
        Value("key_dimension", keyDimension), Value("value_dimension", valueDimension),
        Value("bytes_per_number", bytes),
      ], value((workers - 1) * block),
      mistakes: [
        NumberMistake(
          "one-step-too-many", "As many steps as workers were counted.",
          "A worker has its own block already: one step less.", value(workers * block)),
        NumberMistake(
          "one-step-counted", "One step was counted.",
          "There are as many steps as other workers.", value(block)),
        NumberMistake(
          "all-workers-counted", "The bytes of all workers were counted.",
          "Asked is what one worker sends.", value(workers * (workers - 1) * block)),
        NumberMistake(
          "cache-counts-keys-only", "The values were forgotten.", "Keys and values travel.",
          value((workers - 1) * keys * keyDimension * bytes)),
        NumberMistake(
          "numbers-instead-of-bytes", "Numbers were counted, not bytes.",
          "Each number takes several bytes.", value((workers - 1) * block / bytes)),
      ])
  }
}

/// What a worker knows after looking at its keys.
private struct WorkerState {
  let largest: Double
  let sum: Double
  let mixed: [Double]

  init(_ scores: [Double], _ value: Value, largest: Double? = nil) {
    let largest = largest ?? scores.max() ?? 0
    let powers = scores.map { exp($0 - largest) }
    self.largest = largest
    sum = powers.reduce(0, +)
    mixed = (0..<value.shape[1]).map { c in
      powers.indices.reduce(0) { $0 + powers[$1] * value.numbers[$1 * value.shape[1] + c] }
    }
  }

  func values(_ name: String) -> [Value] {
    [
      Value(name + "_max", largest), Value(name + "_sum", sum), Value(name + "_mixed", mixed),
    ]
  }
}
