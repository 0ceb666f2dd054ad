// SPDX-License-Identifier: MIT

import AttentionEngine
import ProblemFiles
import TestSupport
import Testing

@Suite struct MutationTests {
  /// Files that between them use every key.
  static let seeds = [
    """
    format: 1
    title: "Three words: two heads"
    precision: float32
    tokens: [the, "*", 权]
    input: |                        # X
      1 0 1/2 0
      0 sqrt(2) 0 2
      1 1 1 -1e-1
    projections: {query: [[1, 0], [0, 1], [1, 0], [0, 1]], key: [[0, 1], [1, 0], [1, 0], [0, 1]],
      value: [[1, 0], [0, 1], [1, 1], [0, 0]], output: [[1, 0, 0, 1], [0, 1, 1, 0]]}
    biases: {query: 1 2, output: [1, 2, 3, 4]}
    heads: 2
    key_value_heads: 2
    scale: 1/sqrt(8)
    softcap: 30
    mask: [causal, {window: [2, 0]}, {key_lengths: [3]}, {add: 0 0 -inf}]
    positions: sinusoidal
    softmax: steps
    upstream: |
      1 0 0 0
      0 1 0 0
      0 0 1 0
    """,
    """
    format: 1
    tokens: {query: [a, b], key: [c, d, e]}
    query: |
      1 0 1 0
      0 1 0 1

      1 1 1 1
      2 2 2 2
    key: [[[1, 0, 0, 1], [0, 1, 0, 1]], [[1, 1, 0, 0], [0, 1, 1, 0]]]
    value: [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]
    cache:
      key: [[[1, 0, 0, 1]], [[0, 0, 0, 1]]]
      value: [[[1, 2]], [[3, 4]]]
    empty_rows: zero
    mask:
    - causal: {offset: 1}
    - allow: |
        1 1 0
        1 0 1
    positions: {rotary: {base: 100, dimensions: 2, interleaved: true}}
    """,
    "format: 1\nweights: |\n  0.5 0.5\n  0.25 0.75\nlayout: output-input\n",
  ]

  /// What a slip of the editor, or somebody unkind, would put in.
  private static let snippets = [
    "\t", "- ", "? ", ": ", "[", "]", "{", "}", "&a ", "*a", "|", ">", "\n", "\"", "'", "#", "%",
    "!", "0",
    "-9223372036854775808", "1e999", "\u{85}", "\u{FEFF}", "---\n", "nan", ",", "  ",
  ]

  private static func mutant(_ seed: String, _ random: inout RandomNumbers) -> String {
    var bytes = Array(seed.utf8)
    for _ in 0..<Int.random(in: 1...2, using: &random) {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      let end = min(bytes.count, place + Int.random(in: 1...12, using: &random))
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: bytes.removeSubrange(place..<end)
      case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 3: bytes[place] = UInt8.random(in: 0x20..<0x7F, using: &random)
      case 4:
        bytes.insert(contentsOf: snippets.randomElement(using: &random)?.utf8 ?? "".utf8, at: place)
      default:
        let other = Int.random(in: 0..<bytes.count, using: &random)
        bytes.swapAt(place, other)
      }
      if bytes.isEmpty { bytes = [0x20] }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `the seeds themselves are traced`() throws {
    for seed in Self.seeds {
      _ = try ProblemFile(text: seed, path: "problem.yaml", folder: "/nowhere").trace()
    }
  }

  /// Two thousand mutants: each is traced, or refused with an error a person can place.
  @Test func `no mutant traps`() throws {
    var random = RandomNumbers(seed: 20_260)
    var traced = 0
    for number in 0..<2000 {
      let text = Self.mutant(Self.seeds[number % Self.seeds.count], &random)
      do throws(ProblemFileError) {
        _ = try ProblemFile(text: text, path: "problem.yaml", folder: "/nowhere").trace()
        traced += 1
      } catch {
        #expect(!error.sentence.isEmpty)
        let lines = text.count(where: \.isNewline) + 1
        #expect((1...lines + 1).contains(error.line ?? 1), "\(error)\n\(text)")
      }
    }
    #expect(traced > 50 && traced < 1950, "\(traced) of 2000 mutants were still problems")
  }
}
