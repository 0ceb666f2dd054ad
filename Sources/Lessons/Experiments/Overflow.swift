// SPDX-License-Identifier: MIT

import AttentionEngine
import Display

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Softmax in float32 as the formula says it, and with the maximum subtracted first.
struct Overflow: Experiment {
  let name = "overflow"
  let summary = "Where softmax in float32 becomes inf and nan unless the maximum is subtracted."
  let settings: [ExperimentSetting] = [
    .list(
      "largest", [1, 10, 50, 88, 89, 100, 1000, -50, -104, -1000], -1e30...1e30, counts: 1...16,
      "the largest of the scores, row by row"),
    .list(
      "below", [0, 1, 2], 0...1000, counts: 1...6, "how far each score lies below the largest"),
  ]

  func blocks(_ settings: ExperimentSettings, problem: () throws -> Problem) throws -> [Block] {
    let below = settings.list("below").map { Float($0) }
    var rows: [[Text]] = []
    for largest in settings.list("largest").map({ Float($0) }) {
      let scores = below.map { largest - $0 }
      let exponentials = scores.map { expf($0) }
      let sum = exponentials.reduce(0, +)
      let most = scores.max() ?? 0
      let shifted = scores.map { expf($0 - most) }
      let shiftedSum = shifted.reduce(0, +)
      rows.append([
        Text(scores.map { NumberFormat.shortest(Double($0)) }.joined(separator: "  ")),
        Text(Self.scientific(sum)), Text(Self.list(exponentials.map { $0 / sum })),
        Text(Self.list(shifted.map { $0 / shiftedSum })),
      ])
    }
    let table = Table(
      header: ["scores", "sum of e^s", "e^s / sum", "with the maximum subtracted"], rows: rows,
      alignments: [.left, .right, .left, .left])
    return [.table(table), .paragraph(Self.limits)]
  }

  private static func scientific(_ number: Float) -> String {
    let size = number.magnitude
    if number.isFinite, size == 0 || (0.01..<10_000).contains(size) {
      return NumberFormat(decimals: 3, notation: .trimmed).string(Double(number))
    }
    return NumberFormat(decimals: 2, notation: .scientific).string(Double(number))
  }

  private static func list(_ numbers: [Float]) -> String {
    numbers.map { NumberFormat(decimals: 3).string(Double($0)) }.joined(separator: "  ")
  }

  /// The largest score whose exponential is a number, found by halving.
  static var limits: Text {
    let single = edge(of: Float.self) { expf($0).isFinite }
    let double = edge(of: Double.self) { exp($0).isFinite }
    let format = NumberFormat(decimals: 4)
    return Text(
      "The largest score with a finite exponential is \(format.string(Double(single))) in float32 "
        + "and \(format.string(double)) in float64. Their largest numbers are "
        + NumberFormat(decimals: 2, notation: .scientific)
        .string(Double(Float.greatestFiniteMagnitude)) + " and "
        + NumberFormat(decimals: 2, notation: .scientific).string(.greatestFiniteMagnitude) + ".")
  }

  private static func edge<Number: BinaryFloatingPoint>(
    of type: Number.Type, _ isFine: (Number) -> Bool
  ) -> Number {
    var (low, high): (Number, Number) = (0, 2000)
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if isFine(middle) { low = middle } else { high = middle }
    }
    return low
  }
}
