// SPDX-License-Identifier: MIT

import AttentionEngine
import Foundation
import Tensors
import TestSupport
import Testing

@testable import Checking

/// Variants: pleasant numbers, the same for the same seed, that tell mistakes apart.
@Suite struct VariantTests {
  @Test func `the same seed gives the same numbers, another seed others`() throws {
    var samples = SampleProblems(seed: 5)
    let problem = samples.problem(.causal)
    let first = try Variant(of: problem, seed: 17, decimals: 2)
    let again = try Variant(of: problem, seed: 17, decimals: 2)
    let other = try Variant(of: problem, seed: 18, decimals: 2)
    let numbers = { (variant: Variant) in variant.problem.input?.doubles ?? [] }
    #expect(numbers(first) == numbers(again))
    #expect(numbers(first) != numbers(other))
    #expect(first.problem.input?.shape == problem.input?.shape)
  }

  @Test(arguments: SampleProblems.Family.allCases)
  func `numbers are pleasant, calm, and tell mistakes apart`(
    _ family: SampleProblems.Family
  ) throws {
    var samples = SampleProblems(seed: 6)
    let problem = samples.problem(family)
    for seed in 0..<4 {
      let variant = try Variant(of: problem, seed: UInt64(seed), decimals: 2)
      let drawn = variant.problem
      for tensor in [drawn.input, drawn.query, drawn.projections.key, drawn.value] {
        for number in tensor?.doubles ?? [] {
          #expect(abs(number * 10 - (number * 10).rounded()) < 1e-9, "\(number) has one decimal")
        }
      }
      let trace = try WorksheetPlan.trace(drawn, decimals: 2)
      let scores = try #require(trace[.maskedScores]).doubles.filter(\.isFinite)
      #expect(scores.allSatisfy { abs($0) <= Variant.largestScore })
      let pairs = variant.inseparable.map(\.description)
      #expect(Set(pairs).count == pairs.count)
      #expect(pairs.contains("scaled-by-key-dimension and scaled-twice at scaled_scores"))
      #expect(!pairs.contains { $0.contains("softmax-over-columns and") })
    }
  }

  /// One mistake a sheet, on generated variants: the rates that are promised.
  @Test func `mistakes on variants are found and named`() throws {
    var (sheets, atStep, named, charged) = (0, 0, 0, 0)
    var missed: [String: Int] = [:]
    var seed = 0
    while sheets < SlipTests.sheetCount * HonestLearnerTests.factor {
      defer { seed += 1 }
      for (index, family) in SampleProblems.Family.allCases.enumerated() {
        var samples = SampleProblems(seed: 40)
        let decimals = 2 + (seed + index) % 2
        let variant = try Variant(
          of: samples.problem(family), seed: UInt64(seed), decimals: decimals)
        let trace = try WorksheetPlan.trace(variant.problem, decimals: decimals)
        let trees = TreeStore(trace)
        for stage in WorksheetPlan.stages(of: trace) {
          for (number, alternative) in trace.alternatives(at: stage).enumerated() {
            let id = alternative.mistake.id
            let shows = !variant.inseparable.contains {
              $0.step == stage && $0.mistake == id && $0.other == nil
            }
            let learner = SimulatedLearner(
              way: SimulatedLearner.Way.allCases[(number + seed) % 3], decimals: decimals)
            guard shows,
              let steps = learner.fill(trace, trees: trees, making: alternative, at: stage)
            else {
              continue
            }
            let allowed = variant.inseparable.filter {
              $0.step == stage && $0.other != nil && ($0.mistake == id || $0.other == id)
            }
            let pair = Set(allowed.flatMap { [$0.mistake, $0.other ?? ""] } + [id])
            let marked = SheetJudge.judge(steps, trees, decimals: decimals)
            sheets += 1
            guard let first = marked.firstWrong, first.stage == stage else {
              missed["\(id) missed", default: 0] += 1
              continue
            }
            atStep += 1
            let names = Set(first.mistakes.map(\.id))
            if names.contains(id) && names.isSubset(of: pair) {
              named += 1
            } else {
              missed["\(id) called \(names.sorted())", default: 0] += 1
            }
            if marked.steps.count(where: { $0.verdict == .wrong }) > 1 {
              charged += 1
              missed["\(id) at \(stage) charged again", default: 0] += 1
            }
          }
        }
      }
    }
    let percent = { (part: Int, whole: Int) in
      String(format: "%.1f %%", 100 * Double(part) / Double(max(1, whole)))
    }
    print(
      "variants: \(sheets) sheets with one mistake, \(percent(atStep, sheets)) at the right step, "
        + "\(percent(named, atStep)) named exactly; later steps charged again: \(charged); \(missed)"
    )
    #expect(sheets >= SlipTests.sheetCount)
    #expect(Double(atStep) >= 0.97 * Double(sheets))
    #expect(Double(named) >= 0.95 * Double(atStep))
    #expect(charged == 0)
  }

  @Test func `a problem that gives only weights has nothing to draw`() {
    var problem = Problem()
    problem.weights = .float64(Tensor(axes: [Axis("row", 1), Axis("column", 1)], scalars: [1.0]))
    #expect(throws: VariantError.self) { try Variant(of: problem, seed: 1, decimals: 2) }
  }
}
