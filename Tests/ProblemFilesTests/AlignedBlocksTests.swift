// SPDX-License-Identifier: MIT

import AttentionEngine
import ProblemFiles
import Tensors
import Testing

/// Matrices whose columns are aligned, which YAML alone would refuse.
@Suite struct AlignedBlocksTests {
  private func read(_ text: String) throws -> Problem {
    try ProblemFile(text: text, path: "p.yaml", folder: ".").problem
  }

  @Test func `a first line that stands further in is aligned, not an error`() throws {
    let problem = try read(
      """
      format: 1
      query: |       # aligned at the point
           1   0
          -0.5 2
      projections:
        key: |
             3
            -4
      mask:
        - add: |
              0 -1
             -2  3
      """)
    #expect(problem.query?.doubles == [1, 0, -0.5, 2])
    #expect(problem.projections.key?.doubles == [3, -4])
    guard case .add(let bias) = problem.mask.first else {
      Issue.record("\(problem.mask)")
      return
    }
    #expect(bias.doubles == [0, -1, -2, 3])
  }

  @Test func `errors still name the line they stand on`() throws {
    let error = #expect(throws: ProblemFileError.self) {
      try read("format: 1\nquery: |\n     1   0\n    -0.5 x\n")
    }
    #expect(error?.line == 4, "\(error?.description ?? "")")
  }

  @Test func `a bar in other text is left alone`() throws {
    #expect(try read("format: 1\ntitle: \"a: |\"\ntokens: [\"|\", a]\n").title == "a: |")
  }
}
