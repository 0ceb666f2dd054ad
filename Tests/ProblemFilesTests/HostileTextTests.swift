// SPDX-License-Identifier: MIT

import Foundation
import ProblemFiles
import Testing

/// Text made to use up the stack, the memory or the patience of its reader.
struct HostileText: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let text: String

  init(_ name: String, _ parts: String...) {
    testDescription = name
    text = parts.joined()
  }

  /// A line repeated with its own number in place of `#`.
  private static func lines(_ count: Int, _ line: (Int) -> String) -> String {
    (0..<count).map(line).joined()
  }

  private static func times(_ count: Int, _ text: String) -> String {
    String(repeating: text, count: count)
  }

  private static let start = "format: 1\ninput: "

  /// Ten levels of nine aliases: 9¹⁰ nodes once they are followed.
  private static func bomb(_ level: (_ name: String, _ below: String) -> String) -> String {
    lines(10) { level("a\($0 + 1)", "a\($0)") }
  }

  static let bombs = [
    HostileText(
      "aliases in brackets", "a0: &a0 [x]\n",
      bomb { "\($0): &\($0) [\(times(8, "*\($1),"))*\($1)]\n" }),
    HostileText(
      "aliases in a block", "a0: &a0\n- x\n", bomb { "\($0): &\($0)\n\(times(9, "- *\($1)\n"))" }),
    HostileText(
      "aliases in keys", "? &a0 [x]\n: 1\n",
      bomb { "? &\($0) [\(times(8, "*\($1),"))*\($1)]\n: 1\n" }),
    HostileText(
      "merge keys", "a0: &a0 {x: 1}\n",
      bomb { "\($0): &\($0) {<<: [\(times(8, "*\($1),"))*\($1)]}\n" }),
    HostileText(
      "aliases after comments", "a0: &a0 [x]\n",
      bomb { "\($0): # '\n  &\($0) [\(times(9, "# \"\n *\($1),"))]\n" }),
    HostileText(
      "aliases after quotes", "a0: &a0 [x]\n",
      bomb { "\($0): &\($0) ['[', \(times(9, "\"]\", *\($1),"))]\n" }),
    HostileText(
      "one anchor, many aliases", "? &a [", times(9000, "1,"), "1]\n: 1\n",
      times(9000, "? *a\n: 1\n")),
  ]

  static let depths = [
    HostileText("brackets", start, times(100_000, "[")),
    HostileText("brackets over lines", start, times(99_000, "[\n ")),
    HostileText("closed brackets", start, times(900, "["), "1", times(900, "]")),
    HostileText("braces", start, times(100_000, "{")),
    HostileText("closed braces", start, times(900, "{"), "1", times(900, "}")),
    HostileText("both", start, times(50_000, "[{")),
    HostileText("brackets in quotes", start, times(100_000, "[\"]\",")),
    HostileText("dashes", start, "\n", times(100_000, "- ")),
    HostileText("fewer dashes", start, "\n", times(900, "- "), "x"),
    HostileText("question marks", times(100_000, "? ")),
    HostileText("fewer question marks", times(900, "? "), "x"),
    HostileText("indentation", lines(1400) { times($0, " ") + "a:\n" }),
    HostileText("deeper indentation", lines(3000) { times($0, " ") + "a:\n" }),
  ]

  static let sizes = [
    HostileText("items in brackets", start, "[", times(490_000, "1,"), "1]"),
    HostileText("items of a block", start, "\n", times(240_000, "- 1\n")),
    HostileText("items between line ends of IBM", start, "\n", times(240_000, "-\u{85}")),
    HostileText("keys", lines(90_000) { "a\($0): 1\n" }),
    HostileText("equal keys", times(90_000, "a: 1\n")),
    HostileText("keys that are lists", start, times(19, "{"), "[", times(90_000, "1,"), "1]"),
    HostileText("documents", "format: 1\n", times(240_000, "---\n")),
    HostileText(
      "a long prefix", "%TAG !a! ", times(400_000, "x"), "\n---\n", times(50_000, "- !a!b 1\n")),
    HostileText("10 MB", "format: 1\ninput: |\n", times(1_700_000, "  1 2\n")),
    HostileText("one key", times(990_000, "x"), ": 1"),
    HostileText("one word", start, "|\n  ", times(990_000, "1")),
    HostileText(
      "rows whose scores fill the memory", "format: 1\n", rows("query"), rows("key"), rows("value")),
  ]

  private static func rows(_ key: String) -> String { "\(key): |\n" + times(30_000, "  1\n") }
}

// The limit is for a hang, not a measurement: on a quiet machine each takes well below a second.
@Suite(.serialized, .timeLimit(.minutes(2))) struct HostileTextTests {
  private func refused(_ hostile: HostileText) throws -> ProblemFileError {
    let error = try #require(slip(hostile.text))
    #expect(error.description.count < 700)
    return error
  }

  @Test(arguments: HostileText.bombs)
  func `a bomb is known for one`(_ bomb: HostileText) throws {
    #expect(try refused(bomb).sentence.contains("begins a YAML"))
  }

  @Test(arguments: HostileText.depths)
  func `depth is refused as depth, or as too much of it`(_ deep: HostileText) throws {
    let error = try refused(deep)
    let reasons = ["nested more than", "list items", "bytes long"]
    #expect(reasons.contains { error.sentence.contains($0) }, "\(error)")
  }

  @Test(arguments: HostileText.sizes)
  func `size is refused soon`(_ large: HostileText) throws {
    _ = try refused(large)
  }
}
