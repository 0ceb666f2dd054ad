// SPDX-License-Identifier: MIT

import AttentionEngine
import Display

/// How dot products of random vectors spread with d_k, and what that does to a softmax.
///
/// Entries have mean 0 and variance 1, so a dot product of d_k of them has variance d_k.
struct ScoreSpread: Experiment {
  let name = "score-spread"
  let summary =
    "The spread of raw and scaled scores for growing d_k, and what softmax makes of them."
  let settings: [ExperimentSetting] = [
    .whole("seed", 1, 0...1_000_000_000, "other random vectors"),
    .whole("queries", 48, 2...1000, "how many queries are drawn for each d_k"),
    .whole("keys", 16, 2...256, "how many keys each query meets"),
    .list(
      "dimensions", [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024], 1...4096, counts: 2...16,
      isWhole: true, "the values of d_k, ascending"),
  ]

  /// The most products of two entries that are computed, so that a lesson is quick to show.
  private static let mostProducts = 20_000_000

  /// What was measured at one d_k, for raw and for scaled scores.
  private struct Row {
    let dimension: Int
    let raw: Measured
    let scaled: Measured
  }

  private struct Measured {
    var spread = 0.0
    var largest = 0.0
    var entropy = 0.0
    var gradient = 0.0
  }

  func blocks(_ settings: ExperimentSettings, problem: () throws -> Problem) throws -> [Block] {
    let dimensions = settings.list("dimensions").map { Int($0) }
    let (queries, keys) = (settings.whole("queries"), settings.whole("keys"))
    guard zip(dimensions, dimensions.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw ExperimentError(description: "--dimensions must ascend")
    }
    let products = dimensions.reduce(0, +) * queries * (keys + 1)
    guard products <= Self.mostProducts else {
      throw ExperimentError(
        description: "\(products) random numbers are too many for a lesson; at most "
          + "\(Self.mostProducts). Take fewer queries, keys or dimensions")
    }
    var draws = SeededDraws(seed: settings.whole("seed"))
    let rows = dimensions.map { measure($0, queries, keys, &draws) }
    let setUp =
      "For each d_k: \(queries) random queries, each with \(keys) random keys; entries of mean 0 and "
      + "variance 1 (seed \(settings.whole("seed")))."
    return [
      .paragraph(Text(setUp)), .plot(plot(rows)), .table(table(rows)),
      .paragraph(
        Text("spread: standard deviation of the scores. largest: the largest weight, on average. ")
          + Text("entropy: in bits; \(keys) equal weights have ")
          + Text(
            NumberFormat(decimals: 2).string(
              SoftmaxNumbers(Array(repeating: 0, count: keys)).entropy))
          + Text(". gradient: the size of ∂weights/∂scores, on average.")),
    ]
  }

  private func measure(
    _ dimension: Int, _ queries: Int, _ keys: Int, _ draws: inout SeededDraws
  ) -> Row {
    var scores: [[Double]] = []
    for _ in 0..<queries {
      let query = (0..<dimension).map { _ in draws.standard() }
      scores.append(
        (0..<keys).map { _ in
          var sum = 0.0
          for entry in query { sum += entry * draws.standard() }
          return sum
        })
    }
    let root = Double(dimension).squareRoot()
    return Row(
      dimension: dimension, raw: measured(scores),
      scaled: measured(scores.map { $0.map { $0 / root } }))
  }

  private func measured(_ scores: [[Double]]) -> Measured {
    let all = scores.flatMap { $0 }
    let mean = all.reduce(0, +) / Double(all.count)
    let variance = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(all.count)
    var result = Measured(spread: variance.squareRoot())
    let share = 1 / Double(scores.count)
    for row in scores {
      let softmax = SoftmaxNumbers(row)
      result.largest += softmax.largest * share
      result.entropy += softmax.entropy * share
      result.gradient += softmax.gradient * share
    }
    return result
  }

  private func plot(_ rows: [Row]) -> Plot {
    Plot(
      title: "How far scores spread",
      horizontal: .init("d_k", rows.map { Double($0.dimension) }, isLogarithmic: true),
      vertical: .init("standard deviation of the scores"),
      series: [
        .init("raw, q·k", rows.map(\.raw.spread)),
        .init("scaled, q·k/√d_k", rows.map(\.scaled.spread)),
      ])
  }

  private func table(_ rows: [Row]) -> Table {
    let two = NumberFormat(decimals: 2)
    let three = NumberFormat(decimals: 3)
    return Table(
      header: [
        "d_k", "spread raw", "scaled", "largest raw", "scaled", "entropy raw", "scaled",
        "gradient raw", "scaled",
      ],
      rows: rows.map { row in
        let numbers = [
          two.string(row.raw.spread), two.string(row.scaled.spread), two.string(row.raw.largest),
          two.string(row.scaled.largest), two.string(row.raw.entropy),
          two.string(row.scaled.entropy), three.string(row.raw.gradient),
          three.string(row.scaled.gradient),
        ]
        return [Text("\(row.dimension)")] + numbers.map { Text($0) }
      }, alignments: Array(repeating: .right, count: 9))
  }
}
