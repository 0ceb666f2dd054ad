// SPDX-License-Identifier: MIT

import Lessons
import Testing

/// Files that were made to hurt: none may trap, hang, or reach the terminal with control characters.
struct HostileLessonTests {
  @Test func `bytes that are not UTF-8`() {
    #expect(
      complaint(bytes: Array("---\na\n".utf8) + [0x61, 0xFF])
        == "lesson.md:3: a byte that is not UTF-8. Save the file as UTF-8")
  }

  @Test(arguments: [
    ("a\u{1B}[2Jb", "001B"), ("a\u{0}b", "0000"), ("a\u{202E}b", "202E"), ("a &#27; b", "001B"),
    ("`a` [b](&#7;)", "0007"), ("a\rb", "000D"), ("```a&#27;\n```", "001B"),
  ])
  func `control characters, also when an entity hides them`(prose: String, code: String) {
    #expect(
      complaint(prose)
        == "lesson.md:6: the control character U+\(code) could upset a terminal. Remove it")
  }

  @Test func `sizes`() {
    #expect(
      complaint(String(repeating: "a b\n", count: 66_000))
        == "lesson.md: 264050 bytes are too many for a lesson; at most 262144 are read. Split it")
    #expect(
      complaint(String(repeating: "a", count: 17_000))
        == "lesson.md:6: a line of 17000 bytes is too long; at most 16384 are read. Break it")
  }

  @Test(arguments: [
    String(repeating: "> ", count: 8_000), String(repeating: "- ", count: 8_000) + "x",
    String(repeating: "*a **a ", count: 300) + String(repeating: "b** b*", count: 300),
    String(repeating: "````attn ask\n", count: 20) + "x",
  ])
  func `deep nesting`(prose: String) {
    let said = complaint(prose)
    #expect(said.contains("more than 12 levels inside each other") || said.contains("never closed"))
  }

  @Test(
    .timeLimit(.minutes(3)),
    arguments: [
      "[", "![", "*a_ ", "`", "<", "[a](", "[a]: b\n", "\\", "&", "> ", "- ", "1. ", "|", "a|b\n",
      "|-", "~~~\n", "```\n", "{=", "{", "***", "<a href='", "<!--", "\t", "[^a]", "](", "a**b",
      "|a|\n|-|\n", ">- ", "`` ` ", "\u{0}", "---\n", "$", "\r\n", "- a\n", "* * *\n", "    ",
    ])
  func `a file full of one thing comes to an end`(piece: String) {
    let perLine = max(1, 16_000 / piece.utf8.count)
    let line = String(repeating: piece, count: perLine) + "\n"
    let lines = String(repeating: line, count: max(1, 250_000 / line.utf8.count))
    // That it ends is what is tested; the limit of the test stops it if it does not.
    _ = complaint(lines)
    _ = complaint(String(repeating: piece, count: perLine))
  }

  @Test func `random bytes and random Markdown never trap`() {
    var generator = SystemRandomNumberGenerator()
    let marks = Array("#>-*_`~[](){}=|:!<&;\\\n\n\n  \t1.attnask\"'é猫".utf8)
    for _ in 0..<2_000 {
      let count = Int.random(in: 0...400, using: &generator)
      let bytes = (0..<count).map { _ in
        Bool.random(using: &generator)
          ? marks.randomElement(using: &generator) ?? 0
          : UInt8.random(in: 32...126, using: &generator)
      }
      _ = complaint(bytes: Array("---\ntitle: a\nquestion: b\nminutes: 1\n---\n".utf8) + bytes)
    }
  }
}
