// SPDX-License-Identifier: MIT

import TestSupport
import Tensors
import Testing

@testable import AttentionEngine

/// What is not kept must read as if it had been.
@Suite struct OnDemandTests {
  /// Self-attention with everything that stands between scores and weights.
  private static func problem(_ precision: Precision, positions: Int) -> RandomProblem {
    RandomProblem("on demand", precision: precision) { problem, arrays in
      problem.input = arrays.array(positions, 12)
      problem.projections.query = arrays.array(12, 12)
      problem.projections.key = arrays.array(12, 6)
      problem.projections.value = arrays.array(12, 10)
      problem.projections.output = arrays.array(20, 7)
      problem.biases.query = arrays.array(12)
      problem.biases.output = arrays.array(7)
      problem.heads = 4
      problem.keyValueHeads = 2
      problem.softcap = 3
      problem.mask = [.causal(.cacheLength), .add(arrays.array(positions, positions))]
      problem.positions = .alibi
    }
  }

  @Test(arguments: Precision.allCases)
  func `a trace on demand is the kept trace`(_ precision: Precision) throws {
    let problem = Self.problem(precision, positions: 29).problem
    let kept = try Attention.trace(problem)
    let onDemand = try Attention.trace(problem, keepingUpTo: 400)
    #expect(onDemand.stages == kept.stages)
    #expect(onDemand.record(.weights)?.isKept == false)
    #expect(onDemand.record(.headOutput)?.isKept == false)
    for stage in kept.stages {
      let (one, other) = (try #require(onDemand[stage]), try #require(kept[stage]))
      #expect(one.axes == other.axes)
      for cell in allCells(other.shape) {
        // Each cell is one sum from k = 0 on, in a row of its own as among others: the same bits.
        try #require(
          one[cell] == other[cell], "\(stage)\(cell): \(one[cell]), kept \(other[cell])")
      }
    }
  }

  @Test(arguments: Precision.allCases)
  func `the output alone is the recorded output`(_ precision: Precision) throws {
    for positions in [5, 131] {
      let problem = Self.problem(precision, positions: positions).problem
      let output = try Attention.output(problem)
      let recorded = try #require(try Attention.trace(problem)[.output])
      #expect(output.axes == recorded.axes)
      // The same blocks in the same order, kept or not.
      #expect(output.doubles == recorded.doubles)
    }
  }

  @Test func `large scores that are derived read bit for bit as if they were stored`() throws {
    var generator = SplitMix64(seed: 31)
    let axes = [Axis(.head, 3), Axis(.query, 151), Axis(.key, 149)]
    let raw = Tensor<Float>.random(axes, using: &generator)
    let scale = Scale(by: .inverseRoot(of: 7))
    let mask = Mask([.causal(offsets: [2]), .window(left: 90, right: nil, offsets: [0])])
    let scaled = try scale.evaluate([raw])
    let masked = try mask.evaluate([scaled])
    #expect(!scaled.isKept && !masked.isKept)
    let factor = Float(scale.factor.value)
    #expect(masked[[2, 150, 3]] == -.infinity)
    #expect(scaled[[1, 77, 5]] == raw[[1, 77, 5]] * factor)
    // The softmax made from the recipe, and the one made from stored scores.
    let stored = Tensor<Float>(axes: axes, scalars: masked.scalars)
    #expect(masked.isKept)
    #expect(scaled.scalars == raw.scalars.map { $0 * factor })
    let fromRecipe = try Softmax().evaluate([try mask.evaluate([try scale.evaluate([raw])])])
    #expect(fromRecipe.scalars == (try Softmax().evaluate([stored])).scalars)
    // A view of what is derived, and a row of it, are the same numbers.
    let view = try scale.evaluate([raw]).exchanging(1, 2)
    #expect(view[[1, 5, 77]] == scaled[[1, 77, 5]])
  }

  /// Scores and weights that are filled on the way to the answers are what each operation makes of the
  /// recorded numbers, and are filled as well where nothing follows.
  @Test(arguments: Precision.allCases)
  func `large stages computed together are the operations one by one`(_ precision: Precision) throws
  {
    let problem = Self.problem(precision, positions: 131).problem
    let trace = try Attention.trace(problem)
    for stage in [StageID.rawScores, .scaledScores, .maskedScores, .weights, .headOutput] {
      let record = try #require(trace.record(stage))
      #expect(record.axes.placeCount >= 1 << 11)
      let again = try again(record, in: trace)
      #expect(again.doubles == record.tensor?.doubles, "\(stage)")
    }
    let merged = try #require(trace[.mergedHeads])
    #expect(merged.storageIdentity == trace[.headOutput]?.storageIdentity)
    let heads = try #require(trace[.headOutput])
    #expect(merged[[130, 7]] == heads[[1, 130, 2]])
  }

