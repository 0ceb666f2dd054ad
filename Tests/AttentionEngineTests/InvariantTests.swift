// SPDX-License-Identifier: MIT

import TestSupport
import Tensors
import Testing

@testable import AttentionEngine

@Suite struct InvariantTests {
  @Test(arguments: TraceTests.problems)
  func `what must hold holds on good problems`(_ random: RandomProblem) throws {
    let invariants = try random.trace().invariants()
    #expect(invariants.count >= 2)
    for invariant in invariants { #expect(invariant.holds, "\(invariant.finding)") }
    #expect(Set(invariants.map(\.id)).count == invariants.count)
  }

  /// Printed in an article as attention weights; its rows do not sum to 1.
  private static let printed = Tensor<Double>(
    axes: axes("axis", "axis", sizes: [6, 3]),
    scalars: [
      0.3194, 0.6202, 0.4051,
      0.2633, 0.7116, 0.5109,
      0.5891, 0.6634, 0.5201,
      0.1085, 0.9187, 0.0411,
      0.0355, 0.7577, 0.1968,
      0.0813, 0.5920, 0.0444,
    ])

  private func claimed(_ weights: Tensor<Double>) throws -> [Invariant] {
    var problem = Problem()
    problem.weights = AnyTensor(weights)
    return try Attention.trace(problem).invariants()
  }

  private func claimed(_ numbers: [Double], columns: Int) throws -> [Invariant] {
    try claimed(
      Tensor(
        axes: axes("axis", "axis", sizes: [numbers.count / columns, columns]), scalars: numbers)
    )
  }

  @Test func `rows that do not sum to one are no attention weights`() throws {
    let found = try claimed(Self.printed)
    #expect(
      found == [
        Invariant(
          id: "rows-sum-to-one", stage: .weights, holds: false,
          finding: "these are not attention weights: rows sum to 0.72 … 1.77, each must sum to 1")
      ])
  }

  @Test func `rows of shares are attention weights`() throws {
    let found = try claimed([0.25, 0.25, 0.5, 1, 0, 0], columns: 3)
    #expect(found.map(\.holds) == [true])
    #expect(found[0].finding == "every row of weights sums to 1")
  }

  @Test func `rows that sum to one with cells outside are found`() throws {
    let found = try claimed([-0.5, 1.5, 0.5, 0.5], columns: 2)
    #expect(found.map(\.holds) == [false])
    #expect(found[0].finding == "these are not attention weights: 2 cells lie outside 0 … 1")
  }

  @Test(arguments: [1e300, -1e300, Double.infinity, 1e19])
  func `sums beyond every integer are told and do not trap`(_ number: Double) throws {
    let found = try claimed([number, 0.5, 0.25, 0.75], columns: 2)
    #expect(found.map(\.holds) == [false])
  }

  @Test func `NaN in one cell is no empty row`() throws {
    let found = try claimed([.nan, 1, 0.5, 0.5], columns: 2)
    #expect(found.map(\.holds) == [false])
  }

  @Test func `a row all of NaN is said to see nothing`() throws {
    let found = try claimed([.nan, .nan, 0.5, 0.5], columns: 2)
    #expect(found.map(\.holds) == [true])
    #expect(found[0].finding.contains("1 row has no visible key, softmax is undefined there"))
    let all = try claimed([.nan, .nan], columns: 2)
    #expect(all[0].finding.hasPrefix("no row sees any key"))
  }

  @Test func `rounded weights are not exact enough for a trace`() throws {
    #expect(try claimed([0.33, 0.33, 0.33], columns: 3).map(\.holds) == [false])
  }

  // MARK: - Doctored records

  /// A trace whose stages are what somebody says they are.
  private func doctored(
    offsets: [Int]? = nil, _ stages: [(StageID, Tensor<Double>)]
  ) -> [String: Invariant] {
    var tape = Tape<Double>()
    for (stage, tensor) in stages { _ = tape.give(stage, tensor) }
    var trace = tape.finish()
    trace.causalOffsets = offsets
    return Dictionary(uniqueKeysWithValues: trace.invariants().map { ($0.id, $0) })
  }

  private func matrices(_ sizes: [Int], _ numbers: [Double]) -> Tensor<Double> {
    Tensor(axes: axes(.head, .query, .key, sizes: sizes), scalars: numbers)
  }

  @Test func `a weight behind the causal diagonal is a leak`() {
    let weights = matrices([1, 2, 3], [0.5, 0.5, 0, 0.25, 0.25, 0.5])
    let strict = doctored(offsets: [0], [(.weights, weights)])["nothing-from-the-future"]
    #expect(strict?.holds == false)
    #expect(strict?.finding == "2 weights look into the future")
    let late = doctored(offsets: [1], [(.weights, weights)])["nothing-from-the-future"]
    #expect(late?.holds == true)
    let early = doctored(offsets: [-5], [(.weights, weights)])["nothing-from-the-future"]
    #expect(early?.finding == "5 weights look into the future")
    #expect(doctored([(.weights, weights)])["nothing-from-the-future"] == nil)
  }

  @Test func `each batch item has its own future`() {
    let weights = Tensor(
      axes: axes(.batch, .head, .query, .key, sizes: [2, 1, 1, 2]), scalars: [0.5, 0.5, 0.5, 0.5])
    #expect(
      doctored(offsets: [1, 0], [(.weights, weights)])["nothing-from-the-future"]?.finding
        == "1 weights look into the future")
    #expect(
      doctored(offsets: [1, 1], [(.weights, weights)])["nothing-from-the-future"]?.holds == true)
  }

  @Test func `a weight on a masked key is a leak`() {
    let masked = matrices([1, 1, 3], [1, -.infinity, -.infinity])
    let leaking = doctored([
      (.maskedScores, masked), (.weights, matrices([1, 1, 3], [0.9, 0.1, 0])),
    ])
    #expect(leaking["masked-weights-are-zero"]?.finding == "1 of 2 masked weights are not 0")
    let tight = doctored([(.maskedScores, masked), (.weights, matrices([1, 1, 3], [1, 0, 0]))])
    #expect(tight["masked-weights-are-zero"]?.holds == true)
  }

  @Test func `an answer outside the values is found`() {
    let weights = matrices([2, 1, 2], [0.5, 0.5, 1, 0])
    let value = Tensor(
      axes: axes(.head, .position, .valueDimension, sizes: [1, 2, 1]), scalars: [1.0, 3.0])
    func answers(_ numbers: [Double]) -> Tensor<Double> {
      Tensor(axes: axes(.head, .query, .valueDimension, sizes: [2, 1, 1]), scalars: numbers)
    }
    let good = doctored([(.weights, weights), (.value, value), (.headOutput, answers([2, 1]))])
    #expect(good["answers-within-values"]?.holds == true)
    let bad = doctored([(.weights, weights), (.value, value), (.headOutput, answers([2, 3.001]))])
    #expect(
      bad["answers-within-values"]?.finding == "1 answers lie outside the range of the values")
  }
}
