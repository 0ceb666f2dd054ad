// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors
import TestSupport
import Testing

@testable import Checking

/// Mistakes whose numbers are the same are named together, and only where they are the same.
@Suite struct InseparableTests {
  /// One sheet with one mistake, and what the report names.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let mistake: String
    let stage: StageID
    let names: Set<String>
    let skipped: Set<StageID>
    let decimals: Int
    let problem: @Sendable (inout SampleProblems) -> Problem

    var testDescription: String { name }

    init(
      _ name: String, _ mistake: String, at stage: StageID, _ names: Set<String>,
      without skipped: Set<StageID> = [], decimals: Int = 3,
      _ problem: @escaping @Sendable (inout SampleProblems) -> Problem
    ) {
      (self.name, self.mistake, self.stage, self.names) = (name, mistake, stage, names)
      (self.skipped, self.decimals, self.problem) = (skipped, decimals, problem)
    }
  }

  @Test(arguments: always + whenMissing)
  func `the report names the whole set and nothing else`(_ example: Case) throws {
    var samples = SampleProblems(seed: 29)
    let trace = try WorksheetPlan.trace(example.problem(&samples), decimals: example.decimals)
    let trees = TreeStore(trace)
    var learner = SimulatedLearner(way: .halfUp, decimals: example.decimals)
    learner.skipped = example.skipped
    var named: [Set<String>] = []
    for alternative in trace.alternatives(at: example.stage)
    where alternative.mistake.id == example.mistake {
      guard
        let sheet = learner.fill(trace, trees: trees, making: alternative, at: example.stage),
        !sheet.isWithinRounding
      else { continue }
      let marked = SheetJudge.judge(sheet.steps, trees, decimals: example.decimals)
      #expect(marked.firstWrong?.stage == example.stage)
      named.append(Set(marked.firstWrong?.mistakes.map(\.id) ?? []))
    }
    #expect(named.contains(example.names), "\(named)")
    // A mistake made in several ways may be told from others in some of them.
    #expect(named.allSatisfy { $0.contains(example.mistake) })
  }

  /// Every set of the list has a case in which it is named whole.
  @Test func `every set is shown`() {
    let shown = (Self.always + Self.whenMissing).map(\.names)
    for set in InseparableMistakes.always + InseparableMistakes.whenMissing {
      #expect(shown.contains { $0.isSuperset(of: set.ids) }, "\(set.ids)")
    }
  }

  /// At full precision filled constants differ from zero.
  @Test func `constants that only paper confuses are told apart in a dump`() throws {
    var samples = SampleProblems(seed: 31)
    let trace = try Attention.trace(samples.problem(.causal))
    for id in ["masked-with-zero", "no-causal-mask", "mask-exponent-sign"] {
      for alternative in trace.alternatives(at: .maskedScores) where alternative.mistake.id == id {
        let array = try #require(trace.evaluate(alternative.recipe))
        let comparison = try Comparison(
          of: [
            DumpedArray("scaled_scores", try #require(trace[.scaledScores])),
            DumpedArray("masked_scores", array),
          ], with: trace)
        #expect(comparison.firstWrong?.mistakes.map(\.id) == [id])
      }
    }
  }
}

extension InseparableTests {
  private static func projected(
    _ samples: inout SampleProblems, positions: Int = 4, model: Int = 5, key: Int = 3,
    value: Int = 2
  ) -> Problem {
    var problem = Problem()
    problem.input = samples.matrix(positions, model)
    problem.projections.query = samples.matrix(model, key, 0.7)
    problem.projections.key = samples.matrix(model, key, 0.7)
    problem.projections.value = samples.matrix(model, value, 0.7)
    return problem
  }

  private static func operands(
    _ samples: inout SampleProblems, queries: Int, keys: Int, size: Int
  ) -> Problem {
    var problem = Problem()
    problem.query = samples.matrix(queries, size)
    problem.key = samples.matrix(keys, size)
    problem.value = samples.matrix(keys, 2)
    return problem
  }