  /// Evaluates a record from its operands; unnamed ones are evaluated first.
  private func again(_ record: Trace.Record, in trace: Trace) throws -> AnyTensor {
    let operation = try #require(record.operation)
    let operands = try record.operands.map { place in
      try trace.records[place].tensor ?? again(trace.records[place], in: trace)
    }
    return switch trace.precision {
    case .float32:
      AnyTensor(try operation.evaluate(operands.map { $0.converted(to: Float.self) }))
    case .float64:
      AnyTensor(try operation.evaluate(operands.map { $0.converted(to: Double.self) }))
    }
  }

  /// The same problem with one number of its values replaced, if there is one to replace it by.
  private static func spoiled(_ problem: Problem, at place: Int, by bad: Double?) -> Problem {
    guard let bad, let value = problem.value else { return problem }
    var numbers = value.doubles
    numbers[place] = bad
    var spoiled = problem
    spoiled.value = AnyTensor(Tensor(axes: value.axes, scalars: numbers))
    return spoiled
  }

  /// Hidden keys are skipped where nobody reads their scores, but not where a value is no number.
  @Test func `skipping hidden keys changes no bit, and hides no nan`() throws {
    let plain = RandomProblem("causal", precision: .float32) { problem, arrays in
      problem.query = arrays.array(2, 301, 8)
      problem.key = arrays.array(2, 301, 8)
      problem.value = arrays.array(2, 301, 8)
      problem.mask = [.causal(.cacheLength)]
    }
    for bad in [nil, Double.nan, .infinity] {
      let problem = Self.spoiled(plain.problem, at: 300 * 8 + 3, by: bad)
      let recorded = try #require(try Attention.trace(problem)[.headOutput])
      let output = try Attention.output(problem)
      let same = zip(output.doubles, recorded.doubles).allSatisfy {
        $0 == $1 || ($0.isNaN && $1.isNaN)
      }
      #expect(same)
      #expect(recorded[[0, 5, 3]].isNaN == (bad != nil))
      #expect(!recorded[[1, 5, 3]].isNaN)
    }
  }

  @Test func `a row alone mixes a part of the values at a time`() throws {
    // So many numbers that they are not packed for one row; most keys are hidden from all queries.
    let keys = 37_511
    let plain = RandomProblem("one row", precision: .float64) { problem, arrays in
      problem.query = arrays.array(2, 5, 3)
      problem.key = arrays.array(2, keys, 3)
      problem.value = arrays.array(2, keys, 7)
      problem.mask = [.causal(.cacheLength)]
    }
    for bad in [nil, Double.nan, .infinity] {
      let problem = Self.spoiled(plain.problem, at: 30_011 * 7 + 3, by: bad)
      let kept = try #require(try Attention.trace(problem)[.headOutput])
      let onDemand = try #require(try Attention.trace(problem, keepingUpTo: 400)[.headOutput])
      for cell in allCells(kept.shape) {
        let (one, other) = (onDemand[cell], kept[cell])
        #expect(one == other || (one.isNaN && other.isNaN), "\(cell): \(one), kept \(other)")
      }
      #expect(onDemand[[0, 4, 3]].isNaN == (bad != nil))
      #expect(!onDemand[[1, 4, 3]].isNaN)
    }
  }

  @Test func `steps and bytes are counted on the record`() throws {
    var problem = Problem()
    problem.precision = .float32
    let rows = Tensor<Float>(axes: [Axis("a", 3), Axis("b", 2)], repeating: 1)
    problem.query = .float32(rows)
    problem.key = .float32(rows)
    problem.value = .float32(rows)
    let trace = try Attention.trace(problem)
    // QKᵀ: 9 cells of 2 products and a sum; scaled: 9; softmax: 5 a cell; AV: 6 cells of 3 products
    // and 2 sums.
    #expect(trace.stepCount == 9 * 3 + 9 + 9 * 5 + 6 * 5)
    #expect(trace.productStepCount == 2 * 9 * 2 + 2 * 6 * 3)
    // Given: 6 numbers, shared by the three operands. Scores, scaled, weights; masked is scaled itself.
    #expect(trace.keptByteCount == 4 * (6 + 9 + 9 + 9 + 6))
  }

  @Test func `sizes beyond the limit are refused when all is to be kept, and not on demand`() throws
  {
    var problem = Problem()
    problem.precision = .float32
    let rows = Tensor<Float>(axes: [Axis("a", 12_000), Axis("b", 1)]) { numbers in
      for index in numbers.indices { numbers[index] = Float(index % 7) / 7 }
    }
    problem.query = .float32(rows)
    problem.key = .float32(rows)
    problem.value = .float32(rows)
    #expect(throws: ProblemError.self) { try Attention.trace(problem) }
    let trace = try Attention.trace(problem, keepingUpTo: Attention.mostKept)
    #expect(trace.invariants() == [])
    let row = (0..<12_000).map { trace[.weights]?[[0, 5, $0]] ?? .nan }
    #expect(abs(row.reduce(0, +) - 1) < 1e-4)
    problem.opensSoftmax = true
    #expect(throws: ProblemError.self) {
      try Attention.trace(problem, keepingUpTo: Attention.mostKept)
    }
  }
}
