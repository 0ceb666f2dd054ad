// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors
import TestSupport

/// The traces that golden texts show: every shape and every kind of trouble.
enum TracePictures {
  /// Their names, what they compute, and the stages shown.
  static let all: [(name: String, problem: Problem, stages: [StageID]?)] = [
    ("1x1", self_(1, dimension: 1, heads: 1, labels: ["only"]), nil),
    ("3x5", cross, nil),
    ("8x8 causal", causal, [.maskedScores, .weights, .headOutput]),
    ("a row masked throughout", emptyRow, [.maskedScores, .weights]),
    ("nan and infinities", unusual, [.query, .rawScores, .weights]),
    ("64x64", self_(64, dimension: 3, heads: 1, labels: nil), [.weights]),
    ("12 heads", twelve, [.weights]),
  ]

  /// Labels from strangers: escapes, directions, emoji, Chinese, nothing at all.
  static let hostile = ["\u{1b}[31mred", "注意力机制", "👩‍🔧", "\u{202e}abc", "", "\n", "<b>&|`"]

  private static func numbers(
    _ rows: Int, _ columns: Int, seed: UInt64, heads: Int? = nil
  ) -> AnyTensor {
    var generator = SplitMix64(seed: seed)
    let axes =
      (heads.map { [Axis(.head, $0)] } ?? []) + [Axis("row", rows), Axis("column", columns)]
    // Eighths are exact, so no rounding of a library can change a digit of the inputs.
    let values = (0..<axes.placeCount).map { _ in
      Double(Int.random(in: -16...16, using: &generator)) / 8
    }
    return AnyTensor(Tensor(axes: axes, scalars: values))
  }

  private static func self_(
    _ count: Int, dimension: Int, heads: Int, labels: [String]?
  ) -> Problem {
    var problem = Problem()
    problem.query = numbers(count, dimension, seed: 11, heads: heads)
    problem.key = numbers(count, dimension, seed: 12, heads: heads)
    problem.value = numbers(count, 2, seed: 13, heads: heads)
    problem.queryLabels = labels
    problem.keyLabels = labels
    return problem
  }

  private static var cross: Problem {
    var problem = Problem()
    problem.query = numbers(3, 2, seed: 21)
    problem.key = numbers(5, 2, seed: 22)
    problem.value = numbers(5, 7, seed: 23)
    problem.queryLabels = ["Aufmerksamkeit", "ist", "alles"]
    problem.keyLabels = ["注意力", "就是", "一切", "。", "internationalization"]
    problem.opensSoftmax = true
    return problem
  }

  private static var causal: Problem {
    let labels = hostile + ["the"]
    var problem = self_(8, dimension: 5, heads: 2, labels: labels)
    problem.mask = [.causal(.offsets([0]))]
    return problem
  }

  private static var emptyRow: Problem {
    var problem = self_(3, dimension: 2, heads: 1, labels: ["a", "b", "c"])
    let allowed: [Double] = [1, 0, 1, 0, 0, 0, 1, 1, 1]
    problem.mask = [
      .allow(AnyTensor(Tensor(axes: [Axis("row", 3), Axis("column", 3)], scalars: allowed)))
    ]
    return problem
  }

  private static var unusual: Problem {
    var problem = Problem()
    let query: [Double] = [.nan, 1, .infinity, 0.5, -.infinity, 2, 1e-9, 1e9]
    let axes = [Axis("row", 4), Axis("column", 2)]
    problem.query = AnyTensor(Tensor(axes: axes, scalars: query))
    problem.key = numbers(4, 2, seed: 31)
    problem.value = numbers(4, 3, seed: 32)
    return problem
  }

  private static var twelve: Problem {
    var problem = self_(5, dimension: 3, heads: 12, labels: ["the", "猫", "sat", "🐈", "."])
    problem.mask = [.causal(.offsets([0]))]
    return problem
  }
}