  /// Items of a batch with padding of their own.
  private static func batch(_ samples: inout SampleProblems, heads: Int) -> Problem {
    var problem = Problem()
    func stack(_ rows: Int, _ columns: Int) -> AnyTensor {
      let numbers = samples.matrix(2 * heads * rows, columns).doubles
      return .float64(
        Tensor(
          axes: [Axis("a", 2), Axis("b", heads), Axis("c", rows), Axis("d", columns)],
          scalars: numbers))
    }
    problem.query = stack(4, 3)
    problem.key = stack(5, 3)
    problem.value = stack(5, 2)
    problem.mask = [.keyLengths([3, 4])]
    return problem
  }

  /// With every stage typed; each set where it holds, and beside it where it does not.
  static let always = [
    Case(
      "√d_k twice", "scaled-twice", at: .scaledScores, ["scaled-by-key-dimension", "scaled-twice"]
    ) { projected(&$0) },
    Case("no scale is not two", "no-scaling", at: .scaledScores, ["no-scaling"]) {
      projected(&$0)
    },
    Case(
      "filled with ±1e−9", "masked-with-zero", at: .maskedScores,
      ["masked-with-zero", "mask-exponent-sign"]
    ) { $0.problem(.causal) },
    Case(
      "added ±1e−9", "mask-exponent-sign", at: .maskedScores,
      ["no-causal-mask", "mask-exponent-sign"]
    ) { $0.problem(.causal) },
    Case(
      "as many items as heads", "mask-repeated-in-wrong-order", at: .maskedScores,
      ["mask-repeated-in-wrong-order", "mask-broadcast-over-heads"]
    ) { batch(&$0, heads: 2) },
    Case(
      "more heads than items", "mask-repeated-in-wrong-order", at: .maskedScores,
      ["mask-repeated-in-wrong-order"]
    ) { batch(&$0, heads: 3) },
    Case(
      "2 × 2 scores", "queries-and-keys-exchanged", at: .rawScores,
      ["cells-swapped", "queries-and-keys-exchanged"]
    ) { operands(&$0, queries: 2, keys: 2, size: 3) },
    Case(
      "4 × 4 scores", "queries-and-keys-exchanged", at: .rawScores, ["queries-and-keys-exchanged"]
    ) { operands(&$0, queries: 4, keys: 4, size: 3) },
    Case("2 × 2 weights", "weight-transposed", at: .query, ["cells-swapped", "weight-transposed"]) {
      projected(&$0, model: 2, key: 2)
    },
    Case("3 × 3 weights", "weight-transposed", at: .query, ["weight-transposed"]) {
      projected(&$0, model: 3, key: 3)
    },
    Case(
      "one role wrong", "same-projection-twice", at: .key,
      ["same-projection-twice", "projections-in-wrong-order"]
    ) { projected(&$0) },
    Case(
      "fewer queries than keys", "causal-corner-wrong", at: .maskedScores,
      ["causal-corner-wrong", "rectangular-mask-taken-as-square"]
    ) {
      var problem = operands(&$0, queries: 3, keys: 5, size: 3)
      problem.mask = [.causal(.offsets([0]))]
      return problem
    },
    Case(
      "fewer queries, the last ones", "causal-corner-wrong", at: .maskedScores,
      ["causal-corner-wrong"]
    ) {
      var problem = operands(&$0, queries: 3, keys: 5, size: 3)
      problem.mask = [.causal(.offsets([2]))]
      return problem
    },
    Case(
      "the maximum taken off", "softmax-of-negated-scores", at: .exponentials,
      ["negative-exponent-misread", "softmax-of-negated-scores"], decimals: 2
    ) { projected(&$0) },
    Case(
      "no exponentials", "softmax-of-negated-scores", at: .weights, ["softmax-of-negated-scores"]
    ) { projected(&$0) },
    Case(
      "as many positions as features", "key-not-transposed", at: .rawScores,
      ["key-not-transposed", "axes-permuted-wrongly"]
    ) { operands(&$0, queries: 3, keys: 3, size: 3) },
    Case(
      "a cap of 10", "cap-after-mask", at: .maskedScores,
      ["cap-after-mask", "mask-constant-too-small"]
    ) {
      var problem = $0.problem(.causal)
      problem.softcap = 10
      return problem
    },
    Case("a cap of 7", "cap-after-mask", at: .maskedScores, ["cap-after-mask"]) {
      var problem = $0.problem(.causal)
      problem.softcap = 7
      return problem
    },
    Case(
      "two heads of two", "heads-interleaved-by-feature", at: .mergedHeads,
      ["cells-swapped", "heads-interleaved-by-feature"]
    ) { $0.problem(.twoHeads) },
    Case(
      "two heads of three", "heads-interleaved-by-feature", at: .mergedHeads,
      ["heads-interleaved-by-feature"]
    ) {
      var problem = $0.problem(.twoHeads)
      problem.projections.value = $0.matrix(5, 6, 0.7)
      problem.projections.output = $0.matrix(6, 5, 0.7)
      return problem
    },
  ]

