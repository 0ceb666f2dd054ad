// SPDX-License-Identifier: MIT

import AttentionEngine
import ExerciseHarness
import Glibc

extension Exercise {
  /// Lesson 02.
  static let softmax = Exercise(
    "02-softmax", "SoftmaxExercise", "From scores to shares", usesTools: false,
    [
      ExerciseTask(
        "exponentials", .oneLine,
        "e to the power of each score, the largest score taken off first"
      ) { draw in
        rows(&draw).map { row in
          SoftmaxSteps(row).caseOfExponentials
        }
      },
      ExerciseTask("softmax", .fewLines, "one row of scores as shares that sum to 1") { draw in
        rows(&draw).map { row in SoftmaxSteps(row).caseOfShares }
      },
      ExerciseTask("softmaxOfRows", .fewLines, "every row of a matrix on its own") { draw in
        try matrices(&draw).map { scores in
          var tape = TapeCase()
          let given = tape.give(.scaledScores, scores: scores)
          let masked = try tape.tape.record(.maskedScores, Mask([]), given)
          _ = try tape.tape.record(.weights, Softmax(), masked)
          let result = tape.taskCase([.init("weights", .weights)], inputs: [scores])
          return result.having(shifting(scores))
        }
      },
      ExerciseTask("tempered", .think, "a softmax with a temperature") { draw in
        rows(&draw).map { row in
          let temperature = Double.random(in: 1.5...4, using: &draw)
          return TemperedSteps(row, temperature).taskCase
        }
      },
    ])

  /// Two rows of one length, rows of other lengths, and one of large scores.
  private static func rows(_ draw: inout Draw) -> [TaskCase.Row] {
    let sizes = draw.sizes([3, 5, 7])
    var rows = [sizes[0], sizes[0], sizes[1], sizes[2]].map { size in
      TaskCase.Row(scores: draw.numbers(size).map { $0 - 1 }, trait: .small)
    }
    rows.append(TaskCase.Row(scores: draw.numbers(sizes[1]).map { 1000 + $0 }, trait: nil))
    return rows
  }

  private static func matrices(_ draw: inout Draw) -> [Value] {
    let sizes = draw.sizes([2, 3, 5])
    return [
      draw.matrix("scores", sizes[0], sizes[1]), draw.matrix("scores", sizes[0], sizes[1]),
      draw.matrix("scores", sizes[1], sizes[2]), draw.matrix("scores", 3, 3),
    ]
  }

  /// A softmax does not notice when all scores of a row grow by the same number.
  private static func shifting(_ scores: Value) -> TaskProperty {
    let shifted = Value(
      name: scores.name, shape: scores.shape,
      numbers: scores.numbers.enumerated().map { place, number in
        number + Double(place / scores.shape[1]) * 0.75 - 2
      })
    return TaskProperty(
      sentence: "When all scores of a row grow by the same number, its shares stay.",
      inputs: [shifted]
    ) { first, second in Change.firstDifference(first, second) }
  }
}

extension TaskCase {
  /// Scores of one row.
  struct Row {
    let scores: [Double]
    let trait: Trait?
  }
}

/// The softmax of one row, opened up, and its classic mistakes.
private struct SoftmaxSteps {
  let row: TaskCase.Row
  let largest: Double
  let exponentials: [Double]
  let sum: Double

  init(_ row: TaskCase.Row) {
    self.row = row
    let largest = row.scores.max() ?? 0
    self.largest = largest
    exponentials = row.scores.map { exp($0 - largest) }
    sum = exponentials.reduce(0, +)
  }

  private var inputs: [Value] { [Value("scores", row.scores)] }

  var caseOfExponentials: TaskCase {
    TaskCase(
      inputs: inputs,
      expected: [ExpectedStage(value: Value("exponentials", exponentials))],
      explanations: exponentialMistakes, trait: row.trait)
  }

  private var exponentialMistakes: [Explanation] {
    func explanation(
      _ id: String, _ summary: String, remedy: String, _ change: (Double) -> Double
    ) -> Explanation {
      Explanation(
        id, summary, remedy: remedy, gives: Value("exponentials", row.scores.map(change)))
    }
    return [
      explanation(
        "maximum-not-subtracted", "The largest score was not subtracted.",
        remedy: "Take the largest score off every score first; large scores overflow otherwise."
      ) { exp($0) },
      explanation(
        "maximum-clamped-at-zero", "The number that was subtracted was not allowed to be negative.",
        remedy: "Subtract the largest score itself, also when all are negative."
      ) { exp($0 - max(0, largest)) },
      explanation(
        "wrong-exponential-base", "2 was raised to the scores instead of e.",
        remedy: "Use exp."
      ) { pow(2, $0 - largest) },
      explanation(
        "wrong-exponential-base", "10 was raised to the scores instead of e.",
        remedy: "Use exp."
      ) { pow(10, $0 - largest) },
      explanation(
        "negative-exponent-misread", "The sign of the exponent was turned.",
        remedy: "The score minus the largest one: never above 0."
      ) { exp(largest - $0) },
      explanation(
        "no-exponential", "The largest score was subtracted, but no exponential was taken.",
        remedy: "Take exp of each difference."
      ) { $0 - largest },
    ]
  }

  var caseOfShares: TaskCase {
    TaskCase(
      inputs: inputs,
      expected: [
        ExpectedStage(value: Value("shares", exponentials.map { $0 / sum }), numbers: .shares)
      ], explanations: shareMistakes, trait: row.trait)
  }

  private var shareMistakes: [Explanation] {
    SoftmaxMistakes(row.scores).explanations(stage: "shares")
  }
}

/// A softmax with a temperature, and how it goes wrong.
private struct TemperedSteps {
  let row: TaskCase.Row
  let temperature: Double

  init(_ row: TaskCase.Row, _ temperature: Double) {
    self.row = row
    self.temperature = temperature
  }

  var taskCase: TaskCase {
    let right = SoftmaxMistakes.softmax(row.scores.map { $0 / temperature })
    return TaskCase(
      inputs: [Value("scores", row.scores), Value("temperature", temperature)],
      expected: [ExpectedStage(value: Value("shares", right), numbers: .shares)],
      explanations: own
        + SoftmaxMistakes(row.scores.map { $0 / temperature }).explanations(stage: "shares"),
      trait: row.trait)
  }

  private var own: [Explanation] {
    let plain = SoftmaxMistakes.softmax(row.scores)
    return [
      Explanation(
        "temperature-ignored", "The temperature changes nothing.",
        remedy: "Divide the scores by it before the exponentials.", gives: Value("shares", plain)),
      Explanation(
        "temperature-multiplied", "The scores were multiplied by the temperature.",
        remedy: "A high temperature makes the shares more alike: divide by it.",
        gives: Value("shares", SoftmaxMistakes.softmax(row.scores.map { $0 * temperature }))),
      Explanation(
        "scaled-after-softmax", "The shares were divided by the temperature, not the scores.",
        remedy: "Divide the scores, before the exponentials.",
        gives: Value("shares", plain.map { $0 / temperature })),
    ]
  }
}
