// SPDX-License-Identifier: MIT

import ExerciseHarness

extension Exercise {
  /// Lesson 05.
  static let whySqrt = Exercise(
    "05-why-sqrt-dk", "WhySqrtExercise", "Why the scores are divided by √d_k",
    [
      ExerciseTask("variance", .fewLines, "how far numbers spread") { draw in
        [5, 5, 3, 11].map { variance(draw.numbers($0)) }
      },
      ExerciseTask("slopes", .oneLine, "how much each weight still moves") { draw in
        [3, 3, 5, 7].map { slopes(SoftmaxMistakes.softmax(draw.numbers($0))) }
      },
      ExerciseTask("largestWeights", .think, "the largest weight, without and with the scale") {
        draw in
        [(3, 5), (3, 5), (7, 3), (11, 7)].map { features, keys in
          largestWeights(
            draw.vector("query", features).renumbered { $0 * 2 },
            draw.matrix("key", keys, features))
        }
      },
    ])

  private static func variance(_ numbers: [Double]) -> TaskCase {
    let count = Double(numbers.count)
    let mean = numbers.reduce(0, +) / count
    let squares = numbers.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    func value(_ number: Double) -> Value { Value("variance", number) }
    return TaskCase(
      [Value("numbers", numbers)], value(squares / count),
      mistakes: [
        NumberMistake(
          "variance-of-sample", "Divided by one less than the count.",
          "The mean of the squares: divide by the count.", value(squares / (count - 1))),
        NumberMistake(
          "spread-instead-of-variance", "The root was taken: the standard deviation.",
          "The variance is the square of it.", value((squares / count).squareRoot())),
        NumberMistake(
          "mean-not-subtracted", "The mean was not subtracted.",
          "Square the distances from the mean.",
          value(numbers.map { $0 * $0 }.reduce(0, +) / count)),
        NumberMistake(
          "not-divided-by-count", "The squares were added up and not divided.",
          "Divide by the count.", value(squares)),
      ])
  }

  private static func slopes(_ weights: [Double]) -> TaskCase {
    func value(_ change: (Double) -> Double) -> Value { Value("slopes", weights.map(change)) }
    return TaskCase(
      [Value("weights", weights)], value { $0 * (1 - $0) },
      mistakes: [
        NumberMistake(
          "factor-missing", "The weight itself is missing.", "a·(1 − a), not 1 − a.",
          value { 1 - $0 }),
        NumberMistake(
          "square-instead-of-slope", "The weights were squared.", "a·(1 − a), not a·a.",
          value { $0 * $0 }),
      ])
  }

  private static func largestWeights(_ query: Value, _ key: Value) -> TaskCase {
    let scores = (0..<key.shape[0]).map { j in
      zip(query.numbers, key.row(j)).map { $0 * $1 }.reduce(0, +)
    }
    func largest(_ factor: Double) -> Double {
      SoftmaxMistakes.softmax(scores.map { $0 * factor }).max() ?? 0
    }
    let dimension = Double(query.numbers.count)
    let root = dimension.squareRoot()
    func answer(_ unscaled: Double, _ scaled: Double) -> [Value] {
      [Value("unscaled", largest(unscaled)), Value("scaled", largest(scaled))]
    }
    return TaskCase(
      [query, key], Value("unscaled", largest(1)), Value("scaled", largest(1 / root)),
      mistakes: [
        NumberMistake(
          "no-scaling", "The scores were not scaled.", "Divide them by √d_k.", answer(1, 1)),
        NumberMistake(
          "scaled-by-key-dimension", "The scores were divided by d_k instead of its root.",
          "Divide them by √d_k.", answer(1, 1 / dimension)),
        NumberMistake(
          "multiplied-by-root", "The scores were multiplied by √d_k.", "Divide them.",
          answer(1, root)),
        NumberMistake(
          "scaled-by-wrong-dimension", "The root of the number of keys stood in for √d_k.",
          "d_k counts the features of the query.",
          answer(1, 1 / Double(key.shape[0]).squareRoot())),
        NumberMistake(
          "scaled-after-softmax", "The weight was divided, not the scores.",
          "Divide the scores, then take the softmax.",
          [Value("unscaled", largest(1)), Value("scaled", largest(1) / root)]),
        NumberMistake(
          "answers-exchanged", "The two answers changed places.",
          "The first is without the scale.", answer(1 / root, 1)),
      ])
  }
}
