// SPDX-License-Identifier: MIT

import AttentionEngine
import Display

/// One row of scores, divided by several temperatures before the softmax.
struct SoftmaxTemperature: Experiment {
  let name = "softmax-temperature"
  let summary = "The shares of a few scores at several temperatures."
  let settings: [ExperimentSetting] = [
    .list("scores", [2, 1, 0, -1], -1000...1000, counts: 2...Plot.mostSeries, "the scores"),
    .list(
      "temperatures", [0.25, 0.5, 1, 2, 4, 8], 0.001...1000, counts: 2...12,
      "what the scores are divided by, ascending"),
  ]

  func blocks(_ settings: ExperimentSettings, problem: () throws -> Problem) throws -> [Block] {
    let (scores, temperatures) = (settings.list("scores"), settings.list("temperatures"))
    guard zip(temperatures, temperatures.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw ExperimentError(description: "--temperatures must ascend")
    }
    let rows = temperatures.map { temperature in SoftmaxNumbers(scores.map { $0 / temperature }) }
    let names = scores.map { "score \(NumberFormat.shortest($0))" }
    let plot = Plot(
      horizontal: .init("temperature", temperatures, isLogarithmic: true),
      vertical: .init("share"),
      series: names.indices.map { column in
        Plot.Series(names[column], rows.map { $0.weights[column] })
      })
    let view = MatrixView(
      rowCount: rows.count, columnCount: scores.count, values: rows.flatMap(\.weights),
      kind: .probability, rowLabels: temperatures.map { "T=\(NumberFormat.shortest($0))" },
      columnLabels: scores.map { NumberFormat.shortest($0) }, rowAxis: "temperature",
      columnAxis: "score", title: "softmax(s / T)", decimals: 3)
    return [.matrix(view), .plot(plot)]
  }
}
