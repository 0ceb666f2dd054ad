// SPDX-License-Identifier: MIT

import ProblemFiles
import Testing

@Suite struct BadProblemTests {
  @Test(arguments: BadProblem.values + BadProblem.structure + BadProblem.fits)
  func `is refused with place, finding and expectation`(_ bad: BadProblem) throws {
    let error = try #require(slip("format: 1\n" + bad.body))
    #expect(error.file == "problem.yaml")
    #expect(error.line == bad.line, "\(error)")
    #expect(error.key == bad.key, "\(error)")
    for word in bad.words { #expect(error.sentence.contains(word), "\(error)") }
    #expect(!error.description.contains { $0.isNewline || $0 == "\u{1B}" }, "\(error)")
  }

  @Test(arguments: [
    ("title: x", 1, "format: 1"), ("format: 2", 1, "'2'"), ("format: one", 1, "'one'"),
    ("title: x\nformat: 1.0", 2, "'1.0'"),
  ])
  func `the format must be 1`(_ text: String, _ line: Int, _ words: String) throws {
    let error = try #require(slip(text))
    #expect(error.line == line && error.key == "format")
    #expect(error.sentence.contains(words), "\(error)")
  }

  @Test(arguments: ["- a\n- b", "just text", "[1, 2]", "|\n  1 2"])
  func `a problem is a mapping`(_ text: String) throws {
    let error = try #require(slip(text))
    #expect(error.line == 1)
    #expect(error.sentence.contains("expected a mapping with format, title"))
  }
}
