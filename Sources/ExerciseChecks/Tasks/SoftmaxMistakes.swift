// SPDX-License-Identifier: MIT

import ExerciseHarness
import Glibc

/// What the classic mistakes give for the softmax of one row.
struct SoftmaxMistakes {
  let scores: [Double]

  init(_ scores: [Double]) { self.scores = scores }

  static func softmax(_ scores: [Double]) -> [Double] {
    let largest = scores.max() ?? 0
    let exponentials = scores.map { exp($0 - largest) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { $0 / sum }
  }

  /// The mistakes, as they show at a stage.
  func explanations(stage: String) -> [Explanation] {
    let plain = scores.map { exp($0) }
    let plainSum = plain.reduce(0, +)
    let largest = scores.max() ?? 0
    let shifted = scores.map { exp($0 - largest) }
    let logits = scores.reduce(0, +)
    let shiftedSum = shifted.reduce(0, +)
    func value(_ numbers: [Double]) -> Value { Value(stage, numbers) }
    return [
      Explanation(
        "maximum-not-subtracted", "The largest score was not subtracted; large scores overflow.",
        remedy: "Take the largest score off every score first.",
        gives: value(plain.map { $0 / plainSum })),
      Explanation(
        "not-normalised", "The exponentials were not divided by their sum.",
        remedy: "Divide every exponential by the sum of all.", gives: value(plain)),
      Explanation(
        "not-normalised", "The exponentials were not divided by their sum.",
        remedy: "Divide every exponential by the sum of all.", gives: value(shifted)),
      Explanation(
        "no-exponential", "The scores were divided by their sum, without exponentials.",
        remedy: "Take e to the power of each score first.",
        gives: value(scores.map { $0 / logits })),
      Explanation(
        "divided-by-sum-of-logits", "The exponentials were divided by the sum of the scores.",
        remedy: "Divide by the sum of the exponentials.", gives: value(plain.map { $0 / logits })),
      Explanation(
        "divided-by-sum-of-logits", "The exponentials were divided by the sum of the scores.",
        remedy: "Divide by the sum of the exponentials.", gives: value(shifted.map { $0 / logits })),
      Explanation(
        "wrong-exponential-base", "2 was raised to the scores instead of e.", remedy: "Use exp.",
        gives: value(Self.softmax(scores.map { $0 * log(2) }))),
      Explanation(
        "wrong-exponential-base", "10 was raised to the scores instead of e.", remedy: "Use exp.",
        gives: value(Self.softmax(scores.map { $0 * log(10) }))),
      Explanation(
        "softmax-of-negated-scores", "The sign of the scores was turned.",
        remedy: "Large scores get large shares.", gives: value(Self.softmax(scores.map { -$0 }))),
      Explanation(
        "softmax-twice", "The softmax was applied twice.", remedy: "Apply it once.",
        gives: value(Self.softmax(Self.softmax(scores)))),
      Explanation(
        "softmax-plus-one", "1 was added to the sum.",
        remedy: "The sum has one exponential for each score, and nothing else.",
        gives: value(shifted.map { $0 / (1 + shiftedSum) })),
      Explanation(
        "softmax-plus-one", "1 was added to the sum.",
        remedy: "The sum has one exponential for each score, and nothing else.",
        gives: value(plain.map { $0 / (1 + plainSum) })),
      Explanation(
        "hardmax", "The largest score got everything.",
        remedy: "A softmax is soft: every score gets a share.",
        gives: value(scores.map { $0 == largest ? 1 : 0 })),
      Explanation(
        "sigmoid-per-cell", "A sigmoid was applied to each score.",
        remedy: "The shares of a row depend on each other: divide by their sum.",
        gives: value(scores.map { 1 / (1 + exp(-$0)) })),
    ]
  }
}
