// SPDX-License-Identifier: MIT

import AttentionEngine
import TestSupport
import Testing

@testable import Checking

/// Where exponentials and row sums are steps of their own, mistakes of the softmax are named there.
@Suite struct OpenedSoftmaxTests {
  static let stages: [(id: String, stage: StageID)] = [
    ("wrong-exponential-base", .exponentials), ("exponential-of-zero-is-zero", .exponentials),
    ("negative-exponent-misread", .exponentials), ("softmax-over-columns", .rowSums),
    ("softmax-over-whole-matrix", .rowSums), ("divided-by-sum-of-logits", .rowSums),
    ("softmax-plus-one", .rowSums), ("softmax-of-unscaled-scores", .exponentials),
    ("softmax-of-negated-scores", .exponentials), ("mask-after-softmax", .exponentials),
  ]

  private func trace(_ family: SampleProblems.Family) throws -> Trace {
    var samples = SampleProblems(seed: 23)
    let variant = try Variant(of: samples.problem(family), seed: 2, decimals: 2)
    return try WorksheetPlan.trace(variant.problem, decimals: 2)
  }

  /// A matrix of 4 × 4, one of 4 × 5, and two heads of 3 × 3 under a mask.
  @Test(arguments: [SampleProblems.Family.single, .operands, .causalHeads])
  func `each is named at its step, and what follows is not charged`(
    _ family: SampleProblems.Family
  ) throws {
    let trace = try trace(family)
    let trees = TreeStore(trace)
    var (seen, alone): (Set<String>, Set<String>) = ([], [])
    for (id, stage) in Self.stages {
      for alternative in trace.alternatives(at: stage) where alternative.mistake.id == id {
        for takesOff in [SimulatedLearner.TakesOff.maximum, .nothing] {
          var learner = SimulatedLearner(way: .halfUp, decimals: 2)
          learner.takesOff = takesOff
          guard
            let sheet = learner.fill(trace, trees: trees, making: alternative, at: stage),
            !sheet.isWithinRounding
          else { continue }
          seen.insert(id)
          let marked = SheetJudge.judge(sheet.steps, trees, decimals: 2)
          let wrong = marked.steps.filter { $0.verdict == .wrong }
          #expect(wrong.map(\.stage) == [stage], "\(id) in \(family)")
          let names = Set(wrong.first?.mistakes.map(\.id) ?? [])
          // Whether the maximum is taken off is stated by the mistake itself, whatever the learner does.
          let isWholeSet = InseparableMistakes.always.contains { $0.ids == names }
          if names == [id] { alone.insert(id) }
          #expect(names == [id] || isWholeSet && names.contains(id), "\(id) called \(names)")
        }
      }
    }
    let missing = Set(Self.stages.map(\.id)).subtracting(seen)
    // Without a mask nobody forgets it.
    let impossible: Set = family == .causalHeads ? [] : ["mask-after-softmax"]
    #expect(missing.isSubset(of: impossible), "\(missing)")
    // Negated scores always have their maximum taken off, and are a misread exponent then.
    #expect(seen.subtracting(alone) == ["softmax-of-negated-scores"], "\(seen.subtracting(alone))")
  }

  @Test func `who goes on with the sums of columns is charged once`() throws {
    for family in [SampleProblems.Family.single, .operands] {
      let trace = try trace(family)
      let learner = SimulatedLearner(way: .halfUp, decimals: 2)
      var steps = learner.fill(trace)
      let powers = try #require(steps.first { $0.stage == .exponentials })
      let width = powers.shape[powers.shape.count - 1]
      let numbers = powers.cells.map { $0?.value ?? .nan }
      let sums = (0..<width).map { column in
        stride(from: column, to: numbers.count, by: width).reduce(0) { $0 + numbers[$1] }
      }
      let shares = numbers.indices.map { numbers[$0] / sums[$0 % width] }
      steps = steps.filter { ![.rowSums, .weights, .headOutput].contains($0.stage) }
      steps.append(TypedStep(stage: .rowSums, shape: [width, 1], cells: sums.map(learner.write)))
      steps.append(
        TypedStep(stage: .weights, shape: powers.shape, cells: shares.map(learner.write)))
      let marked = SheetJudge.judge(steps, trace, decimals: 2)
      #expect(marked.steps.filter { $0.verdict == .wrong }.map(\.stage) == [.rowSums])
      #expect(marked.firstWrong?.mistakes.map(\.id) == ["softmax-over-columns"])
      #expect(marked.steps.last?.verdict == .follows)
    }
  }
}
