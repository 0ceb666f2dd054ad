// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors
import Testing

@Suite struct ProblemErrorTests {
  typealias Change = @Sendable (inout Problem) -> Void

  static let refused: [(String, String, Change)] = [
    (
      "heads", "18 is not divisible by 5 heads",
      {
        $0.heads = 5; $0.keyValueHeads = 5
      }
    ),
    ("key_value_heads", "is 4; 6 query heads share them evenly only", { $0.keyValueHeads = 4 }),
    ("projections", "value is missing", { $0.projections.value = nil }),
    (
      "projections.key", "expected 6 columns",
      {
        $0.biases.key = nil; $0.projections.key = array([7, 8], zeros(56))
      }
    ),
    (
      "projections.query", "those of input have 7",
      { $0.projections.query = array([8, 18], zeros(144)) }
    ),
    (
      "projections.query", "is it stored as layout",
      { $0.projections.query = array([18, 7], zeros(126)) }
    ),
    ("biases.query", "has 17 numbers", { $0.biases.query = array([17], zeros(17)) }),
    ("query", "stands beside input", { $0.query = array([5, 3], zeros(15)) }),
    ("input", "expected [position, model]", { $0.input = array([7], zeros(7)) }),
    ("tokens", "3 tokens for the 5 positions", { $0.queryLabels = ["a", "b", "c"] }),
    ("mask[0].key_lengths", "expected numbers from 0 to 5", { $0.mask = [.keyLengths([9])] }),
    ("mask[0].key_lengths", "for 2 batch items", { $0.mask = [.keyLengths([1, 2, 3])] }),
    (
      "mask[1].add", "does not stretch over the scores",
      { $0.mask = [.causal(.lowerRight), .add(array([5, 4], zeros(20)))] }
    ),
    (
      "mask[0].allow", "the last must be the 5 keys",
      { $0.mask = [.allow(array([5, 1], zeros(5)))] }
    ),
    ("mask[0].window", "expected numbers from 0", { $0.mask = [.window(left: -2, right: 1)] }),
    ("cache", "value is missing", { $0.cacheKey = array([2, 2, 3, 3], zeros(36)) }),
    (
      "cache.key", "expected 4 axes",
      {
        $0.cacheKey = array([2, 3, 3], zeros(18)); $0.cacheValue = array([2, 3, 4], zeros(24))
      }
    ),
    ("upstream", "expected that of the last stage", { $0.upstream = array([2, 5, 7], zeros(70)) }),
    (
      "positions.rotary.dimensions", "expected an even number",
      { $0.positions = .rotary(.init(dimensions: 3)) }
    ),
    ("memory", "both need a batch axis", { $0.memory = array([5, 7], zeros(35)) }),
  ]

  @Test(arguments: refused)
  func `what does not fit is refused by name`(
    _ key: String, _ part: String, _ change: Change
  ) throws {
    let problem = everythingProblem(adjust: change)
    let error = #expect(throws: ProblemError.self) { try Attention.trace(problem) }
    #expect(error?.key == key, "\(error?.description ?? "")")
    #expect(error?.sentence.contains(part) == true, "\(error?.description ?? "")")
  }

  @Test func `five columns and two heads: what would work is said`() throws {
    var problem = Problem()
    problem.input = array([2, 3, 5], zeros(30))
    let square = array([5, 5], zeros(25))
    problem.projections = .init(query: square, key: square, value: square, output: square)
    problem.heads = 2
    let error = #expect(throws: ProblemError.self) { try Attention.trace(problem) }
    let sentence = error?.sentence ?? ""
    #expect(sentence.contains("5 is not divisible by 2 heads"))
    #expect(sentence.contains("4 or 6 columns") && sentence.contains("1 or 5 heads"), "\(sentence)")
  }
}

private func zeros(_ count: Int) -> [Double] { [Double](repeating: 0, count: count) }
