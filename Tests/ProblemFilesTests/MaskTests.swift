// SPDX-License-Identifier: MIT

import AttentionEngine
import ProblemFiles
import Tensors
import Testing

@Suite struct MaskTests {
  /// A mask entry in one line: its kind and its numbers.
  private func told(_ entry: Problem.MaskEntry) -> String {
    switch entry {
    case .causal(.cacheLength): "causal"
    case .causal(.lowerRight): "causal lower-right"
    case .causal(.offsets(let offsets)): "causal \(offsets)"
    case .window(let left, let right): "window \(left) \(right)"
    case .keyLengths(let lengths): "key_lengths \(lengths)"
    case .allow(let matrix): "allow \(matrix.shape) \(matrix.doubles)"
    case .add(let matrix): "add \(matrix.shape) \(matrix.doubles)"
    }
  }

  @Test(arguments: [
    ("causal", ["causal"]),
    ("[causal]", ["causal"]),
    ("[]", []),
    ("{causal: lower-right}", ["causal lower-right"]),
    ("{causal: upper-left}", ["causal [0]"]),
    ("[{causal: {offset: 3}}]", ["causal [3]"]),
    ("[{causal: {offset: [3, -1]}}]", ["causal [3, -1]"]),
    ("[{window: [2, 0]}]", ["window 2 0"]),
    ("[{window: [-1, 1]}, causal]", ["window -1 1", "causal"]),
    ("{key_lengths: [5, 3]}", ["key_lengths [5, 3]"]),
    ("{key_lengths: 2}", ["key_lengths [2]"]),
    ("{allow: [[1, 0], [1, 1]]}", ["allow [2, 2] [1.0, 0.0, 1.0, 1.0]"]),
    ("{add: 0 -inf}", ["add [1, 2] [0.0, -inf]"]),
    ("[causal, {add: [[0.5]]}, {add: [[1]]}]", ["causal", "add [1, 1] [0.5]", "add [1, 1] [1.0]"]),
    (
      "\n- causal\n- window:\n  - 1\n  - 1\n- allow: |\n    1 1\n\n    0 1",
      ["causal", "window 1 1", "allow [2, 1, 2] [1.0, 1.0, 0.0, 1.0]"]
    ),
  ])
  func `a mask may be written as`(_ text: String, _ entries: [String]) throws {
    #expect(try problem("mask: \(text)").mask.map(told) == entries)
  }
}
