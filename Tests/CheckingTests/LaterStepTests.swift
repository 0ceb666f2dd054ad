// SPDX-License-Identifier: MIT

import ProblemFiles
import Testing

@testable import Checking

/// What a number does to those after it: in its row, and in later steps.
@Suite struct LaterStepTests {
  private func marked(_ problem: String, _ steps: String) throws -> MarkedSheet {
    let lines = problem.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
    return try Worksheet(
      text: "format: 1\nproblem:\n\(lines)\ndecimals: 2\nsteps:\n\(steps)\n", path: "sheet.yaml",
      folder: ".", locator: ProblemLocator()
    ).marked()
  }

  /// One query and three keys that it fits alike: each weight is a third.
  private static let thirds = """
    format: 1
    query: |
      1 0
    key: |
      1 0
      1 1
      1 2
    value: |
      1
      2
      3
    """

  @Test(arguments: [
    ("0.33 0.33 0.34", Verdict.right, true), ("0.33 0.33 0.33", .right, false),
    ("0.33 0.33 0.35", .wrong, false), ("0.33 0.33 0.30", .wrong, false),
  ])
  func `a last weight may make its row sum to 1, and nothing else`(
    _ row: String, _ last: Verdict, _ isAdjusted: Bool
  ) throws {
    let sheet = try marked(Self.thirds, "  weights: |\n    \(row)")
    #expect(sheet.steps[0].cells.map(\.verdict) == [.right, .right, last])
    #expect(sheet.notes.contains(.lastWeightAdjusted) == isAdjusted)
  }

  @Test func `nobody leans on an infinity that came from nowhere`() throws {
    let sheet = try marked(
      Self.thirds, "  raw_scores: |\n    inf 1 1\n  scaled_scores: |\n    inf 0.71 0.71")
    #expect(sheet.steps[0].cells.map(\.verdict) == [.wrong, .right, .right])
    #expect(sheet.steps[1].cells.map(\.verdict) == [.wrong, .right, .right])
  }

  /// 0.3337 · 300 is 100.11, and 0.33 · 300 is 99.
  @Test(arguments: [
    ("100.11", Verdict.right), ("99.00", .rightScratchRounding), ("90.00", .wrong),
  ])
  func `a step that stands on no sheet may have been rounded`(_ typed: String, _ expected: Verdict)
    throws
  {
    let problem = """
      format: 1
      input: |
        1 0
        0 1
      projections:
        query: |
          0.3337 0
          0 1
        key: |
          300 0
          0 1
        value: |
          1 0
          0 1
      """
    let sheet = try marked(problem, "  raw_scores: |\n    \(typed) 0\n    0 1")
    #expect(sheet.steps[0].cells.map(\.verdict) == [expected, .right, .right, .right])
  }
}
