// SPDX-License-Identifier: MIT

import AttentionEngine
import Foundation
import Tensors
import TestSupport
import Testing

@testable import Checking

/// Slips of the pen in one cell, and everything that is right although it looks wrong.
@Suite struct HandSlipTests {
  let trace: Trace
  let learner = SimulatedLearner(way: .halfUp, decimals: 2)

  init() throws {
    var samples = SampleProblems(seed: 11)
    let variant = try Variant(of: samples.problem(.crossAttention), seed: 5, decimals: 2)
    trace = try WorksheetPlan.trace(variant.problem, decimals: 2)
  }

  /// The sheet with some numbers of a stage changed before they are written.
  private func judge(
    _ stage: StageID, _ change: @escaping ([Double], SimulatedLearner.Sheet) -> [Double]
  ) -> MarkedSheet {
    let steps = learner.fill(trace) { current, sheet in
      guard current == stage, let place = trace.place(of: stage) else { return nil }
      let axes = trace.records[place].axes
      return change((0..<axes.placeCount).map { sheet.value(place, cell(at: $0, axes)) }, sheet)
    }
    return SheetJudge.judge(steps, trace, decimals: 2)
  }

  private func names(_ marked: MarkedSheet) -> [String] {
    marked.firstWrong?.mistakes.map(\.id) ?? []
  }

  @Test func `a dropped product and a lost sign are named`() throws {
    let place = try #require(trace.place(of: .rawScores))
    let axes = trace.records[place].axes
    for (sign, id) in [(-1.0, "product-term-dropped"), (-2.0, "product-sign-lost")] {
      var index = 0
      let marked = judge(.rawScores) { right, sheet in
        // A product that is large enough to be missed.
        var changed = right
        for candidate in right.indices {
          guard case .sum(let terms) = trace.arithmetic(at: place, cell: cell(at: candidate, axes))
          else { continue }
          let products: [Double] = terms.map { term in term.evaluate { sheet.value($0, $1) } }
          guard let term = products.first(where: { abs($0) > 0.2 }) else { continue }
          index = candidate
          changed[candidate] += sign * term
          break
        }
        return changed
      }
      #expect(marked.firstWrong?.stage == .rawScores)
      #expect(marked.firstWrong?.wrongCells.map(\.cell) == [cell(at: index, axes)])
      #expect(names(marked).contains(id))
      #expect(marked.steps.count { $0.verdict == .wrong } == 1)
    }
  }

  @Test func `swapped cells are named`() throws {
    let marked = judge(.key) { right, _ in
      // Two cells of different rows and columns that rounding does not make alike.
      let other = (4..<right.count).first { $0 % 3 != 0 && abs(right[$0] - right[0]) > 0.1 }
      var changed = right
      changed.swapAt(0, other ?? 4)
      return changed
    }
    #expect(marked.firstWrong?.stage == .key)
    #expect(names(marked) == ["cells-swapped"])
  }

  @Test func `a moved point and exchanged digits are named`() {
    let expected = Interval(constant: 1.25)
    for (typed, isSlip) in [(12.5, true), (1.52, true), (2.15, true), (1.31, false)] {
      let cell = MarkedCell(
        cell: [0], typed: TypedNumber(value: typed, decimals: 2), verdict: .wrong,
        expected: expected)
      #expect(DigitSlip(cell, decimals: 2).isMiscopied == isSlip, "\(typed)")
    }
  }

  @Test func `no number is 0 with its point moved`() {
    for (typed, expected) in [(0.5, 0.0), (0.5, 0.01), (0.04, 0.0)] {
      let cell = MarkedCell(
        cell: [0], typed: TypedNumber(value: typed, decimals: 2), verdict: .wrong,
        expected: Interval(constant: expected))
      #expect(!DigitSlip(cell, decimals: 2).isMiscopied, "\(typed) for \(expected)")
    }
  }

  @Test func `a scale that was skipped in one row is named`() throws {
    let width = 5
    let marked = judge(.scaledScores) { right, _ in
      right.enumerated().map { $0 < width ? $1 * 3.0.squareRoot() : $1 }
    }
    #expect(names(marked).contains("scale-skipped-in-places"))
    #expect(!names(marked).contains("no-scaling"))
  }

  @Test func `two mistakes at different steps are both found`() {
    let steps = learner.fill(trace) { stage, sheet in
      guard let place = trace.place(of: stage) else { return nil }
      let axes = trace.records[place].axes
      let right = (0..<axes.placeCount).map { sheet.value(place, cell(at: $0, axes)) }
      if stage == .scaledScores { return right.map { $0 * 3.0.squareRoot() } }
      if stage == .headOutput { return right.enumerated().map { $0 == 1 ? $1 + 0.77 : $1 } }
      return nil
    }
    let marked = SheetJudge.judge(steps, trace, decimals: 2)
    #expect(
      marked.steps.filter { $0.verdict == .wrong }.map(\.stage) == [.scaledScores, .headOutput])
    #expect(names(marked) == ["no-scaling"])
    #expect(marked.steps.first { $0.stage == .weights }?.verdict == .follows)
  }

  @Test func `a column of zeros earns nothing later`() throws {
    let columns = try #require(trace[.value]?.shape.last)
    let marked = judge(.value) { right, _ in
      right.enumerated().map { $0 % columns == 0 ? 0 : $1 }
    }
    #expect(marked.firstWrong?.stage == .value)
    let output = marked.steps.first { $0.stage == .headOutput }
    #expect(output?.verdict == .wrong)
    #expect(marked.notes.contains(.notEarned))
  }
}
