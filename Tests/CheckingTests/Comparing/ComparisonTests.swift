// SPDX-License-Identifier: MIT

import AttentionEngine
import TestSupport
import Tensors
import Testing

@testable import Checking

@Suite struct ComparisonTests {
  static func problem(
    _ family: SampleProblems.Family, _ precision: Precision = .float64, seed: UInt64 = 5
  ) -> Problem {
    var samples = SampleProblems(seed: seed)
    var problem = samples.problem(family)
    problem.precision = precision
    return problem
  }

  /// Computed natively in another type than the problem's.
  static func native(_ trace: Trace) -> [DumpedArray] {
    trace.stages.compactMap { stage in
      trace[stage].map { DumpedArray(stage.rawValue, $0) }
    }
  }

  @Test(arguments: SampleProblems.Family.allCases)
  func `right arrays are right in every type`(_ family: SampleProblems.Family) throws {
    let trace = try Attention.trace(Self.problem(family))
    for precision in Precision.allCases {
      let arrays = Self.native(try Attention.trace(Self.problem(family, precision)))
      let comparison = try Comparison(of: arrays, with: trace)
      #expect(comparison.stages.count == trace.stages.count)
      #expect(comparison.stages.allSatisfy { $0.verdict == .right })
      #expect(comparison.type == NumberType(rawValue: precision.rawValue))
      #expect(comparison.stages.allSatisfy { $0.largestError <= $0.tolerance })
    }
  }

  @Test(arguments: SampleProblems.Family.allCases)
  func `one mistake is found at its stage, named, and charged once`(
    _ family: SampleProblems.Family
  ) throws {
    let trace = try Attention.trace(Self.problem(family))
    for place in EngineDump(trace: trace).computed {
      guard let stage = trace.records[place].stage, let right = trace[stage] else { continue }
      for alternative in trace.alternatives(at: stage)
      where alternative.mistake.onlyWithout.isEmpty {
        guard let wrong = trace.evaluate(alternative.recipe), wrong.shape == right.shape,
          wrong.doubles != right.doubles,
          !zip(wrong.doubles, right.doubles).allSatisfy({ $0 == $1 || abs($0 - $1) < 1e-12 }),
          let arrays = EngineDump(trace: trace, mistake: (place, alternative.recipe)).arrays()
        else { continue }
        let id = alternative.mistake.id
        let comparison = try Comparison(of: arrays, with: trace)
        #expect(comparison.firstWrong?.stage == stage, "\(id)")
        #expect(comparison.firstWrong?.mistakes.contains { $0.id == id } == true, "\(id)")
        let wrongStages = comparison.stages.filter { $0.verdict == .wrong }.map(\.stage)
        #expect(wrongStages == [stage], "\(id): \(wrongStages)")
      }
    }
  }

  @Test func `any subset of the stages will do`() throws {
    let trace = try Attention.trace(Self.problem(.causalHeads))
    let mistake = try #require(
      trace.alternatives(at: .scaledScores).first { $0.mistake.id == "no-scaling" })
    let place = try #require(trace.place(of: .scaledScores))
    let dump = EngineDump(trace: trace, mistake: (place, mistake.recipe))
    for subset: Set<StageID> in [
      [.output], [.weights], [.query, .output], [.maskedScores, .output],
    ] {
      let arrays = try #require(dump.arrays(only: subset))
      let comparison = try Comparison(of: arrays, with: trace)
      let first = try #require(comparison.firstWrong)
      #expect(subset.contains(first.stage) && first.stage != .query)
      #expect(first.mistakes.contains { $0.id == "no-scaling" })
    }
  }

  @Test func `other names, orders of axes and axes of size one are understood`() throws {
    let trace = try Attention.trace(Self.problem(.causalHeads))
    let query = try #require(trace[.query]?.converted(to: Double.self))
    let weights = try #require(trace[.weights]?.converted(to: Double.self))
    let turned = AnyTensor(query.exchanging(0, 1).contiguous())
    let batched = AnyTensor(weights.insertingAxis(Axis("axis0", 1), at: 0))
    let comparison = try Comparison(
      of: [
        DumpedArray("blocks.3.attn.hook_q", turned),
        DumpedArray("blocks.3.attn.hook_pattern", batched), DumpedArray("loss", turned),
      ], with: trace)
    #expect(comparison.stages.map(\.stage) == [.query, .weights])
    #expect(comparison.stages.allSatisfy { $0.verdict == .right })
    #expect(comparison.unknown == ["loss"])
    let first = try Comparison(of: [DumpedArray("q", turned)], with: trace)
    #expect(first.notes == [.positionBeforeHead] && first.firstWrong == nil)
  }

  @Test func `what cannot be compared is refused with a sentence`() throws {
    let trace = try Attention.trace(Self.problem(.single))
    let weights = try #require(trace[.weights])
    #expect(throws: ComparisonError.nothingKnown(names: ["loss"])) {
      try Comparison(of: [DumpedArray("loss", weights)], with: trace)
    }
    #expect(throws: ComparisonError.twice(.weights, names: ["weights", "pattern"])) {
      try Comparison(
        of: [DumpedArray("weights", weights), DumpedArray("pattern", weights)], with: trace)
    }
    let layers = [0, 1].map { DumpedArray("blocks.\($0).attn.hook_pattern", weights) }
    #expect(throws: ComparisonError.severalLayers([0, 1])) {
      try Comparison(of: layers, with: trace)
    }
    #expect(try Comparison(of: layers, with: trace, layer: 1).firstWrong == nil)
    #expect(throws: ComparisonError.noLayer(2, found: [0, 1])) {
      try Comparison(of: layers, with: trace, layer: 2)
    }
  }
}
