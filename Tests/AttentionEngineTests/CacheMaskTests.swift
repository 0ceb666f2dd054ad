// SPDX-License-Identifier: MIT

import Tensors
import TestSupport
import Testing

@testable import AttentionEngine

/// Behind a cache of three keys the first query stands at place 3, whatever else the mask says.
@Suite struct CacheMaskTests {
  /// One head, two queries, two keys of their own; every score is 0.
  private func problem() -> Problem {
    func zeros(_ rows: Int, _ columns: Int) -> AnyTensor {
      .float64(
        Tensor(
          axes: [Axis(.position, rows), Axis(.model, columns)],
          scalars: [Double](repeating: 0, count: rows * columns)))
    }
    var problem = Problem()
    problem.query = zeros(2, 5)
    problem.key = zeros(2, 5)
    problem.value = zeros(2, 7)
    problem.cacheKey = zeros(3, 5)
    problem.cacheValue = zeros(3, 7)
    return problem
  }

  private func visible(_ mask: [Problem.MaskEntry]) throws -> [[Bool]] {
    var problem = problem()
    problem.mask = mask
    let weights = try #require(try Attention.trace(problem)[.weights])
    return (0..<2).map { query in (0..<5).map { weights.doubles[query * 5 + $0] > 0 } }
  }

  @Test func `a window counts from the cache, with a causal mask and without`() throws {
    let band = [[false, false, true, true, false], [false, false, false, true, true]]
    #expect(try visible([.window(left: 1, right: 0)]) == band)
    #expect(try visible([.causal(.cacheLength), .window(left: 1, right: 0)]) == band)
    let upperLeft = [[true, false, false, false, false], [true, true, false, false, false]]
    #expect(try visible([.causal(.offsets([0])), .window(left: 1, right: 0)]) == upperLeft)
  }

  @Test func `ALiBi measures distance from the place behind the cache`() throws {
    var problem = problem()
    problem.positions = .alibi
    let scores = try #require(try Attention.trace(problem)[.maskedScores]).doubles
    for query in 0..<2 {
      for key in 0..<5 {
        #expect((scores[query * 5 + key] == 0) == (key == query + 3), "\(query) \(key)")
      }
    }
  }
}
