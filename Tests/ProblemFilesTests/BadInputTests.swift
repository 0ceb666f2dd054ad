// SPDX-License-Identifier: MIT

import AttentionEngine
import Foundation
import ProblemFiles
import TensorFiles
import Tensors
import TestSupport
import Testing

/// Bad input: each a clear error with file, line and key; never a trap, never a wait.
@Suite struct BadInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let line: Int?
    let key: String
    let parts: [String]
    let text: String

    init(_ name: String, line: Int?, key: String = "", _ parts: [String], _ text: String) {
      (self.name, self.line, self.key, self.parts, self.text) = (name, line, key, parts, text)
    }

    var testDescription: String { name }
  }

  private static let operands = "key: [[1, 2]]\nvalue: [[1]]\n"

  static let cases: [Case] = [
    Case(
      "unknown key", line: 2, key: "qeury",
      ["unknown key", "did you mean 'query'?", "Known here: format"], "format: 1\nqeury: |\n  1 2\n"
    ),
    Case(
      "unknown key inside", line: 3, key: "projections.quary", ["did you mean 'query'?"],
      "format: 1\nprojections:\n  quary: [[1]]\n"),
    Case(
      "ragged block", line: 4, key: "query", ["this row has 1 numbers, the rows above have 2"],
      "format: 1\nquery: |\n  1 2\n  3\n"),
    Case(
      "ragged list", line: 2, key: "query[1]", ["this row has 1 numbers"],
      "format: 1\nquery: [[1, 2], [3]]\n"),
    Case(
      "no number in a block", line: 4, key: "query",
      ["column 3", "'two' is not a number", "1/3, sqrt(2)"], "format: 1\nquery: |\n  1 2\n  1 two\n"
    ),
    Case(
      "no number in a list", line: 2, key: "query[0][1]", ["'two' is not a number"],
      "format: 1\nquery: [[1, two]]\n"),
    Case(
      "a number beyond the type", line: 2, key: "query[0][0]", ["'1e999' is not a number"],
      "format: 1\nquery: [[1e999]]\n"),
    Case("an empty block", line: 2, key: "query", ["found nothing"], "format: 1\nquery: \"\"\n"),
    Case(
      "shapes that do not meet", line: 3, key: "key", ["has 2 features a head, query has 3"],
      "format: 1\nquery: [[1, 2, 3]]\n" + operands),
    Case(
      "heads not dividing", line: 4, key: "heads",
      ["3 is not divisible by 2 heads", "2 or 4 columns", "1 or 3 heads"],
      "format: 1\ninput: [[1, 2, 3]]\nprojections: {query: &q [[1,2,3],[1,2,3],[1,2,3]], key: [[1,2,3],[1,2,3],[1,2,3]], value: [[1,2,3],[1,2,3],[1,2,3]]}\nheads: 2\n"
    ),
    Case(
      "an alias bomb", line: 3, ["YAML alias"],
      "format: 1\na: &a [\"lol\", \"lol\"]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\n"
    ),
    Case(
      "an alias in a list of blocks", line: 4, ["YAML alias"],
      "format: 1\na: &a [1]\nquery:\n  - *a\n"),
    Case("a merge key", line: 4, ["YAML alias"], "format: 1\nx: &x {file: a}\nquery:\n  <<: *x\n"),
    Case("an alias after quotes", line: 2, ["YAML alias"], "format: 1\nquery: [\"a\", *b]\n"),
    Case(
      "brackets without end", line: 2, ["nested more than 32 deep"],
      "format: 1\nquery: " + String(repeating: "[", count: 100_000)),
    Case(
      "brackets within brackets", line: 2, ["nested more than 32 deep"],
      "format: 1\nquery: " + String(repeating: "[", count: 100_000)
        + String(repeating: "]", count: 100_000)),
    Case(
      "dashes within dashes", line: 3, ["nested more than 32 deep"],
      "format: 1\nquery:\n" + String(repeating: "- ", count: 100_000) + "1\n"),
    Case(
      "questions within questions", line: 1, ["is no YAML"],
      String(repeating: "? ", count: 100_000) + "1\n"),
    Case(
      "deeper and deeper", line: 1001, ["is no YAML"],
      "format: 1\n" + (0..<2000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()),
    Case(
      "a million items", line: 2, ["more than 200000 list items", "text blocks"],
      "format: 1\nquery: [" + String(repeating: "0,", count: 900_000) + "0]\n"),
    Case(
      "nothing but a comment", line: nil, ["holds no YAML document", "format: 1"], "# nothing\n"),
    Case("two documents", line: 2, ["another document"], "format: 1\n---\nformat: 1\n"),
    Case(
      "a key twice", line: 2, ["'query' stands twice"], "format: 1\nquery: [[1]]\nquery: [[1]]\n"),
    Case("tabs", line: 3, ["is no YAML here"], "format: 1\nquery:\n\t- [1]\n"),
    Case("a bracket left open", line: 3, ["is no YAML here"], "format: 1\nquery: [1, 2\nkey: 3\n"),
    Case("a zero byte", line: nil, ["control characters"], "format: 1\ntitle: a\0b\n"),
    Case("a list", line: 1, ["expected a mapping", "a list of 2"], "- 1\n- 2\n"),
    Case("another version", line: 1, key: "format", ["expected 1", "found '2'"], "format: 2\n"),
    Case("no version", line: 1, key: "format", ["begins with 'format: 1'"], "title: x\n"),
    Case("no heads", line: 2, key: "heads", ["from 1 to 65536; found 0"], "format: 1\nheads: 0\n"),
    Case(
      "too many heads", line: 2, key: "heads", ["found '99999999999999999999'"],
      "format: 1\nheads: 99999999999999999999\n"),
    Case(
      "a cap below zero", line: 2, key: "softcap", ["above 0; found '-3'"],
      "format: 1\nsoftcap: -3\n"),
    Case(
      "a scale that is none", line: 2, key: "scale", ["found 'nan'", "1/sqrt(8)"],
      "format: 1\nscale: nan\n"),
    Case(
      "a layout that is none", line: 2, key: "layout", ["input-output, output-input"],
      "format: 1\nlayout: torch\n"),
    Case(
      "a precision nearly right", line: 2, key: "precision", ["did you mean 'float32'?"],
      "format: 1\nprecision: flaot32\n"),
    Case(
      "half a window", line: 3, key: "mask[0].window", ["[left, right]; found 1"],
      "format: 1\nmask:\n  - {window: [1]}\n"),
    Case(
      "two masks in one", line: 3, key: "mask[0]", ["one kind of mask"],
      "format: 1\nmask:\n  - {window: [1, 2], causal: lower-right}\n"),
    Case(
      "a mask that is none", line: 2, key: "mask[0]", ["expected causal"],
      "format: 1\nmask: [casual]\n"),
    Case(
      "a file that is not there", line: 2, key: "query.file", ["nothere.npy", "No such file"],
      "format: 1\nquery: {file: nothere.npy}\n"),
    Case(
      "nothing to compute", line: nil, key: "input", ["nothing to compute from"],
      "format: 1\ntitle: x\n"),
    Case(
      "scores beyond memory", line: 2, key: "query", ["cells; at most"],
      "format: 1\nquery: |\n" + String(repeating: "  1 2\n", count: 40_000) + "key: |\n"
        + String(repeating: "  1 2\n", count: 40_000) + "value: |\n"
        + String(repeating: "  1\n", count: 40_000)),
  ]

  @Test(arguments: cases)
  func `is refused with its place and its cause`(_ bad: Case) throws {
    let error = #expect(throws: ProblemFileError.self) {
      try ProblemFile(text: bad.text, path: "p.yaml", folder: "/nowhere").trace()
    }
    let words = error?.description ?? ""
    #expect(error?.line == bad.line, "\(words)")
    #expect(error?.key == bad.key, "\(words)")
    for part in bad.parts { #expect(words.contains(part), "\(words)") }
    #expect(words.utf8.count < 900, "an error is read by a person")
  }

  @Test func `a star that is no alias is left alone`() throws {
    let text = """
      format: 1
      title: 2 * 3   # *note
      tokens: ["*", "yes", 1, ~]
      query: |
        1 2  # *not an alias
        1 2
        1 2
        1 2
      key: [[1, 2], [1, 2], [1, 2], [1, 2]]
      value: [[1], [1], [1], [1]]
      """
    let file = try ProblemFile(text: text, path: "p.yaml", folder: ".")
    #expect(file.problem.queryLabels == ["*", "yes", "1", "~"])
    #expect(try file.trace().stages.contains(.weights))
  }
}
