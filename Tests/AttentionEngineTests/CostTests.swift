// SPDX-License-Identifier: MIT

import TestSupport
import Tensors
import Testing

@testable import AttentionEngine

/// What the closed formulas foretell against what the tape counts: equal, number by number.
@Suite struct CostTests {
  static let problems: [RandomProblem] =
    TraceTests.problems
    + Precision.allCases.flatMap { precision in
      [
        MistakeTests.manyHeadsOfEqualSizes(precision), MistakeTests.padded(precision),
        MistakeTests.turned(precision), decoding(precision),
        sizes(precision, positions: 1, model: 2, heads: 1, shared: 1, window: 0),
        sizes(precision, positions: 13, model: 10, heads: 5, shared: 1, window: 3),
        sizes(precision, positions: 29, model: 12, heads: 6, shared: 3, window: 7),
        sizes(precision, positions: 61, model: 8, heads: 4, shared: 2, window: 100),
      ]
    }

  /// One new position behind a cache, grouped heads: a step of a language model.
  private static func decoding(_ precision: Precision) -> RandomProblem {
    RandomProblem("decoding", precision: precision) { problem, arrays in
      problem.input = arrays.array(1, 12)
      problem.heads = 6
      problem.keyValueHeads = 2
      problem.projections = Problem.Roles(
        query: arrays.array(12, 30), key: arrays.array(12, 10), value: arrays.array(12, 14),
        output: arrays.array(42, 12))
      problem.cacheKey = arrays.array(2, 17, 5)
      problem.cacheValue = arrays.array(2, 17, 7)
      problem.mask = [.causal(.cacheLength)]
    }
  }

  private static func sizes(
    _ precision: Precision, positions: Int, model: Int, heads: Int, shared: Int, window: Int
  ) -> RandomProblem {
    RandomProblem("\(positions) positions", precision: precision) { problem, arrays in
      let (key, value) = (3, 5)
      problem.input = arrays.array(positions, model)
      problem.heads = heads
      problem.keyValueHeads = shared
      problem.projections = Problem.Roles(
        query: arrays.array(model, heads * key), key: arrays.array(model, shared * key),
        value: arrays.array(model, shared * value), output: arrays.array(heads * value, model))
      problem.mask = [.causal(.cacheLength), .window(left: window, right: 0)]
    }
  }

  @Test(arguments: problems)
  func `predicted costs are the counted ones`(_ random: RandomProblem) throws {
    let counted = try random.trace().costs().filter {
      $0.stage.differentiated == nil && StagePart($0.stage) == nil
        && ![.tiledOutput, .ringQuery, .ringOutput].contains($0.stage)
    }
    let sizes = try #require(AttentionSizes(random.problem))
    let predicted = try #require(CostPrediction(sizes).costs())
    #expect(counted.map(\.stage) == predicted.map(\.stage))
    for (count, foretold) in zip(counted, predicted) {
      #expect(count.operations == foretold.operations, "\(count.stage)")
      #expect(count.bytesRead == foretold.bytesRead, "\(count.stage)")
      #expect(count.bytesWritten == foretold.bytesWritten, "\(count.stage)")
      if sizes.visible != nil {
        #expect(count.visibleOperations == foretold.visibleOperations, "\(count.stage)")
      }
      #expect(count.visibleOperations <= count.operations)
    }
  }

  /// A token costs 2 FLOPs for each weight it is multiplied with (Kaplan and others 2020, table 1).
  @Test func `the projections of a model cost what papers say`() throws {
    let sizes = AttentionSizes(positions: 1024, model: 768, heads: 12)
    let costs = try #require(CostPrediction(sizes).costs())
    let projections = costs.filter { [.query, .key, .value, .output].contains($0.stage) }
    #expect(projections.total().operations == 1024 * 2 * 4 * 768 * 768)
    let products = costs.filter { [.rawScores, .headOutput].contains($0.stage) }
    #expect(products.total().operations == 1024 * 2 * 2 * 1024 * 768)
  }

  @Test func `half of the pairs of a causal mask are hidden`() throws {
    var sizes = AttentionSizes(positions: 100, model: 8, heads: 2)
    sizes.visible?.causalOffsets = [0]
    let scores = try #require(CostPrediction(sizes).costs()?.first { $0.stage == .rawScores })
    #expect(scores.operations == 2 * 100 * 100 * 8)
    #expect(scores.visibleOperations == 2 * 100 * 101 / 2 * 8)
  }

  @Test func `sizes beyond counting are nil, not a crash`() {
    let huge = AttentionSizes(positions: 1 << 40, model: 1 << 30, heads: 1 << 10)
    #expect(CostPrediction(huge).costs() == nil)
  }

  @Test func `the messages of a ring follow their own formula`() throws {
    for workers in [2, 3, 4, 6, 12] {
      let random = RandomProblem("ring", seed: 3) { problem, arrays in
        problem.query = arrays.array(6, 12, 5)
        problem.key = arrays.array(2, 12, 5)
        problem.value = arrays.array(2, 12, 7)
        problem.ringWorkers = workers
      }
      let costs = try random.trace().costs()
      let predicted = RingTraffic(
        workers: workers, keys: 12, keyValueHeads: 2, keyDimension: 5, valueDimension: 7,
        bytesPerNumber: 8)
      #expect(costs.total().messages == predicted.messages)
      #expect(costs.total().bytesSent == predicted.bytes)
      #expect(predicted.messages == 2 * workers * (workers - 1))
      let step = costs.filter { StagePart($0.stage)?.number == 2 }.total()
      #expect(step.messages == 2 * workers && step.bytesSent == predicted.bytesPerStep)
    }
  }

  @Test func `backward costs are counted too`() throws {
    let costs = try RandomProblem.oneHead().trace().costs()
    let gradients = costs.filter { $0.stage.differentiated != nil }
    let forward = costs.filter { $0.stage.differentiated == nil }
    // Two products for each one of the forward pass, but the input's own gradients share some.
    #expect(gradients.total().operations > 3 * forward.total().operations / 2)
  }
}
