// SPDX-License-Identifier: MIT

import AttentionEngine
import Foundation
import Tensors
import TestSupport
import Testing

@testable import Checking

/// One mistake on an otherwise honest sheet is found at its step, under its name, and costs once.
@Suite struct SlipTests {
  struct Tally {
    var sheets = 0
    var atStep = 0
    var named = 0
    var uniquely = 0
    var laterWrong = 0
    var charged: [String: Int] = [:]
    var missed: [String: Int] = [:]
    var misnamed: [String: Int] = [:]
  }

  /// With those of `VariantTests` more than three thousand.
  static let sheetCount = 1500

  @Test func `a mistake is found at its step and named`() throws {
    var tally = Tally()
    var round = 0
    while tally.sheets < Self.sheetCount * HonestLearnerTests.factor {
      defer { round += 1 }
      for (index, family) in SampleProblems.Family.allCases.enumerated() {
        var samples = SampleProblems(seed: UInt64(round) * 97 + UInt64(family.rawValue.count))
        let problem = samples.problem(family)
        let decimals = 2 + (index + round) % 2
        let trace = try WorksheetPlan.trace(problem, decimals: decimals)
        try inject(into: trace, decimals, round, &tally, family)
      }
    }
    let percent = { (part: Int, whole: Int) in
      String(format: "%.1f %%", 100 * Double(part) / Double(max(1, whole)))
    }
    print(
      "slips: \(tally.sheets) sheets, \(percent(tally.atStep, tally.sheets)) at the right step, "
        + "\(percent(tally.named, tally.atStep)) named, of all \(percent(tally.uniquely, tally.atStep)) "
        + "with one name; later steps charged again on \(tally.laterWrong)")
    print(
      "slips missed: \(tally.missed), not named: \(tally.misnamed), charged twice: \(tally.charged)"
    )
    #expect(tally.sheets >= Self.sheetCount)
    #expect(Double(tally.atStep) >= 0.97 * Double(tally.sheets))
    #expect(Double(tally.named) >= 0.97 * Double(tally.atStep))
    #expect(tally.laterWrong == 0)
  }

  private func inject(
    into trace: Trace, _ decimals: Int, _ round: Int, _ tally: inout Tally,
    _ family: SampleProblems.Family
  ) throws {
    let trees = TreeStore(trace)
    let ways = SimulatedLearner.Way.allCases
    for (index, stage) in WorksheetPlan.stages(of: trace).enumerated() {
      for (number, alternative) in trace.alternatives(at: stage).enumerated() {
        let way = ways[(index + number + round) % 3]
        let learner = SimulatedLearner(way: way, decimals: decimals)
        guard let steps = learner.fill(trace, trees: trees, making: alternative, at: stage) else {
          continue
        }
        let marked = SheetJudge.judge(steps, trees, decimals: decimals)
        tally.sheets += 1
        let id = alternative.mistake.id
        guard let first = marked.firstWrong, first.stage == stage else {
          tally.missed["\(id) \(family)", default: 0] += 1
          continue
        }
        tally.atStep += 1
        let names = first.mistakes.map(\.id)
        if names.contains(id) { tally.named += 1 } else { tally.misnamed[id, default: 0] += 1 }
        if names == [id] { tally.uniquely += 1 }
        if marked.steps.count(where: { $0.verdict == .wrong }) > 1 {
          tally.laterWrong += 1
          let later = marked.steps.filter { $0.verdict == .wrong }.map(\.stage.rawValue)
          tally.charged["\(id): \(later.joined(separator: " "))", default: 0] += 1
        }
      }
    }
  }
}
