// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import Foundation
import ProblemFiles
import Tensors
import Testing

@Suite struct WhyTests {
  static let problem = """
    format: 1
    tokens: [the, 注意力, sat]
    input: |
      1 0 1 0
      0 2 0 2
      1 1 1 1
    projections:
      query: |
        1 0 0 1
        0 1 1 0
        1 0 -1 0.5
        0 -1 0 1
      key: |
        0 1 1/2 0
        1 0 0 1
        0 1 -1 0
        0.5 0 0 1
      value: |
        1 2 0 1
        0 1 1 0
        1 0 -1 0.5
        0 -1 2 1
    heads: 2
    mask: [causal]
    """

  func trace() throws -> Trace {
    try ProblemFile(text: Self.problem, path: "words.yaml", folder: ".").trace()
  }

  func text(_ cell: String, depth: Int = 1, unicode: Bool = true) throws -> String {
    let trace = try trace()
    let why = try #require(CellExplanation(try trace.cell(cell), in: trace))
    return render(
      WhyDocument(trace, depth: depth).document(for: why),
      with: Capabilities(width: 80, unicode: unicode))
  }

  @Test func `a weight is explained from formula to result`() throws {
    let text = try text("weights[0,2,1]")
    #expect(
      text.contains(
        """
            A[0,2,1] = e^ℓ[0,2,1] / (e^ℓ[0,2,0] + e^ℓ[0,2,1] + e^ℓ[0,2,2])
                     = e^4.2426 / (e^0 + e^4.2426 + e^2.1213)
                     = 69.5914 / (1.0000 + 69.5914 + 8.3421)
                     = 69.5914 / 78.9335
                     = 0.8816
        """), "\(text)")
    #expect(text.contains("head 0, query 2 \"sat\", key 1 \"注意力\""))
    #expect(
      text.contains("weights <- masked_scores <- scaled_scores <-\nraw_scores <- query <- input"))
  }

  @Test func `a projected cell is one sum, through the unnamed product`() throws {
    #expect(try text("query[1,2,1]").contains("= 1·1 + 1·0 + 1·0.5 + 1·1"))
  }

  @Test func `a hidden key says which rule hides it`() throws {
    #expect(try text("masked_scores[0,0,2]").contains("causal: key 2 comes after query 0"))
  }

  @Test func `a given number says so`() throws {
    #expect(try text("input[0,0]").contains("given, not computed"))
  }

  @Test func `depth goes down to the inputs`() throws {
    let text = try text("raw_scores[0,2,1]", depth: 3)
    #expect(text.contains("query[0,2,0] = 2"))
    #expect(text.contains("input[2,0] = 1"))
    #expect(text.contains("query_projection[0,0] = 1"))
  }

  @Test func `ASCII has no other characters`() throws {
    let text = try text("weights[0,2,1]", depth: 4, unicode: false)
    #expect(text.utf8.allSatisfy { $0 == 10 || (0x20...0x7E).contains($0) }, "\(text)")
  }

  @Test func `the JSON has the contract's keys and full numbers`() throws {
    let trace = try trace()
    let why = try #require(CellExplanation(try trace.cell("A[0,2,1]"), in: trace))
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(why.json.text.utf8)) as? [String: Any])
    #expect(object["cell"] as? String == "weights[0,2,1]")
    #expect(object["symbol"] as? String == "A")
    #expect(object["formula"] as? String == "A = softmax(ℓ)")
    let value = try #require(trace[.weights]?[[0, 2, 1]])
    #expect(why.json.text.contains("\"value\":\(value),"))
    #expect(object["recomputed"] is Double)
    let operands = try #require(object["operands"] as? [[String: Any]])
    #expect(operands.map { $0["cell"] as? String } == [0, 1, 2].map { "masked_scores[0,2,\($0)]" })
  }

  @Test func `a number that is not finite is a string in JSON`() throws {
    let trace = try trace()
    let why = try #require(CellExplanation(try trace.cell("masked_scores[0,0,2]"), in: trace))
    #expect(why.json.text.contains("\"value\":\"-inf\""))
    #expect(why.json.text.contains("\"recomputed\":\"-inf\""))
  }

  @Test(
    arguments: [
      ("wieghts[0,0,0]", "there is no stage 'wieghts'"), ("weights", "is no cell"),
      ("weights[0,1]", "has 2 indices; weights has 3 axes [head=2, query=3, key=3]"),
      ("weights[0,3,0]", "query 3 is outside"), ("weights[0,-1,0]", "is no cell"),
      ("weights[0,99999999999999999999,0]", "is no cell"), ("[0]", "is no cell"),
    ])
  func `a cell that is not there is refused by name`(_ cell: String, _ part: String) throws {
    let trace = try trace()
    let error = #expect(throws: CellLookupError.self) { try trace.cell(cell) }
    #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
  }
}