  /// With the stage left out that would tell, and with it.
  static let whenMissing = [
    Case(
      "Q with K, unseen", "queries-and-keys-exchanged", at: .rawScores,
      ["queries-and-keys-exchanged", "projections-in-wrong-order"], without: [.query, .key]
    ) { projected(&$0) },
    Case(
      "Q with K, seen", "queries-and-keys-exchanged", at: .rawScores,
      ["queries-and-keys-exchanged"]
    ) { projected(&$0) },
    Case(
      "K = X·W_Q, unseen", "scores-from-one-side", at: .rawScores,
      ["scores-from-one-side", "same-projection-twice", "projections-in-wrong-order"],
      without: [.key]
    ) { projected(&$0) },
    Case("K = X·W_Q, seen", "scores-from-one-side", at: .rawScores, ["scores-from-one-side"]) {
      projected(&$0)
    },
    Case(
      "K = X·W_V, unseen", "value-used-as-key", at: .rawScores,
      ["value-used-as-key", "same-projection-twice", "projections-in-wrong-order"],
      without: [.key]
    ) { projected(&$0, value: 3) },
    Case("K = X·W_V, seen", "value-used-as-key", at: .rawScores, ["value-used-as-key"]) {
      projected(&$0, value: 3)
    },
    Case(
      "V = X·W_K, unseen", "key-used-as-value", at: .headOutput,
      ["key-used-as-value", "same-projection-twice", "projections-in-wrong-order"],
      without: [.value]
    ) { projected(&$0, value: 3) },
    Case("V = X·W_K, seen", "key-used-as-value", at: .headOutput, ["key-used-as-value"]) {
      projected(&$0, value: 3)
    },
    Case(
      "V = X, unseen", "values-not-projected", at: .headOutput,
      ["values-not-projected", "no-projection"], without: [.value]
    ) { projected(&$0, value: 5) },
    Case("V = X, seen", "values-not-projected", at: .headOutput, ["values-not-projected"]) {
      projected(&$0, value: 5)
    },
    Case(
      "no scale, unseen", "softmax-of-unscaled-scores", at: .weights,
      ["no-scaling", "softmax-of-unscaled-scores"], without: [.scaledScores]
    ) { projected(&$0) },
    Case(
      "no scale, seen", "softmax-of-unscaled-scores", at: .weights,
      ["softmax-of-unscaled-scores"]
    ) { projected(&$0) },
    Case(
      "one weight, unseen", "only-largest-weight", at: .headOutput,
      ["hardmax", "only-largest-weight"], without: [.weights]
    ) { projected(&$0) },
    Case("one weight, seen", "only-largest-weight", at: .headOutput, ["only-largest-weight"]) {
      projected(&$0)
    },
    Case(
      "columns, turned, unseen", "softmax-over-columns", at: .headOutput,
      ["queries-and-keys-exchanged", "softmax-over-columns"],
      without: [.rawScores, .scaledScores, .weights]
    ) { projected(&$0) },
  ]
}
