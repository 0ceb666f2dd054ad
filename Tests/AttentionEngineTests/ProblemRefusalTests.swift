// SPDX-License-Identifier: MIT

import TestSupport
import Tensors
import Testing

@testable import AttentionEngine

/// Problems that cannot be computed: which entry to look at, and what the sentence says.
@Suite struct ProblemRefusalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let base: Problem
    let key: String
    let says: [String]
    let change: @Sendable (inout Problem) -> Void

    init(
      _ name: String, _ base: Problem, key: String, says: String...,
      change: @escaping @Sendable (inout Problem) -> Void
    ) {
      testDescription = name
      self.base = base
      self.key = key
      self.says = says
      self.change = change
    }
  }

  static func ones(_ shape: Int...) -> AnyTensor {
    AnyTensor(Tensor<Double>(axes: shape.map { Axis("axis", $0) }, repeating: 1))
  }

  /// Five positions, d_model 7, two heads of d_k 3 and d_v 11.
  static let projected: Problem = {
    var problem = Problem()
    problem.input = ones(5, 7)
    problem.heads = 2
    problem.projections = Problem.Roles(query: ones(7, 6), key: ones(7, 6), value: ones(7, 22))
    return problem
  }()

  /// Two items, three heads, five queries, seven keys.
  static let given: Problem = {
    var problem = Problem()
    problem.query = ones(2, 3, 5, 11)
    problem.key = ones(2, 3, 7, 11)
    problem.value = ones(2, 3, 7, 13)
    return problem
  }()

  static let cases = heads + entries + operands + masks + rest

  private static let heads: [Case] = [
    Case(
      "an article's five features for two heads", Problem(), key: "heads",
      says: "5 is not divisible by 2", "4 or 6 columns", "with 5 columns use 1 or 5 heads"
    ) {
      $0.input = ones(3, 5)
      $0.heads = 2
      $0.projections = Problem.Roles(query: ones(5, 5), key: ones(5, 5), value: ones(5, 5))
    },
    Case("no heads", projected, key: "heads", says: "is 0; expected 1 or more") { $0.heads = 0 },
    Case(
      "shared heads that do not divide", projected, key: "key_value_heads",
      says: "is 4; 6 query heads share them evenly only if it is one of 1, 2, 3, 6"
    ) {
      $0.heads = 6
      $0.keyValueHeads = 4
    },
    Case("no shared heads", projected, key: "key_value_heads", says: "is 0", "1, 2") {
      $0.keyValueHeads = 0
    },
    Case(
      "given heads that do not divide", given, key: "key",
      says: "3 query heads cannot share 2 key/value heads evenly"
    ) {
      $0.key = ones(2, 2, 7, 11)
      $0.value = ones(2, 2, 7, 13)
    },
    Case("heads that are not those given", given, key: "heads", says: "is 2", "has 3") {
      $0.heads = 2
    },
    Case(
      "shared heads that are not those given", given, key: "key_value_heads", says: "is 1", "has 3"
    ) { $0.keyValueHeads = 1 },
  ]

  private static let entries: [Case] = [
    Case("nothing", Problem(), key: "input", says: "nothing to compute from") { _ in },
    Case(
      "no projections", projected, key: "projections",
      says: "query is missing; input needs projections for query, key and value"
    ) { $0.projections = Problem.Roles() },
    Case("no value projection", projected, key: "projections", says: "value is missing") {
      $0.projections.value = nil
    },
    Case(
      "input beside query", projected, key: "query",
      says: "stands beside input", "either input with projections, or query, key and value"
    ) { $0.query = ones(5, 3) },
    Case("input beside value", projected, key: "value", says: "stands beside input") {
      $0.value = ones(5, 3)
    },
    Case("query without key", given, key: "key", says: "is missing", "given together") {
      $0.key = nil
    },
    Case("query without value", given, key: "value", says: "is missing") { $0.value = nil },
    Case(
      "a projection for another width", projected, key: "projections.key",
      says: "[11, 6]", "rows of 11 numbers", "have 7"
    ) { $0.projections.key = ones(11, 6) },
    Case(
      "a projection stored the other way round", projected, key: "projections.query",
      says: "rows of 6", "is it stored as layout: output-input?"
    ) { $0.projections.query = ones(6, 7) },
    Case(
      "a projection of three axes", projected, key: "projections.query", says: "expected a matrix"
    ) { $0.projections.query = ones(1, 7, 6) },
    Case(
      "another key_dim", projected, key: "projections.key",
      says: "2 heads of 5 features", "2 heads of 3", "expected 6 columns"
    ) { $0.projections.key = ones(7, 10) },
    Case(
      "an output projection of another height", projected, key: "projections.output",
      says: "[7, 5]", "merged_heads have 22"
    ) { $0.projections.output = ones(7, 5) },
    Case("a bias of another width", projected, key: "biases.value", says: "has 6 numbers", "22") {
      $0.biases.value = ones(6)
    },
    Case("a bias of two rows", projected, key: "biases.query", says: "one row of numbers") {
      $0.biases.query = ones(2, 6)
    },
    Case(
      "an output bias alone", projected, key: "biases.output", says: "without projections.output"
    ) {
      $0.heads = 1
      $0.biases.output = ones(22)
    },
    Case("an input of one axis", projected, key: "input", says: "expected [position, model]") {
      $0.input = ones(7)
    },
    Case("an empty input", projected, key: "input", says: "is empty", "[0, 7]") {
      $0.input = ones(0, 7)
    },
  ]

  private static let operands: [Case] = [
    Case("an operand of five axes", given, key: "query", says: "has 5 axes") {
      $0.query = ones(1, 2, 3, 5, 11)
    },
    Case("a key without a batch", given, key: "key", says: "both need a batch axis, or neither") {
      $0.key = ones(3, 7, 11)
    },
    Case("a key of other items", given, key: "key", says: "has 5 batch items", "2") {
      $0.key = ones(5, 3, 7, 11)
    },
    Case("a key of another width", given, key: "key", says: "has 2 features a head, query has 11") {
      $0.key = ones(2, 3, 7, 2)
    },
    Case("a value of other positions", given, key: "value", says: "has 5 positions, key has 7") {
      $0.value = ones(2, 3, 5, 13)
    },
    Case("a value of other heads", given, key: "value", says: "has 1 heads, key has 3") {
      $0.value = ones(2, 1, 7, 13)
    },
    Case("a memory without a batch", projected, key: "memory", says: "both need a batch axis") {
      $0.input = ones(2, 5, 7)
      $0.memory = ones(5, 7)
    },
    Case("a memory of other items", projected, key: "memory", says: "3 batch items") {
      $0.input = ones(2, 5, 7)
      $0.memory = ones(3, 5, 7)
    },
    Case("a memory_value of other items", projected, key: "memory_value", says: "3 batch items") {
      $0.input = ones(2, 5, 7)
      $0.memory = ones(2, 5, 7)
      $0.memoryValue = ones(3, 5, 7)
    },
    Case("a memory_value of other positions", projected, key: "value", says: "3 positions", "5") {
      $0.memory = ones(5, 7)
      $0.memoryValue = ones(3, 7)
    },
    Case("half a cache", given, key: "cache", says: "value is missing") {
      $0.cacheKey = ones(2, 3, 1, 11)
    },
    Case(
      "a cache without a batch", given, key: "cache.key",
      says: "expected 4 axes, [batch, head, position, dim]"
    ) {
      $0.cacheKey = ones(3, 1, 11)
      $0.cacheValue = ones(3, 1, 13)
    },
    Case("a cache with a batch", projected, key: "cache.key", says: "expected 3 axes") {
      $0.cacheKey = ones(1, 2, 5, 3)
      $0.cacheValue = ones(1, 2, 5, 11)
    },
    Case("a cache of another width", given, key: "cache.key", says: "key_dim", "2", "11") {
      $0.cacheKey = ones(2, 3, 1, 2)
      $0.cacheValue = ones(2, 3, 1, 13)
    },
    Case("a cache of other heads", given, key: "cache.value", says: "head") {
      $0.cacheKey = ones(2, 3, 1, 11)
      $0.cacheValue = ones(2, 1, 1, 13)
    },
  ]

  private static let masks: [Case] = [
    Case(
      "an allow matrix that does not stretch", given, key: "mask[1].allow",
      says: "[5, 6]", "does not stretch over the scores", "[batch=2, head=3, query=5, key=7]",
      "the 7 keys"
    ) { $0.mask = [.causal(.cacheLength), .allow(ones(5, 6))] },
    Case("an allow matrix of one key", given, key: "mask[0].allow", says: "[5, 1]") {
      $0.mask = [.allow(ones(5, 1))]
    },
    Case("an added matrix of five axes", given, key: "mask[0].add", says: "does not stretch") {
      $0.mask = [.add(ones(1, 2, 3, 5, 7))]
    },
    Case(
      "key lengths beyond the keys", given, key: "mask[0].key_lengths",
      says: "[3, 8]", "from 0 to 7"
    ) { $0.mask = [.keyLengths([3, 8])] },
    Case("key lengths below zero", given, key: "mask[0].key_lengths", says: "[-1, 2]") {
      $0.mask = [.keyLengths([-1, 2])]
    },
    Case(
      "key lengths for three items", given, key: "mask[0].key_lengths",
      says: "3 numbers for 2 batch items"
    ) { $0.mask = [.keyLengths([1, 2, 3])] },
    Case("no key lengths", given, key: "mask[0].key_lengths", says: "0 numbers") {
      $0.mask = [.keyLengths([])]
    },
    Case(
      "offsets for three items", given, key: "mask[0].causal.offset", says: "3 numbers for 2"
    ) { $0.mask = [.causal(.offsets([1, 2, 3]))] },
    Case("an offset beyond all sequences", given, key: "mask[0].causal.offset", says: "expected") {
      $0.mask = [.causal(.offsets([.max]))]
    },
    Case("a window beyond all sequences", given, key: "mask[0].window", says: "expected") {
      $0.mask = [.window(left: 1, right: .max)]
    },
    Case("a window of less than nothing", given, key: "mask[0].window", says: "[-2, 1]", "-1") {
      $0.mask = [.window(left: -2, right: 1)]
    },
  ]

  private static let rest: [Case] = [
    Case(
      "scores that no machine should record", given, key: "query",
      says: "scores of 2 × 3 × 5000 × 7000 numbers", "at most 134217728"
    ) {
      $0.query = ones(2, 3, 5000, 1)
      $0.key = ones(2, 3, 7000, 1)
      $0.value = ones(2, 3, 7000, 1)
    },
    Case("too few tokens", projected, key: "tokens", says: "3 tokens for the 5 positions of input")
    { $0.queryLabels = ["the", "cat", "sat"] },
    Case("too few tokens for keys", given, key: "tokens", says: "2 tokens for the 7") {
      $0.keyLabels = ["the", "cat"]
    },
    Case(
      "an upstream gradient of another shape", projected, key: "upstream",
      says: "[5, 7]", "head_output"
    ) { $0.upstream = ones(5, 7) },
    Case("an upstream gradient of a scalar", given, key: "upstream", says: "[]") {
      $0.upstream = AnyTensor(Tensor<Double>(axes: [], repeating: 1))
    },
    Case(
      "an odd number of turned features", given, key: "positions.rotary.dimensions",
      says: "is 3; expected an even number from 2 to 11"
    ) { $0.positions = .rotary(Problem.RotaryCode(dimensions: 3)) },
    Case("cosines alone", given, key: "positions.rotary", says: "given together") {
      $0.positions = .rotary(Problem.RotaryCode(dimensions: 2, cosines: ones(7, 1)))
    },
    Case("tables of unequal shape", given, key: "positions.rotary", says: "stretched") {
      $0.positions = .rotary(
        Problem.RotaryCode(dimensions: 2, cosines: ones(7, 1), sines: ones(11, 1)))
    },
    Case("tables too short", given, key: "positions.rotary", says: "a row for every position") {
      $0.positions = .rotary(
        Problem.RotaryCode(dimensions: 2, cosines: ones(6, 1), sines: ones(6, 1)))
    },
    Case("a table of one axis", given, key: "positions.rotary.cos", says: "n/2") {
      $0.positions = .rotary(
        Problem.RotaryCode(dimensions: 2, cosines: ones(7), sines: ones(7)))
    },
    Case("claimed weights of one axis", Problem(), key: "weights", says: "[query, key]") {
      $0.weights = ones(3)
    },
    Case("claimed weights without cells", Problem(), key: "weights", says: "is empty") {
      $0.weights = ones(3, 0)
    },
    Case("claimed weights for other values", Problem(), key: "value", says: "matrix product") {
      $0.weights = ones(3, 2)
      $0.value = ones(5, 7)
    },
  ]

  @Test(arguments: cases)
  func `a problem that does not fit names its entry`(_ refused: Case) throws {
    for precision in Precision.allCases {
      var problem = refused.base
      problem.precision = precision
      refused.change(&problem)
      let error = try #require(
        #expect(throws: ProblemError.self) { try Attention.trace(problem) })
      #expect(error.key == refused.key, "\(error)")
      for words in refused.says { #expect(error.sentence.contains(words), "\(error)") }
      #expect(error.description == "\(error.key): \(error.sentence)")
    }
  }

  @Test func `the problems the refusals start from are good`() throws {
    #expect(try Attention.trace(Self.projected)[.mergedHeads]?.shape == [5, 22])
    #expect(try Attention.trace(Self.given)[.headOutput]?.shape == [2, 3, 5, 13])
  }
}
