// SPDX-License-Identifier: MIT

import TestSupport
import Tensors
import Testing

@testable import AttentionEngine

/// What holds for attention whatever the numbers are.
@Suite struct AttentionLawTests {
  /// Single-precision results of different but equal sums: 11 terms below 2, so 11 · 11 · 2
  /// roundings; the same count serves float64.
  private func expectClose(
    _ a: AnyTensor?, _ b: AnyTensor?, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let (x, y) = (try #require(a), try #require(b))
    #expect(x.shape == y.shape, sourceLocation: sourceLocation)
    let bound = 242 * x.precision.unitRoundoff
    for (p, q) in zip(x.doubles, y.doubles) {
      #expect(abs(p - q) <= bound, sourceLocation: sourceLocation)
    }
  }

  /// Query, key and value of two heads, in one precision.
  private func given(
    _ precision: Precision, seed: UInt64 = 5,
    _ change: (inout Problem, inout RandomArrays) -> Void = { _, _ in }
  ) -> Problem {
    RandomProblem("", seed: seed, precision: precision) { problem, arrays in
      problem.query = arrays.array(2, 5, 3)
      problem.key = arrays.array(2, 7, 3)
      problem.value = arrays.array(2, 7, 11)
      change(&problem, &arrays)
    }.problem
  }

  /// Replaces numbers of an array in their places.
  private func changed(
    _ tensor: AnyTensor?, _ change: ([Int], Double) -> Double
  ) throws -> AnyTensor {
    let tensor = try #require(tensor)
    let numbers = allCells(tensor.shape).map { change($0, tensor[$0]) }
    return AnyTensor(Tensor(axes: tensor.axes, scalars: numbers))
  }

  @Test(arguments: Precision.allCases)
  func `a constant added to a score row leaves the weights`(_ precision: Precision) throws {
    let plain = given(precision)
    var shifted = plain
    shifted.mask = [
      .add(
        AnyTensor(
          Tensor(axes: axes("a", "b", sizes: [5, 7]), scalars: (0..<35).map { Double($0 / 7) })))
    ]
    let (a, b) = (try Attention.trace(plain), try Attention.trace(shifted))
    #expect(b[.maskedScores]?[[0, 4, 0]] != a[.maskedScores]?[[0, 4, 0]])
    try expectClose(a[.weights], b[.weights])
  }

  @Test(arguments: Precision.allCases)
  func `changing the future changes no earlier row, bit for bit`(_ precision: Precision) throws {
    var problem = RandomProblem.everything(precision).problem
    problem.upstream = nil
    var later = problem
    later.input = try changed(problem.input) { cell, number in cell[1] >= 3 ? number + 0.37 : number
    }
    let (a, b) = (try Attention.trace(problem), try Attention.trace(later))
    for stage in [StageID.weights, .headOutput, .mergedHeads, .output] {
      let (x, y) = (try #require(a[stage]), try #require(b[stage]))
      let queries = x.axes.firstIndex { $0.name == .query || $0.name == .position } ?? 0
      var changedRows: Set<Int> = []
      for cell in allCells(x.shape) where x[cell] != y[cell] { changedRows.insert(cell[queries]) }
      #expect(changedRows == [3, 4], "\(stage)")
    }
  }

  @Test(arguments: Precision.allCases)
  func `permuting keys and values together changes nothing`(_ precision: Precision) throws {
    let problem = given(precision)
    let order = [3, 6, 0, 5, 1, 4, 2]
    var permuted = problem
    let (key, value) = (try #require(problem.key), try #require(problem.value))
    permuted.key = try changed(key) { cell, _ in key[[cell[0], order[cell[1]], cell[2]]] }
    permuted.value = try changed(value) { cell, _ in value[[cell[0], order[cell[1]], cell[2]]] }
    let (a, b) = (try Attention.trace(problem), try Attention.trace(permuted))
    try expectClose(a[.headOutput], b[.headOutput])
    #expect(a[.weights]?[[1, 2, order[0]]] != a[.weights]?[[1, 2, 0]])
  }

  @Test(arguments: Precision.allCases)
  func `identical keys give uniform weights and the mean of the values`(
    _ precision: Precision
  ) throws {
    var problem = given(precision)
    let key = try #require(problem.key)
    problem.key = try changed(key) { cell, _ in key[[cell[0], 0, cell[2]]] }
    let trace = try Attention.trace(problem)
    let weights = try #require(trace[.weights]).doubles
    // e^0 seven times, summed exactly and divided once.
    #expect(weights.allSatisfy { abs($0 - 1 / 7) <= precision.unitRoundoff })
    let value = try #require(trace[.value])
    for cell in allCells([2, 5, 11]) {
      let mean = (0..<7).reduce(0) { $0 + value[[cell[0], $1, cell[2]]] } / 7
      let answer = try #require(trace[.headOutput])[cell]
      // Seven terms below 1, each a rounded share.
      #expect(abs(answer - mean) <= 16 * precision.unitRoundoff)
    }
  }

  @Test(arguments: Precision.allCases)
  func `one allowed key gives its value exactly`(_ precision: Precision) throws {
    let problem = given(precision) { problem, _ in
      let numbers = (0..<35).map { $0 % 7 == ($0 / 7) * 3 % 7 ? 1.0 : 0 }
      problem.mask = [
        .allow(AnyTensor(Tensor(axes: axes("a", "b", sizes: [5, 7]), scalars: numbers)))
      ]
    }
    let trace = try Attention.trace(problem)
    let (value, answer) = (try #require(trace[.value]), try #require(trace[.headOutput]))
    for cell in allCells([2, 5, 11]) {
      #expect(answer[cell] == value[[cell[0], cell[1] * 3 % 7, cell[2]]])
    }
  }

  @Test(arguments: Precision.allCases)
  func `as many key heads as heads is plain attention`(_ precision: Precision) throws {
    var problem = RandomProblem.crossAttention(precision).problem
    let plain = try Attention.trace(problem)
    problem.keyValueHeads = 3
    let grouped = try Attention.trace(problem)
    #expect(grouped.stages == plain.stages)
    for stage in plain.stages { #expect(grouped[stage]?.doubles == plain[stage]?.doubles) }
  }

  @Test(arguments: Precision.allCases)
  func `shared heads are the same heads written out`(_ precision: Precision) throws {
    let shared = given(precision, seed: 11) { problem, arrays in
      problem.query = arrays.array(6, 5, 3)
    }
    var written = shared
    let (key, value) = (try #require(shared.key), try #require(shared.value))
    func repeated(_ tensor: AnyTensor, _ width: Int) -> AnyTensor {
      AnyTensor(
        Tensor(
          axes: axes("a", "b", "c", sizes: [6, 7, width]),
          scalars: allCells([6, 7, width]).map { tensor[[$0[0] / 3, $0[1], $0[2]]] }))
    }
    written.key = repeated(key, 3)
    written.value = repeated(value, 11)
    let (a, b) = (try Attention.trace(shared), try Attention.trace(written))
    for stage in [StageID.rawScores, .weights, .headOutput] {
      #expect(a[stage]?.doubles == b[stage]?.doubles)
    }
  }

  @Test(arguments: Precision.allCases)
  func `a fused projection is one projection a head`(_ precision: Precision) throws {
    let fused = RandomProblem("", precision: precision) { problem, arrays in
      problem.input = arrays.array(5, 7)
      problem.heads = 2
      problem.projections = Problem.Roles(
        query: arrays.array(7, 6), key: arrays.array(7, 6), value: arrays.array(7, 22))
    }.problem
    let whole = try Attention.trace(fused)
    for head in 0..<2 {
      func part(_ tensor: AnyTensor?) throws -> AnyTensor {
        let tensor = try #require(tensor)
        let width = tensor.shape[1] / 2
        let cells = allCells([7, width])
        return AnyTensor(
          Tensor(
            axes: axes("a", "b", sizes: [7, width]),
            scalars: cells.map { tensor[[$0[0], head * width + $0[1]]] }))
      }
      var single = fused
      single.heads = 1
      single.projections = Problem.Roles(
        query: try part(fused.projections.query), key: try part(fused.projections.key),
        value: try part(fused.projections.value))
      let alone = try Attention.trace(single)
      for stage in [StageID.query, .key, .value, .weights, .headOutput] {
        let (all, one) = (try #require(whole[stage]), try #require(alone[stage]))
        for cell in allCells(one.shape) {
          // Sums of at most 11 terms below 2, in another blocking.
          let difference = abs(all[[head] + cell.dropFirst()] - one[cell])
          #expect(difference <= 242 * precision.unitRoundoff)
        }
      }
    }
  }

  @Test(arguments: Precision.allCases)
  func `a matrix stored the other way round gives the same`(_ precision: Precision) throws {
    var problem = RandomProblem.encodedPositions(precision).problem
    let rows = try Attention.trace(problem)
    func turned(_ tensor: AnyTensor?) -> AnyTensor? {
      tensor?.mapped(float32: { $0.exchanging(0, 1) }, float64: { $0.exchanging(0, 1) })
    }
    problem.layout = .outputInput
    problem.projections = Problem.Roles(
      query: turned(problem.projections.query), key: turned(problem.projections.key),
      value: turned(problem.projections.value), output: turned(problem.projections.output))
    let columns = try Attention.trace(problem)
    // Sinusoidal input reaches 2, sums of 7 terms: within the same count of roundings.
    try expectClose(rows[.weights], columns[.weights])
    #expect(
      columns[StageID.queryProjection.gradient]?.shape
        == rows[StageID.queryProjection.gradient]?.shape.reversed())
  }

  @Test func `a cache is the keys that came before`() throws {
    let whole = given(.float64)
    func rows(_ tensor: AnyTensor?, _ range: Range<Int>) -> AnyTensor? {
      tensor?.mapped(float32: { $0.slicing(1, range) }, float64: { $0.slicing(1, range) })
    }
    var cached = whole
    cached.cacheKey = rows(whole.key, 0..<2)
    cached.cacheValue = rows(whole.value, 0..<2)
    cached.key = rows(whole.key, 2..<7)
    cached.value = rows(whole.value, 2..<7)
    cached.mask = [.causal(.cacheLength)]
    var offset = whole
    offset.mask = [.causal(.offsets([2]))]
    let (a, b) = (try Attention.trace(cached), try Attention.trace(offset))
    for stage in [StageID.key, .value, .maskedScores, .weights, .headOutput] {
      #expect(a[stage]?.doubles == b[stage]?.doubles)
    }
    #expect(a.causalOffsets == [2])
  }

  @Test func `turning by position keeps lengths`() throws {
    let problem = given(.float64) { problem, arrays in
      problem.query = arrays.array(2, 5, 6)
      problem.key = arrays.array(2, 7, 6)
      problem.positions = .rotary(Problem.RotaryCode(interleaved: true))
    }
    let trace = try Attention.trace(problem)
    for (plain, turned) in [(StageID.query, StageID.rotatedQuery), (.key, .rotatedKey)] {
      let (a, b) = (try #require(trace[plain]), try #require(trace[turned]))
      #expect(a.doubles != b.doubles)
      for head in 0..<2 {
        for row in 0..<a.shape[1] {
          let lengths = [a, b].map { tensor in
            (0..<6).reduce(0.0) { $0 + tensor[[head, row, $1]] * tensor[[head, row, $1]] }
          }
          // Six squares below 1, a few roundings each.
          #expect(abs(lengths[0] - lengths[1]) <= 36 * Double.ulpOfOne)
        }
      }
    }
  }
}
