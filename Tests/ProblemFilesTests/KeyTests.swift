// SPDX-License-Identifier: MIT

import AttentionEngine
import ProblemFiles
import Tensors
import Testing

@Suite struct KeyTests {
  @Test func `what a file leaves out has the contract's default`() throws {
    let problem = try problem("")
    #expect(problem.title == nil)
    #expect(problem.precision == .float64)
    #expect(problem.layout == .inputOutput)
    #expect(problem.heads == nil && problem.keyValueHeads == nil)
    #expect(problem.scale == nil && problem.softcap == nil)
    #expect(problem.mask.isEmpty)
    #expect(problem.emptyRows == .nan)
    #expect(problem.positions == nil)
    #expect(!problem.opensSoftmax)
    #expect(problem.input == nil && problem.upstream == nil && problem.cacheKey == nil)
  }

  @Test func `words and numbers stand where the contract has them`() throws {
    let problem = try problem(
      """
      title: "Three words: two heads"
      precision: float32
      layout: output-input
      heads: 4
      key_value_heads: "2"   # quoted, still a number
      scale: 1/sqrt(8)
      softcap: 30
      empty_rows: zero
      softmax: steps
      """)
    #expect(problem.title == "Three words: two heads")
    #expect(problem.precision == .float32)
    #expect(problem.layout == .outputInput)
    #expect(problem.heads == 4 && problem.keyValueHeads == 2)
    #expect(problem.scale == 1 / 8.0.squareRoot())
    #expect(problem.softcap == 30)
    #expect(problem.emptyRows == .zero)
    #expect(problem.opensSoftmax)
  }

  @Test func `tiles and rings are asked for by a number`() throws {
    let problem = try problem("tiles: {keys: 3}\nring: {workers: 4}\n")
    #expect(problem.tileKeys == 3 && problem.ringWorkers == 4)
  }

  @Test(arguments: [
    ("tiles: 3", "tiles: expected a mapping with keys; found '3'"),
    ("tiles: {}", "tiles: expected {keys: how many keys a tile has, 1 or more}; found nothing"),
    ("tiles: {keys: 0}", "tiles.keys: expected how many keys a tile has, 1 or more; found '0'"),
    ("ring: {workers: many}", "ring.workers: expected how many workers share the sequence"),
    ("ring: {worker: 4}", "ring.worker: is no key of ring; did you mean 'workers'?"),
  ])
  func `a part that is no number is refused`(_ text: String, _ sentence: String) {
    let error = #expect(throws: ProblemFileError.self) { try problem(text) }
    #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
  }

  @Test(arguments: [
    ("1/3", 1.0 / 3), ("-0.5", -0.5), ("1e-3", 0.001), ("'0.25'", 0.25),
    ("sqrt(2)", 2.0.squareRoot()),
  ])
  func `a scale may be written as`(_ text: String, _ value: Double) throws {
    #expect(try problem("scale: \(text)").scale == value)
  }

  @Test func `an array is found under its key`() throws {
    let places: [(String, KeyPath<Problem, AnyTensor?>)] = [
      ("input", \.input), ("memory", \.memory), ("memory_value", \.memoryValue),
      ("query", \.query), ("key", \.key), ("value", \.value), ("weights", \.weights),
      ("upstream", \.upstream),
    ]
    for (key, place) in places {
      let problem = try problem("\(key): |\n  1 2\n  3 4")
      #expect(Numbers(problem[keyPath: place]) == Numbers([2, 2], [1, 2, 3, 4]), "\(key)")
      let others = places.filter { $0.0 != key && problem[keyPath: $0.1] != nil }
      #expect(others.isEmpty, "\(key)")
    }
  }

  @Test func `projections, biases and the cache have an array for every role`() throws {
    let problem = try problem(
      """
      projections: {query: 1 2, key: 3 4, value: 5 6, output: 7 8}
      biases:
        query: 1
        key: [2]
        value: |
          3
        output: '4'
      cache: {key: 1 0, value: 0 1}
      """)
    #expect(Numbers(problem.projections.query) == Numbers([1, 2], [1, 2]))
    #expect(Numbers(problem.projections.key) == Numbers([1, 2], [3, 4]))
    #expect(Numbers(problem.projections.value) == Numbers([1, 2], [5, 6]))
    #expect(Numbers(problem.projections.output) == Numbers([1, 2], [7, 8]))
    #expect(Numbers(problem.biases.query) == Numbers([1, 1], [1]))
    #expect(Numbers(problem.biases.key) == Numbers([1], [2]))
    #expect(Numbers(problem.biases.value) == Numbers([1, 1], [3]))
    #expect(Numbers(problem.biases.output) == Numbers([1, 1], [4]))
    #expect(Numbers(problem.cacheKey) == Numbers([1, 2], [1, 0]))
    #expect(Numbers(problem.cacheValue) == Numbers([1, 2], [0, 1]))
  }

  @Test func `positions have four forms`() throws {
    guard case .sinusoidal = try problem("positions: sinusoidal").positions else {
      Issue.record("expected sinusoidal")
      return
    }
    guard case .alibi = try problem("positions: alibi").positions else {
      Issue.record("expected alibi")
      return
    }
    guard case .rotary(let plain) = try problem("positions: rotary").positions else {
      Issue.record("expected rotary")
      return
    }
    #expect(plain.base == 10_000 && plain.dimensions == nil && !plain.interleaved)
    let text =
      "positions: {rotary: {base: 500, dimensions: 4, interleaved: true, cos: 1 0, sin: 0 1}}"
    guard case .rotary(let code) = try problem(text).positions else {
      Issue.record("expected rotary with tables")
      return
    }
    #expect(code.base == 500 && code.dimensions == 4 && code.interleaved)
    #expect(Numbers(code.cosines) == Numbers([1, 2], [1, 0]))
    #expect(Numbers(code.sines) == Numbers([1, 2], [0, 1]))
  }

  @Test func `the whole is traced, with the tokens on its axes`() throws {
    let text = """
      format: 1
      tokens: [the, cat, sat]
      input: |                        # X
        1 0 1 0
        0 2 0 2
        1 1 1 1
      projections:
        query: [[1, 0], [0, 1], [1, 0], [0, 1]]
        key: [[0, 1], [1, 0], [1, 0], [0, 1]]
        value: [[1, 0], [0, 1], [1, 1], [0, 0]]
      heads: 2
      mask: [causal]
      softmax: steps
      """
    let trace = try ProblemFile(text: text, path: "problem.yaml", folder: ".").trace()
    #expect(trace[.weights]?.shape == [2, 3, 3])
    #expect(trace[.rowSums] != nil)
    #expect(trace[.query]?.axes.first { $0.name == .position }?.labels == ["the", "cat", "sat"])
  }
}
