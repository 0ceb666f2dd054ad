// SPDX-License-Identifier: MIT

import AttentionEngine
import Foundation
import TestSupport
import Testing

@testable import Checking

/// The promise: an honest hand calculation is never called wrong.
@Suite struct HonestLearnerTests {
  /// More of them when `ATTN_SHEETS` says so: for a long run in release.
  static let factor = ProcessInfo.processInfo.environment["ATTN_SHEETS"].flatMap(Int.init) ?? 1

  @Test(arguments: SampleProblems.Family.allCases)
  func `is never called wrong`(_ family: SampleProblems.Family) throws {
    var count = 0
    var verdicts: [Verdict: Int] = [:]
    for round in 0..<(15 * Self.factor) {
      var samples = SampleProblems(seed: UInt64(round) * 31 + UInt64(family.rawValue.count))
      samples.usesIntegers = round % 3 == 2
      let problem = samples.problem(family)
      for decimals in 1...4 {
        let trace = try WorksheetPlan.trace(problem, decimals: decimals)
        let trees = TreeStore(trace)
        for way in SimulatedLearner.Way.allCases {
          var learner = SimulatedLearner(way: way, decimals: decimals)
          learner.takesOff = SimulatedLearner.TakesOff.allCases[(round + decimals) % 3]
          learner.leavesZerosOff = round % 2 == 0
          if round % 4 == 3, way != .truncating, way != .scratchPaper {
            learner.skipped = [[.query, .scaledScores, .maskedScores, .rowSums][round / 4 % 4]]
          }
          let marked = SheetJudge.judge(
            learner.fill(trace, trees: trees), trees, decimals: decimals)
          count += 1
          for step in marked.steps { verdicts[step.verdict, default: 0] += 1 }
          let complaint = marked.firstWrong.map { step in
            let cells = step.wrongCells.map { cell in
              "\(cell.cell): typed \(cell.typed?.value ?? .nan) for \(cell.expected)"
            }
            return "\(family) round \(round): \(learner): \(step.stage) \(cells)"
          }
          #expect(complaint == nil)
        }
      }
    }
    let summary = verdicts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key.rawValue)" }
    print("honest \(family): \(count) sheets, steps: \(summary.joined(separator: ", "))")
  }
}
