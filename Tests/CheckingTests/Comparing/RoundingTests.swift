// SPDX-License-Identifier: MIT

import AttentionEngine
import TestSupport
import Tensors
import Testing

@testable import Checking

/// What looks different in a dump and is right: other orders of sums, other types, right variants.
@Suite struct RoundingTests {
  /// Queries and keys of one head, large enough that sums of 2,048 terms occur.
  private func longProblem() -> (Problem, q: [Float], k: [Float], v: [Float]) {
    var random = RandomNumbers(seed: 11)
    let numbers = { (count: Int) in
      (0..<count).map { _ in Float.random(in: -2...2, using: &random) }
    }
    let (q, k, v) = (
      numbers(Self.queries * Self.dim), numbers(Self.keys * Self.dim), numbers(Self.keys * 3)
    )
    let tensor = { (rows: Int, columns: Int, numbers: [Float]) in
      AnyTensor.float32(
        Tensor(axes: [Axis("row", rows), Axis("column", columns)], scalars: numbers))
    }
    var problem = Problem()
    problem.query = tensor(Self.queries, Self.dim, q)
    problem.key = tensor(Self.keys, Self.dim, k)
    problem.value = tensor(Self.keys, 3, v)
    problem.mask = [.causal(.lowerRight)]
    return (problem, q, k, v)
  }

  private static let (queries, keys, dim) = (5, 2048, 61)

  /// In float32 throughout: the scale on Q first, sums from the last term back or pairwise.
  ///
  /// PyTorch and JAX differ from each other and from OpenBLAS in just this.
  @Test(arguments: [false, true])
  func `other orders of float32 sums raise no alarm at 2,048 positions`(_ pairwise: Bool) throws {
    let (problem, q, k, v) = longProblem()
    func sum(_ terms: [Float]) -> Float {
      guard pairwise else { return terms.reversed().reduce(0, +) }
      var level = terms
      while level.count > 1 {
        level = stride(from: 0, to: level.count, by: 2).map {
          $0 + 1 < level.count ? level[$0] + level[$0 + 1] : level[$0]
        }
      }
      return level[0]
    }
    let scale = 1 / Float(Self.dim).squareRoot()
    var (scores, masked, weights, output): ([Float], [Float], [Float], [Float]) = ([], [], [], [])
    for i in 0..<Self.queries {
      let row = (0..<Self.keys).map { j in
        sum((0..<Self.dim).map { q[i * Self.dim + $0] * scale * k[j * Self.dim + $0] })
      }
      scores += row
      let last = i + Self.keys - Self.queries
      let visible = row.indices.map { $0 <= last ? row[$0] : -.infinity }
      masked += visible
      let top = visible.max() ?? 0
      let powers = visible.map { Tensor(axes: [], scalars: [$0 - top]).exponentials().scalars[0] }
      let inverse = 1 / sum(powers)
      let shares = powers.map { $0 * inverse }
      weights += shares
      output += (0..<3).map { d in sum(shares.indices.map { shares[$0] * v[$0 * 3 + d] }) }
    }
    let array = { (name: String, width: Int, numbers: [Float]) in
      DumpedArray(
        name,
        .float32(Tensor(axes: [Axis("a", Self.queries), Axis("b", width)], scalars: numbers)))
    }
    let trace = try Attention.trace(problem)
    let arrays = [
      array("scaled_scores", Self.keys, scores), array("scores", Self.keys, masked),
      array("pattern", Self.keys, weights), array("z", 3, output),
    ]
    for subset in [arrays, [arrays[2]], [arrays[3]], [arrays[0], arrays[3]]] {
      let comparison = try Comparison(of: subset, with: trace)
      #expect(comparison.stages.allSatisfy { $0.verdict == .right })
      // A bound that a mistake of a thousandth would pass under is no bound.
      #expect(comparison.stages.allSatisfy { $0.tolerance < 1e-2 })
    }
  }

  // MARK: - Right variants

  private func trace(_ family: SampleProblems.Family) throws -> Trace {
    try Attention.trace(ComparisonTests.problem(family))
  }

  private func array(_ trace: Trace, _ stage: StageID, times factor: Double = 1) throws
    -> DumpedArray
  {
    let tensor = try #require(trace[stage]?.converted(to: Double.self))
    return DumpedArray(stage.rawValue, .float64(tensor.multiplied(by: factor)))
  }

  @Test func `the scale may stand anywhere before the softmax`() throws {
    let trace = try trace(.causalHeads)
    let scale = 1 / 3.0.squareRoot()
    let rest: [StageID] = [.scaledScores, .maskedScores, .weights, .output]
    let early = try Comparison(
      of: [
        try array(trace, .query, times: scale), try array(trace, .key),
        try array(trace, .rawScores, times: scale),
      ] + rest.map { try array(trace, $0) }, with: trace)
    #expect(early.stages.allSatisfy { $0.verdict == .right })
    #expect(early.notes == [.queryScaledBeforeProduct])
    let split = try Comparison(
      of: [
        try array(trace, .query, times: scale.squareRoot()),
        try array(trace, .key, times: scale.squareRoot()),
        try array(trace, .rawScores, times: scale),
      ] + rest.map { try array(trace, $0) }, with: trace)
    #expect(split.stages.allSatisfy { $0.verdict == .right })
    #expect(split.notes.contains(.scaleSplit))
  }

  @Test func `a large negative number masks as well as minus infinity`() throws {
    let trace = try trace(.causal)
    let masked = try #require(trace[.maskedScores]?.converted(to: Double.self))
    for constant in [-1e9, -3.4028234663852886e38, -1e4] {
      let filled = masked.mapRows { row in
        for index in row.indices where row[index] == -.infinity { row[index] = constant }
      }
      let comparison = try Comparison(
        of: [
          DumpedArray("masked_scores", .float64(filled)), try array(trace, .weights),
          try array(trace, .headOutput),
        ], with: trace)
      #expect(comparison.stages.allSatisfy { $0.verdict == .right })
      #expect(comparison.notes == [.largeNegativeMask])
    }
  }

  @Test func `any constant may be taken off a row`() throws {
    var problem = ComparisonTests.problem(.causal)
    problem.opensSoftmax = true
    let trace = try Attention.trace(problem)
    let powers = try #require(trace[.exponentials]?.converted(to: Double.self))
    let sums = try #require(trace[.rowSums]?.converted(to: Double.self))
    for factor in [0.25, 7.5] {
      let comparison = try Comparison(
        of: [
          DumpedArray("exponentials", .float64(powers.multiplied(by: factor))),
          DumpedArray("row_sums", .float64(sums.multiplied(by: factor))),
          try array(trace, .weights),
        ], with: trace)
      #expect(comparison.stages.allSatisfy { $0.verdict == .right })
    }
  }

  @Test func `columns for rows throughout are a convention`() throws {
    let trace = try trace(.single)
    let arrays = try [StageID.query, .key, .value, .headOutput].map { stage in
      let tensor = try #require(trace[stage]?.converted(to: Double.self))
      return DumpedArray(stage.rawValue, .float64(tensor.exchanging(1, 2).contiguous()))
    }
    let comparison = try Comparison(of: arrays, with: trace)
    #expect(comparison.stages.allSatisfy { $0.verdict == .right })
    #expect(comparison.notes == [.columnConvention])
  }
}
