// SPDX-License-Identifier: MIT

import Explanation
import ProblemFiles
import Testing

@testable import Checking

/// The ladder of verdicts, rung by rung: the weight is 0.66976…, and two decimals are asked for.
@Suite struct VerdictTests {
  private func verdict(_ typed: String, of step: String = "weights") throws -> Verdict {
    let problem =
      "\n"
      + WorksheetReaderTests.problem.replacing("3 4", with: "300 4")
      .split(separator: "\n").map { "  " + $0 }
      .joined(separator: "\n")
    let sheet = try Worksheet(
      text: """
        format: 1
        problem: \(problem)
        decimals: 2
        steps:
          \(step): |
            \(typed) ?
            ? ?
        """, path: "sheet.yaml", folder: ".", locator: ProblemLocator())
    return sheet.marked().steps[0].cells[0].verdict
  }

  @Test(arguments: [
    // Rounded to as many decimals as were asked for, or more.
    ("0.67", Verdict.right), ("0.670", .right), ("0.6698", .right), ("0.66976", .right),
    // Rounded to fewer.
    ("0.7", .rightFewDecimals), ("1", .rightFewDecimals),
    // What one may get who rounded to two decimals on the way. More decimals claim more: 0.672 is not
    // 0.66976 rounded, though it lies within half a hundredth.
    ("0.66", .rightScratchRounding), ("0.672", .rightScratchRounding),
    ("0.68", .rightScratchRounding), ("0.6720", .rightScratchRounding),
    // Cut off, there or on the way.
    ("0.6", .rightTruncated), ("0.65", .rightTruncated),
    ("0.62", .wrong), ("0.70", .wrong), ("0.8", .wrong), ("0.33", .wrong), ("0", .wrong),
  ])
  func `each way of writing a number has its verdict`(_ typed: String, _ expected: Verdict) throws {
    #expect(try verdict(typed) == expected)
  }

  @Test(arguments: [
    ("99.74", Verdict.right),
    // 0.67·1 + 0.33·300, with weights that were rounded and stand on no sheet.
    ("99.67", .rightScratchRounding), ("80.00", .wrong), ("120.00", .wrong),
  ])
  func `what was rounded on scratch paper may be off by its half unit`(
    _ typed: String, _ expected: Verdict
  ) throws {
    #expect(try verdict(typed, of: "head_output") == expected)
  }
}
