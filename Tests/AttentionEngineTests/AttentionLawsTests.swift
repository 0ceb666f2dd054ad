// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors
import Testing

/// What holds for attention whatever the numbers are.
@Suite struct AttentionLawsTests {
  @Test func `changing the future changes no earlier row, bit for bit`() throws {
    let problem = everythingProblem { $0.upstream = nil }
    var changed = problem
    // The last position of item 0, feature 2.
    changed.input = problem.input?.changing(4 * 7 + 2, by: 10)
    let (before, after) = (try Attention.trace(problem), try Attention.trace(changed))
    let (a, b) = (try #require(before[.output]), try #require(after[.output]))
    for cell in cells([1, 4, 11]) { #expect(a[cell] == b[cell], "\(cell)") }
    #expect(a[[0, 4, 0]] != b[[0, 4, 0]])
  }

  @Test func `permuting keys and values together changes nothing but the order of sums`() throws {
    let problem = operandProblem()
    var permuted = problem
    let order = [3, 0, 6, 1, 5, 2, 4]
    permuted.key = problem.key?.permutingPositions(order)
    permuted.value = problem.value?.permutingPositions(order)
    let a = try #require(try Attention.trace(problem)[.headOutput]).doubles
    let b = try #require(try Attention.trace(permuted)[.headOutput]).doubles
    // A mean of 7 numbers below 1, in two orders.
    for (x, y) in zip(a, b) { #expect(abs(x - y) < 20 * Double.ulpOfOne) }
  }

  @Test func `identical keys give uniform weights and the mean of the values`() throws {
    let problem = operandProblem { $0.key = array([3, 7, 2], [Double](repeating: 0.3, count: 42)) }
    let trace = try Attention.trace(problem)
    for weight in try #require(trace[.weights]).doubles { #expect(abs(weight - 1 / 7.0) < 1e-15) }
  }

  @Test func `one allowed key gives its value exactly`() throws {
    let problem = operandProblem { problem in
      problem.mask = [.allow(array([1, 7], [0, 0, 0, 0, 1, 0, 0]))]
    }
    let trace = try Attention.trace(problem)
    let (output, value) = (try #require(trace[.headOutput]), try #require(trace[.value]))
    for cell in cells(output.shape) { #expect(output[cell] == value[[cell[0], 4, cell[2]]]) }
  }

  @Test func `a constant added to a row of scores leaves the weights as they are`() throws {
    let shift: [Double] = [0.5, -2, 4, 1, 0.25]
    let shifted = operandProblem { problem in
      problem.mask = [.add(array([5, 7], shift.flatMap { [Double](repeating: $0, count: 7) }))]
    }
    let a = try #require(try Attention.trace(operandProblem())[.weights]).doubles
    let b = try #require(try Attention.trace(shifted)[.weights]).doubles
    for (x, y) in zip(a, b) { #expect(abs(x - y) < 1e-14) }
  }

  @Test func `as many key heads as query heads is plain attention`() throws {
    let problem = operandProblem { $0.keyValueHeads = 3 }
    let a = try #require(try Attention.trace(problem)[.headOutput]).doubles
    let b = try #require(try Attention.trace(operandProblem())[.headOutput]).doubles
    #expect(a == b)
  }

  @Test func `the softmax in steps gives the same weights`() throws {
    let plain = try #require(try Attention.trace(everythingProblem())[.weights]).doubles
    let steps = try #require(
      try Attention.trace(everythingProblem { $0.opensSoftmax = true })[.weights]
    ).doubles
    for (a, b) in zip(plain, steps) { #expect(abs(a - b) <= 4 * Double.ulpOfOne) }
  }

  @Test func `weights that are none are found out`() throws {
    var problem = Problem()
    problem.weights = array(
      [6, 3],
      [
        0.3194, 0.6202, 0.4051, 0.2633, 0.7116, 0.5109, 0.5891, 0.6634, 0.5201, 0.1085, 0.9187,
        0.0411, 0.0355, 0.7577, 0.1968, 0.0813, 0.5920, 0.0444,
      ])
    let found = try Attention.trace(problem).invariants()
    #expect(found.map(\.holds) == [false])
    #expect(found[0].finding.contains("rows sum to 0.72 … 1.77"), "\(found[0].finding)")
  }

  @Test func `a negative weight is found out although its row sums to 1`() throws {
    var problem = Problem()
    problem.weights = array([2, 2], [0.5, 0.5, 1.5, -0.5])
    let found = try Attention.trace(problem).invariants()
    #expect(found[0].finding.contains("2 cells lie outside 0 … 1"), "\(found[0].finding)")
  }
}

extension AnyTensor {
  /// The positions (second axis) of [head, position, dim] in another order.
  fileprivate func permutingPositions(_ order: [Int]) -> AnyTensor {
    array(shape, cells(shape).map { self[[$0[0], order[$0[1]], $0[2]]] })
  }
}
