// SPDX-License-Identifier: MIT

import Display
import Testing

@testable import Lessons

/// The experiments measure what theory says, and the same each time.
struct ExperimentTests {
  private func text(_ words: String) throws -> String {
    try TestCourse("```attn measure \(words)\n```").text()
  }

  @Test func `the same seed gives the same numbers, another seed others`() throws {
    let words = "score-spread --dimensions 3,5,7"
    #expect(try text(words) == text(words + " --seed 1"))
    #expect(try text(words) != text(words + " --seed 2"))
  }

  @Test func `scores spread as the root of d_k and scaling takes that back`() throws {
    var draws = SeededDraws(seed: 3)
    let numbers = (0..<20_000).map { _ in draws.standard() }
    let mean = numbers.reduce(0, +) / 20_000
    let variance = numbers.reduce(0) { $0 + $1 * $1 } / 20_000
    // Standard errors: 1/√n for the mean, √((9/5 − 1)/n) for the variance; five of each.
    #expect(mean.magnitude < 5 / 20_000.0.squareRoot())
    #expect((variance - 1).magnitude < 5 * (0.8 / 20_000).squareRoot())

    let settings = try ExperimentSettings([:], of: ScoreSpread())
    let blocks = try ScoreSpread().blocks(settings) { throw ExperimentError(description: "") }
    guard case .plot(let plot) = blocks[1] else {
      Issue.record("no plot")
      return
    }
    for (place, dimension) in plot.horizontal.positions.enumerated() {
      let raw = plot.series[0].values[place] / dimension.squareRoot()
      // 48 queries share their keys' spread: about 48 independent looks at the variance.
      #expect((raw - 1).magnitude < 0.25, "d_k \(dimension): \(raw)")
      #expect((plot.series[1].values[place] - raw).magnitude < 1e-12)
    }
  }

  @Test func `numbers of a softmax`() {
    let even = SoftmaxNumbers([7, 7, 7, 7])
    #expect(even.weights == [0.25, 0.25, 0.25, 0.25])
    #expect(even.entropy == 2)
    // Each of 4 diagonal slopes is 3/16, each of 12 others −1/16.
    #expect((even.gradient - (4.0 * 9 / 256 + 12.0 / 256).squareRoot()).magnitude < 1e-15)
    let sharp = SoftmaxNumbers([1000, 0])
    #expect(sharp.largest == 1 && sharp.entropy == 0 && sharp.gradient == 0)
  }

  @Test func `overflow begins where float32 ends`() throws {
    let text = try text("overflow --largest 88,89,-1000 --below 0")
    let rows = text.split(separator: "\n").map(String.init)
    #expect(rows.contains { $0.hasPrefix("88 ") && $0.contains("1.000") && !$0.contains("nan") })
    #expect(rows.contains { $0.hasPrefix("89 ") && $0.contains("+inf") && $0.contains("nan") })
    #expect(rows.contains { $0.hasPrefix("-1000 ") && $0.contains(" 0 ") && $0.contains("nan") })
    #expect(text.contains("88.7228") && text.contains("709.7827"), "\(text)")
  }

  @Test func `temperature flattens`() throws {
    let text = try text("softmax-temperature --scores 1,0 --temperatures 0.001,1000")
    #expect(text.contains("T=0.001 │ 1.000*     0"), "\(text)")
    #expect(text.contains("T=1000  │ 0.500* 0.500"), "\(text)")
  }

  @Test func `attention is blind to order until something tells it`() throws {
    #expect(try text("order-blindness").contains("ok    Each row"))
    #expect(try text("order-blindness --order 1,2,0").contains("moved with its word"))
    let masked = try text("order-blindness --problem causal.yaml")
    #expect(masked.contains("Something here sees the order"), "\(masked)")
  }
}
