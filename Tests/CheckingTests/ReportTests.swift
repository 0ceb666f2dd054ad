// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import Foundation
import Tensors
import Testing

@testable import Checking

/// What a learner reads: the report of a marked sheet, and a practice session line by line.
@Suite struct ReportTests {
  private func matrix(_ rows: Int, _ columns: Int, _ numbers: [Double]) -> AnyTensor {
    .float64(Tensor(axes: [Axis("row", rows), Axis("column", columns)], scalars: numbers))
  }

  /// Two words, one head, √d_k = √3; small enough to follow by hand.
  private func problem() -> Problem {
    var problem = Problem()
    problem.query = matrix(2, 3, [1, 0, 2, 0, 1, 0])
    problem.key = matrix(2, 3, [1, 1, 0, 0, 1, 1])
    problem.value = matrix(2, 2, [1, 2, 3, 4])
    return problem
  }

  private func text(_ document: Document) -> String {
    render(document, with: Capabilities(width: 80))
  }

  @Test func `the report says where, what follows, why, and what still counts`() throws {
    let trace = try WorksheetPlan.trace(problem(), decimals: 2)
    let learner = SimulatedLearner(way: .halfUp, decimals: 2)
    let mistake = try #require(
      trace.alternatives(at: .scaledScores).first { $0.mistake.id == "no-scaling" })
    let steps = try #require(
      learner.fill(trace, trees: TreeStore(trace), making: mistake, at: .scaledScores)?.steps)
    let marked = SheetJudge.judge(steps, trace, decimals: 2)
    let report = text(MarkedSheetDocument(marked, title: "A sheet").document)
    for expected in [
      "The first wrong step is `scaled_scores`. Marks: 5 of 6.",
      "All 4 cells do not follow from your own earlier numbers",
      "S′[0,0,0] = S[0,0,0] / √3", "= 1 / √3", "= 0.5774", "(no-scaling)",
      "What to do: Divide every score by √d_k", "What still counts",
    ] {
      #expect(report.contains(expected))
    }
    #expect(
      marked.json.text.hasPrefix(
        #"{"format":1,"steps":[{"step":"raw_scores","verdict":"right","cells":[],"mistakes":[],"#
          + #""score":1,"max_score":1},{"step":"scaled_scores","verdict":"wrong","cells":"#
          + #"[[0,0,0],[0,0,1],[0,1,0],[0,1,1]],"mistakes":["no-scaling"],"score":0,"max_score":1}"#
      ))
  }

  @Test func `names from strangers are made harmless`() throws {
    let trace = try WorksheetPlan.trace(problem(), decimals: 2)
    let marked = SheetJudge.judge([], trace, decimals: 2)
    let report = text(MarkedSheetDocument(marked, title: "\u{1b}[31mred\u{202e}").document)
    #expect(!report.contains("\u{1b}") && !report.contains("\u{202e}"))
    var named = problem()
    named.title = "# }% \u{1b}"
    let sheet = try BlankSheet(named, name: "p.yaml\"\nformat: 2")
    #expect(sheet.latex.contains("\\# \\}\\% "))
    #expect(!sheet.latex.contains("\u{1b}") && !sheet.yaml.contains("\u{1b}"))
    #expect(sheet.yaml.contains(#"problem: "p.yaml\"\nformat: 2""#))
  }

  @Test func `practice gives verdicts at once, hints that sharpen, answers only when asked`() throws
  {
    var session = try PracticeSession(problem(), decimals: 2)
    #expect(text(session.question).contains("raw_scores"))
    #expect(text(session.take("1 5")).contains("Number 2 of this row"))
    let hints = (0..<3).map { _ in text(session.take("hint")) }
    #expect(Set(hints).count == 3)
    #expect(hints[2].contains("Q[0,0,0]·K[1,0]") || hints[2].contains("1·0 + 0·1 + 2·1"))
    #expect(!hints.joined().contains("= 2\n"))
    #expect(text(session.take("1 2")).contains("right"))
    #expect(text(session.take("1")).contains("expected 2"))
    #expect(text(session.take("x y")).contains("is not a number"))
    #expect(text(session.take("answer")).contains("1.00 1.00"))
    #expect(text(session.take("1 1")).contains("right"))
    #expect(text(session.question).contains("scaled_scores"))
    for _ in 0..<100 where !session.isFinished { _ = session.take("skip") }
    #expect(session.isFinished)
    #expect(session.result.score == 1)
  }

  @Test func `what cancels is 0 in a key, not what the machine rounds away`() throws {
    var cancelling = problem()
    cancelling.query = matrix(2, 3, [0.1, 0.2, -0.3, 0, 1, 0])
    cancelling.key = matrix(2, 3, [1, 1, 1, 0, 1, 1])
    let trace = try WorksheetPlan.trace(cancelling, decimals: 2)
    #expect(trace[.rawScores]?.doubles.first.map { $0 != 0 && abs($0) < 1e-15 } ?? false)
    let key = try BlankSheet(cancelling, name: "p.yaml", isKey: true).yaml
    #expect(!key.contains("e-1"))
    #expect(key.contains("= 0 = ") || key.contains("= 0\n"))
  }
}
