// SPDX-License-Identifier: MIT

import ProblemFiles
import Testing

@testable import Checking

/// Points by the rubric, and what the class did with them.
@Suite struct RubricTests {
  @Test func `a rubric gives points to steps and shares to verdicts`() throws {
    let rubric = try Rubric(
      text: """
        format: 1
        due: 2026-10-12 09:30:00
        steps: {step_follows: 4, step_wrong: 2}
        other_steps: 1/2
        follows: 0.25
        few_decimals: 0.5
        """, path: "rubric.yaml")
    let file = rubric.applied(to: SampleReports.everyVerdict)
    let points = Dictionary(uniqueKeysWithValues: file.steps.map { ($0.verdict, $0.score) })
    #expect(
      points == [
        .right: 0.5, .rightScratchRounding: 0.5, .rightTruncated: 0.5, .rightFewDecimals: 0.25,
        .follows: 1, .wrong: 0, .blank: 0,
      ])
    #expect(file.maximumScore == 8.5 && rubric.due?.gradebook == "2026-10-12 09:30:00")
    #expect(Rubric().applied(to: SampleReports.example) == SampleReports.example)
  }

  @Test func `a rubric that cannot be used is refused with its line`() {
    let cases = [
      "steps: {}", "format: 2", "format: 1\nsteps: [1]", "format: 1\nfollows: 2",
      "format: 1\nother_steps: -1", "format: 1\nsteps: {a: nan}", "format: 1\nsteps: {a: inf}",
      "format: 1\ndue: tomorrow", "format: 1\ndue: 2026-02-30", "format: 1\nweights: 1",
    ]
    for text in cases {
      let error = #expect(throws: ProblemFileError.self, "\(text)") {
        try Rubric(text: text, path: "rubric.yaml")
      }
      #expect(error?.line != nil, "\(text)")
    }
  }

  @Test func `the class report counts marks, mistakes and lost points`() {
    let report = SampleReports.report([
      SampleReports.example, SampleReports.example, SampleReports.right,
      SampleReports.failed(.crashed), SampleReports.failed(.missing),
    ])
    let summary = report.summary
    #expect(summary.fileCount == 5 && summary.failedCount == 1 && summary.missingCount == 1)
    #expect(summary.passedOver == 2)
    #expect(summary.marks?.median == 0.6 && summary.marks?.highest == 1)
    #expect(summary.histogram == [0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1])
    #expect(summary.mistakes.map(\.ids) == [["scaled-by-key-dimension", "scaled-twice"]])
    #expect(summary.mistakes.map(\.count) == [2])
    #expect(summary.steps.first?.name == "scaled_scores" && summary.steps.first?.lost == 2)
    #expect(summary.steps.map(\.asked).reduce(0, +) == 11)
    #expect(SampleReports.report([]).summary.marks == nil)
  }
}
