// SPDX-License-Identifier: MIT

import ExerciseHarness
import Glibc

extension Exercise {
  /// Lesson 12.
  static let onlineSoftmax = Exercise(
    "12-online-softmax", "OnlineSoftmaxExercise", "The softmax in one pass",
    [
      ExerciseTask("updated", .fewLines, "one more score") { draw in
        let first = updated(largest: -.infinity, sum: 0, score: draw.number())
        let later = [-0.75, 0.5, 1.25, -2, 2].map { step in
          let largest = draw.number()
          return updated(largest: largest, sum: 1.5 + abs(draw.number()), score: largest + step)
        }
        return later + [first, updated(largest: 1000, sum: 2.5, score: 1001)]
      },
      ExerciseTask("onePass", .think, "attention of one query, tile by tile") { draw in
        [(7, 3, 2), (7, 3, 2), (5, 2, 5), (11, 5, 3), (3, 7, 1)].map { keys, width, tile in
          onePass(draw.numbers(keys), draw.matrix("value", keys, width), tile: tile)
        }
      },
    ])

  private static func updated(largest: Double, sum: Double, score: Double) -> TaskCase {
    let new = max(largest, score)
    func answer(_ largest: Double, _ sum: Double) -> [Value] {
      [Value("row_max", largest), Value("row_sum", sum)]
    }
    return TaskCase(
      [Value("largest", largest), Value("sum", sum), Value("score", score)],
      Value("row_max", new), Value("row_sum", sum * exp(largest - new) + exp(score - new)),
      mistakes: [
        NumberMistake(
          "running-sum-not-rescaled", "The old sum was kept although a larger score came.",
          "Multiply it by exp(old largest − new largest).",
          answer(new, sum + exp(score - new))),
        NumberMistake(
          "rescaled-the-wrong-way", "The old sum was multiplied by exp(new − old).",
          "The correction is never above 1: exp(old largest − new largest).",
          answer(new, sum * exp(new - largest) + exp(score - new))),
        NumberMistake(
          "old-maximum-used", "The new score was compared with the old largest one.",
          "Take off the new largest score.",
          answer(new, sum * exp(largest - new) + exp(score - largest))),
        NumberMistake(
          "new-score-forgotten", "The new score is missing from the sum.",
          "Add exp(score − new largest).", answer(new, sum * exp(largest - new))),
        NumberMistake(
          "maximum-not-updated", "The largest score stayed what it was.",
          "It is the larger one of both.",
          answer(largest, sum + exp(score - largest))),
      ])
  }

  private static func onePass(_ scores: [Double], _ value: Value, tile: Int) -> TaskCase {
    func answer(_ pass: TiledPass) -> [Value] {
      [
        Value("row_max", pass.largest), Value("row_sum", pass.sum),
        Value("head_output", pass.output),
      ]
    }
    let right = answer(TiledPass(scores, value, tile: tile))
    return TaskCase(
      [Value("scores", scores), value, Value("tile_size", tile)], right[0], right[1], right[2],
      mistakes: [
        NumberMistake(
          "running-sum-not-rescaled", "The sum of earlier tiles was not corrected.",
          "Multiply it by exp(old largest − new largest) at each tile.",
          answer(TiledPass(scores, value, tile: tile, correctsSum: false))),
        NumberMistake(
          "output-not-rescaled", "The output of earlier tiles was not corrected.",
          "It was mixed with the old largest score: correct it like the sum.",
          answer(TiledPass(scores, value, tile: tile, correctsOutput: false))),
        NumberMistake(
          "last-tile-dropped", "The keys of the last, smaller tile are missing.",
          "The last tile ends where the scores end.",
          answer(
            TiledPass(
              Array(scores.prefix(scores.count / tile * tile)), value, tile: tile))),
        NumberMistake(
          "not-normalised", "The output was not divided by the sum.",
          "At the end divide once.",
          answer(TiledPass(scores, value, tile: tile, divides: false))),
      ])
  }
}

/// A pass over tiles, right or wrong.
private struct TiledPass {
  var largest = -Double.infinity
  var sum = 0.0
  var output: [Double]

  init(
    _ scores: [Double], _ value: Value, tile: Int, correctsSum: Bool = true,
    correctsOutput: Bool = true, divides: Bool = true
  ) {
    output = [Double](repeating: 0, count: value.shape[1])
    for start in stride(from: 0, to: scores.count, by: tile) {
      let places = start..<min(start + tile, scores.count)
      let new = max(largest, scores[places].max() ?? -.infinity)
      let correction = exp(largest - new)
      if correctsSum { sum *= correction }
      if correctsOutput { output = output.map { $0 * correction } }
      for j in places {
        let power = exp(scores[j] - new)
        sum += power
        for (c, number) in value.row(j).enumerated() { output[c] += power * number }
      }
      largest = new
    }
    if divides { output = output.map { [sum] in $0 / sum } }
  }
}
