// SPDX-License-Identifier: MIT

import ExerciseHarness
import Glibc

extension TaskCase {
  /// Adds mistakes of the catalogue that are no other operation but another idea of the step: everything
  /// to the largest, nothing shared out.
  ///
  /// Needs matrices called `scaled_scores` or `masked_scores`, `weights` and `head_output` among the answers
  /// and `value` among the inputs; what is not there is left out.
  func explainedAsAttention() -> TaskCase {
    var more: [Explanation] = []
    if let scores = expected("masked_scores") ?? expected("scaled_scores"),
      let weights = expected("weights")
    {
      more += Self.weightMistakes(scores, weights)
    }
    if let weights = expected("weights"), let value = inputs.first(where: { $0.name == "value" }) {
      more += Self.outputMistakes(weights, value)
    }
    return explained(by: more)
  }

  private func expected(_ name: String) -> Value? {
    expected.first { $0.name == name && $0.value.shape.count == 2 }?.value
  }

  private static func weightMistakes(_ scores: Value, _ weights: Value) -> [Explanation] {
    let (rowCount, width) = (scores.shape[0], scores.shape[1])
    func byRow(_ change: ([Double]) -> [Double]) -> Value {
      let rows = (0..<rowCount).map {
        change(Array(scores.numbers[($0 * width)..<(($0 + 1) * width)]))
      }
      return Value(name: "weights", shape: weights.shape, numbers: rows.flatMap { $0 })
    }
    return [
      Explanation(
        "hardmax", "The largest score got all the weight.",
        remedy: "A softmax is soft: every visible key gets a share.",
        gives: byRow { row in row.map { $0 == row.max() ? 1 : 0 } }),
      Explanation(
        "sigmoid-per-cell", "A sigmoid was applied to every cell.",
        remedy: "Divide the exponentials of a row by their sum.",
        gives: byRow { row in row.map { 1 / (1 + exp(-$0)) } }),
      Explanation(
        "softmax-plus-one", "1 was added to the sum of the row.",
        remedy: "The sum has one exponential for each key, and nothing else.",
        gives: byRow { row in
          let largest = row.max() ?? 0
          let sum = row.reduce(1) { $0 + exp($1 - largest) }
          return row.map { exp($0 - largest) / sum }
        }),
      Explanation(
        "softmax-plus-one", "1 was added to the sum of the row.",
        remedy: "The sum has one exponential for each key, and nothing else.",
        gives: byRow { row in
          let sum = row.reduce(1) { $0 + exp($1) }
          return row.map { exp($0) / sum }
        }),
    ]
  }

  private static func outputMistakes(_ weights: Value, _ value: Value) -> [Explanation] {
    let (rowCount, keyCount) = (weights.shape[0], weights.shape[1])
    let width = value.shape[1]
    func mixed(_ share: (_ row: [Double], _ key: Int) -> Double) -> Value {
      var numbers: [Double] = []
      for i in 0..<rowCount {
        let row = Array(weights.numbers[(i * keyCount)..<((i + 1) * keyCount)])
        for c in 0..<width {
          numbers.append(
            (0..<keyCount).reduce(0) { $0 + share(row, $1) * value.numbers[$1 * width + c] })
        }
      }
      return Value(name: "head_output", shape: [rowCount, width], numbers: numbers)
    }
    return [
      Explanation(
        "weights-ignored", "The plain mean of the values was taken.",
        remedy: "Multiply every value by its weight.",
        gives: mixed { _, _ in 1 / Double(keyCount) }),
      Explanation(
        "weights-ignored", "The values were added up without their weights.",
        remedy: "Multiply every value by its weight.", gives: mixed { _, _ in 1 }),
      Explanation(
        "only-largest-weight", "Only the value with the largest weight was taken.",
        remedy: "Every value takes part, by its weight.",
        gives: mixed { row, key in row[key] == row.max() ? 1 : 0 }),
    ]
  }
}
