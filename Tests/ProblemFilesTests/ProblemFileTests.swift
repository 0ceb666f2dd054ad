// SPDX-License-Identifier: MIT

import AttentionEngine
import ProblemFiles
import TensorFiles
import Tensors
import TestSupport
import Testing

@Suite struct ProblemFileTests {
  private func read(_ text: String, folder: String = ".") throws -> Problem {
    try ProblemFile(text: "format: 1\n" + text, path: "p.yaml", folder: folder).problem
  }

  private static let matrices: [(String, [Int], [Double])] = [
    ("query: |\n  1 2\n  3 4\n", [2, 2], [1.0, 2, 3, 4]),
    ("query: |   # comment\n  1 2   # first\n\n  3 4\n", [2, 1, 2], [1, 2, 3, 4]),
    ("query: [[1, 2], [3, 4]]\n", [2, 2], [1, 2, 3, 4]),
    ("query: [[[1], [2]], [[3], [4]]]\n", [2, 2, 1], [1, 2, 3, 4]),
    ("query: [[1/2, \"-3\"], [1e-3, .5]]\n", [2, 2], [0.5, -3, 0.001, 0.5]),
    ("query: |\n  1/4 -inf\n", [1, 2], [0.25, -.infinity]),
    ("query: |\n     1   0\n    -0.5 2\n", [2, 2], [1, 0, -0.5, 2]),
    ("query: |\r\n  1 2\r\n  3 4\r\n", [2, 2], [1, 2, 3, 4]),
  ]

  @Test(arguments: matrices)
  func `a matrix may be written in several ways`(
    _ text: String, _ shape: [Int], _ numbers: [Double]
  ) throws {
    let query = try #require(try read(text).query)
    #expect(query.shape == shape)
    #expect(query.doubles == numbers)
  }

  @Test func `roots are computed to the last bit`() throws {
    let query = try #require(try read("query: [[sqrt(2), 1/sqrt(8), 1/3]]\n").query)
    #expect(query.doubles == [(2.0).squareRoot(), 1 / (8.0).squareRoot(), 1.0 / 3.0])
    #expect(try read("scale: 1/sqrt(8)\n").scale == 1 / (8.0).squareRoot())
  }

  @Test func `arrays come from files beside the problem`() throws {
    let folder = try TemporaryFolder()
    let tensor = AnyTensor.float32(Tensor(axes: [Axis("a", 2), Axis("b", 1)], scalars: [1, 2]))
    for name in ["a.npz", "a.safetensors"] {
      try TensorFile.write([("X", tensor)], to: folder.file(name))
      let problem = try read("input: {file: \(name), array: X}\n", folder: folder.path)
      #expect(problem.input?.doubles == [1, 2] && problem.input?.shape == [2, 1])
    }
    try TensorFile.write([("X", tensor)], to: folder.file("a.npy"))
    #expect(try read("input: {file: a.npy}\n", folder: folder.path).input?.doubles == [1, 2])
  }

  @Test func `tokens serve both sides, or each its own`() throws {
    let both = try read("tokens: [注意, \"yes\", no, 1, ~, '']\n")
    #expect(both.queryLabels == ["注意", "yes", "no", "1", "~", ""])
    #expect(both.keyLabels == both.queryLabels)
    let apart = try read("tokens: {query: [a], key: [b, c]}\n")
    #expect(apart.queryLabels == ["a"] && apart.keyLabels == ["b", "c"])
  }

  @Test(
    arguments: [
      ("causal", "causal(AttentionEngine.Problem.CausalAlignment.cacheLength)"),
      ("[causal]", "causal(AttentionEngine.Problem.CausalAlignment.cacheLength)"),
      ("[{causal: lower-right}]", "causal(AttentionEngine.Problem.CausalAlignment.lowerRight)"),
      ("[{causal: {offset: 3}}]", "causal(AttentionEngine.Problem.CausalAlignment.offsets([3]))"),
      (
        "[{causal: {offset: [3, -1]}}]",
        "causal(AttentionEngine.Problem.CausalAlignment.offsets([3, -1]))"
      ),
      ("[{window: [2, -1]}]", "window(left: 2, right: -1)"),
      ("[{key_lengths: [5, 3]}]", "keyLengths([5, 3])"),
    ])
  func `mask entries are read`(_ text: String, _ expected: String) throws {
    #expect(try read("mask: \(text)\n").mask.map { "\($0)" } == [expected])
  }

  @Test func `the rest of the keys are read`() throws {
    let problem = try read(
      """
      title: T
      precision: float32
      layout: output-input
      heads: 6
      key_value_heads: 2
      softcap: 30
      empty_rows: zero
      softmax: steps
      positions: {rotary: {base: 500, dimensions: 4, interleaved: true}}
      cache: {key: [[1]], value: [[2]]}
      memory: [[1, 2]]
      memory_value: [[3]]
      upstream: [[4]]
      biases: {query: [1, 2], output: |
          3 4
        }
      """.replacing("output: |\n    3 4\n  }", with: "output: [3, 4]}"))
    #expect(problem.title == "T" && problem.precision == .float32 && problem.layout == .outputInput)
    #expect(problem.heads == 6 && problem.keyValueHeads == 2 && problem.softcap == 30)
    #expect(problem.emptyRows == .zero && problem.opensSoftmax)
    #expect(problem.cacheKey?.doubles == [1] && problem.cacheValue?.doubles == [2])
    #expect(problem.memory?.shape == [1, 2] && problem.memoryValue?.doubles == [3])
    #expect(problem.upstream?.doubles == [4] && problem.biases.output?.doubles == [3, 4])
    guard case .rotary(let code) = problem.positions else {
      Issue.record("positions are \(String(describing: problem.positions))")
      return
    }
    #expect(code.base == 500 && code.dimensions == 4 && code.interleaved)
  }

  /// Bytes of a valid file changed, left out and doubled: a problem or an error, never a trap.
  @Test func `whatever is done to a file, it is read or refused`() throws {
    let text = """
      format: 1
      title: "a: b"
      tokens: [the, cat]
      input: |
        1 0.5
        -1/3 sqrt(2)
      projections:
        query: |
          1 2
          3 4
        key: [[1, 2], [3, 4]]
        value: [[1, 2], [3, 4]]
      mask: [causal, {window: [1, -1]}]
      positions: {rotary: {base: 100}}
      """
    let original = Array(text.utf8)
    var numbers = SplitMix64(seed: 23)
    var outcomes = (read: 0, refused: 0)
    for _ in 0..<2000 {
      var bytes = original
      for _ in 0...Int.random(in: 0...3, using: &numbers) {
        let place = Int.random(in: 0..<bytes.count, using: &numbers)
        switch Int.random(in: 0...3, using: &numbers) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(bytes[place], at: place)
        default: bytes[place] = original.randomElement(using: &numbers) ?? 0
        }
      }
      let changed = String(decoding: bytes, as: UTF8.self)
      do throws(ProblemFileError) {
        _ = try ProblemFile(text: changed, path: "p.yaml", folder: "/nowhere").trace()
        outcomes.read += 1
      } catch {
        outcomes.refused += 1
        #expect(error.description.hasPrefix("p.yaml"))
      }
    }
    #expect(outcomes.read > 50 && outcomes.refused > 500, "\(outcomes)")
  }
}
