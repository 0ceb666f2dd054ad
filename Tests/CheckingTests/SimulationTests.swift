// SPDX-License-Identifier: MIT

import AttentionEngine
import Foundation
import Tensors
import TestSupport
import Testing

@testable import Checking

/// The promise of `attn check`, over all ways of rounding, 1 to 4 decimals, and every kind of sheet.
///
/// An honest hand calculation is never called wrong; one mistake is found at its step, under its name, and
/// charged once.
///
/// `ATTN_SHEETS=20` makes twenty times as many sheets, for a long run.
@Suite struct SimulationTests {
  static let factor = ProcessInfo.processInfo.environment["ATTN_SHEETS"].flatMap(Int.init) ?? 1

  // MARK: - Honest learners

  /// Seven families of 300 sheets.
  @Test(arguments: SampleProblems.Family.allCases)
  func `an honest sheet is never called wrong`(_ family: SampleProblems.Family) throws {
    var count = 0
    var verdicts: [Verdict: Int] = [:]
    var trees: [Bool: TreeStore] = [:]
    for round in 0..<(15 * Self.factor) {
      var samples = SampleProblems(seed: UInt64(round) * 31 + UInt64(family.rawValue.count))
      samples.usesIntegers = round % 3 == 2
      let problem = samples.problem(family)
      for decimals in 1...4 {
        let trace = try WorksheetPlan.trace(problem, decimals: decimals)
        let isOpen = trace.place(of: .exponentials) != nil
        let store = TreeStore(trace, sharing: trees[isOpen])
        trees[isOpen] = store
        for way in SimulatedLearner.Way.allCases {
          var learner = SimulatedLearner(way: way, decimals: decimals)
          learner.takesOff = SimulatedLearner.TakesOff.allCases[(round + decimals) % 3]
          learner.leavesZerosOff = round % 2 == 0
          if round % 4 == 3, way != .truncating, way != .scratchPaper {
            learner.skipped = [[.query, .scaledScores, .maskedScores, .rowSums][round / 4 % 4]]
          }
          let marked = SheetJudge.judge(
            learner.fill(trace, trees: store), store, decimals: decimals)
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
    #expect(count >= 300)
    let summary = verdicts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key.rawValue)" }
    print("honest \(family): \(count) sheets, steps: \(summary.joined(separator: ", "))")
  }

  // MARK: - One mistake a sheet

  struct Tally {
    var sheets = 0
    var atStep = 0
    var named = 0
    var follow = 0
    var withinRounding = 0
    var remarks: [String: Int] = [:]

    mutating func remark(_ text: String) { remarks[text, default: 0] += 1 }
  }

  /// Seven families, a variant for each number of decimals, every mistake of every step by one learner or two.
  @Test(arguments: SampleProblems.Family.allCases)
  func `a mistake is found at its step, named, and charged once`(
    _ family: SampleProblems.Family
  ) throws {
    var tally = Tally()
    for round in 0..<Self.factor {
      for decimals in 1...4 {
        var samples = SampleProblems(seed: UInt64(40 + round))
        let variant = try Variant(
          of: samples.problem(family), seed: UInt64(round * 4 + decimals), decimals: decimals)
        let trace = try WorksheetPlan.trace(variant.problem, decimals: decimals)
        expectPleasant(variant, trace)
        inject(into: variant, trace, decimals, round, &tally)
      }
    }
    let percent = { (part: Int, whole: Int) in
      String(format: "%.1f %%", 100 * Double(part) / Double(max(1, whole)))
    }
    let remarks = tally.remarks.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    print(
      "mistakes \(family): \(tally.sheets) sheets, "
        + "\(percent(tally.atStep, tally.sheets)) at the right step, "
        + "\(percent(tally.named, tally.atStep)) named exactly, \(tally.follow) later steps follow; "
        + "\(tally.withinRounding) more within rounding; \(remarks)")
    #expect(tally.sheets >= (family == .operands ? 240 : 360))
    #expect(Double(tally.atStep) >= 0.97 * Double(tally.sheets))
    #expect(Double(tally.named) >= 0.95 * Double(tally.atStep))
    #expect(tally.follow >= tally.sheets)
  }

  /// Numbers are pleasant, calm, and tell mistakes apart.
  private func expectPleasant(_ variant: Variant, _ trace: Trace) {
    let drawn = variant.problem
    for tensor in [drawn.input, drawn.query, drawn.projections.key, drawn.value] {
      for number in tensor?.doubles ?? [] {
        #expect(abs(number * 10 - (number * 10).rounded()) < 1e-9, "\(number) has one decimal")
      }
    }
    let scores = (trace[.maskedScores]?.doubles ?? []).filter(\.isFinite)
    #expect(!scores.isEmpty && scores.allSatisfy { abs($0) <= Variant.largestScore })
    let pairs = variant.inseparable.map(\.description)
    #expect(Set(pairs).count == pairs.count)
    #expect(pairs.contains("scaled-by-key-dimension and scaled-twice at scaled_scores"))
  }

  private func inject(
    into variant: Variant, _ trace: Trace, _ decimals: Int, _ round: Int, _ tally: inout Tally
  ) {
    let trees = TreeStore(trace)
    let stages = WorksheetPlan.stages(of: trace)
    var number = round + decimals
    for stage in stages {
      for alternative in trace.alternatives(at: stage)
      where Set(alternative.mistake.onlyWithout).isDisjoint(with: stages) {
        number += 1
        for offset in number.isMultiple(of: 2) ? [0, 2] : [0] {
          let ways = SimulatedLearner.Way.allCases
          let way = ways[(number + offset) % ways.count]
          let learner = SimulatedLearner(way: way, decimals: decimals)
          guard
            let sheet = learner.fill(trace, trees: trees, making: alternative, at: stage)
          else { continue }
          guard !sheet.isWithinRounding else {
            tally.withinRounding += 1
            continue
          }
          let marked = SheetJudge.judge(sheet.steps, trees, decimals: decimals)
          let allowed = Self.inseparable(alternative.mistake.id, at: stage, variant)
          count(
            marked, alternative.mistake.id, allowed, stage, "\(learner.way) \(decimals)", &tally)
        }
      }
    }
  }

  /// The mistakes a report may name beside one: the pairs the variant lists, and slips of the pen that
  /// look the same.
  private static func inseparable(
    _ id: String, at stage: StageID, _ variant: Variant
  ) -> Set<String> {
    let pairs = variant.inseparable.filter {
      $0.step == stage && $0.other != nil && ($0.mistake == id || $0.other == id)
    }.flatMap { [$0.mistake, $0.other ?? ""] }
    let slips = InseparableMistakes.always.filter { $0.ids.contains("cells-swapped") }
      .filter { $0.ids.contains(id) }.flatMap(\.ids)
    return Set(pairs + slips + [id])
  }

  private func count(
    _ marked: MarkedSheet, _ id: String, _ allowed: Set<String>, _ stage: StageID, _ who: String,
    _ tally: inout Tally
  ) {
    tally.sheets += 1
    guard let first = marked.firstWrong, first.stage == stage else {
      tally.remark("\(id) at \(stage) missed, \(who)")
      return
    }
    tally.atStep += 1
    let names = Set(first.mistakes.map(\.id))
    if names.contains(id) && names.isSubset(of: allowed) {
      tally.named += 1
    } else {
      tally.remark("\(id) at \(stage) called \(names.sorted()), \(who)")
    }
    for step in marked.steps.drop(while: { $0.stage != stage }).dropFirst() {
      if step.verdict == .follows { tally.follow += 1 }
      #expect(step.verdict != .wrong, "\(id) at \(stage) charged again at \(step.stage), \(who)")
      let isFarOff = step.cells.contains { cell in
        let truly = marked.trace.value(
          at: marked.trace.place(of: step.stage) ?? 0, cell: cell.cell)
        return cell.typed.map { abs($0.value - truly) > 20 * unit(marked.decimals) } ?? false
      }
      // Exponentials are right up to a factor, so they may be far off and right.
      if isFarOff && step.stage != .exponentials && step.stage != .rowSums {
        #expect(
          step.verdict == .follows, "\(id) at \(stage): \(step.stage) \(step.verdict), \(who)")
      }
    }
  }
}
