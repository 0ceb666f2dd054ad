// SPDX-License-Identifier: MIT

import AttentionEngine
import ProblemFiles
import Testing

@Suite struct TokenTests {
  @Test func `one list names queries and keys`() throws {
    let problem = try problem("tokens: [the, cat, sat]")
    #expect(problem.queryLabels == ["the", "cat", "sat"])
    #expect(problem.keyLabels == ["the", "cat", "sat"])
  }

  @Test func `two lists name them apart`() throws {
    let problem = try problem("tokens:\n  query: [je, suis]\n  key:\n  - I\n  - am\n  - \"\"")
    #expect(problem.queryLabels == ["je", "suis"])
    #expect(problem.keyLabels == ["I", "am", ""])
  }

  @Test func `words that YAML takes for other things stay words`() throws {
    let words = [
      "yes", "no", "1", "~", "null", "true", "on", "0x1F", "1e3", "2026-01-01", "NaN", ".inf",
    ]
    let problem = try problem("tokens: [" + words.joined(separator: ", ") + "]")
    #expect(problem.queryLabels == words)
  }

  @Test func `tokens may be of any script and sign`() throws {
    let problem = try problem(
      ##"tokens: [注意, 力, "*", '&x', "#", "[CLS]", "a: b", 🙂, "\t", "it's", '%', "-", "?"]"##)
    #expect(
      problem.queryLabels
        == ["注意", "力", "*", "&x", "#", "[CLS]", "a: b", "🙂", "\t", "it's", "%", "-", "?"])
  }
}
