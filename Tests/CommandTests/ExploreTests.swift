// SPDX-License-Identifier: MIT

import Testing

/// The keys, as a terminal sends them, and what the screen comes to show.
@Suite struct ExploreTests {
  private func explore(columns: Int = 80, rows: Int = 24) throws -> PseudoTerminal {
    let session = try PseudoTerminal(
      "\"$ATTN\" explore lesson:4 'weights[0,1,1]'", columns: columns, rows: rows)
    try session.wait(for: "weights[0,1,1]")
    return session
  }

  /// Types, and waits until the first line names a cell.
  private func type(_ keys: String, to cell: String, _ session: PseudoTerminal) throws {
    session.type(keys)
    try session.wait(for: "\(cell) after \(keys.debugDescription)") {
      $0.lines[0].hasPrefix(cell + " = ")
    }
  }

  @Test func `every key does what the help says`() throws {
    let session = try explore()
    for (keys, cell) in [
      ("\u{1b}[A", "weights[0,0,1]"), ("\u{1b}OB", "weights[0,1,1]"),
      ("\u{1b}[C", "weights[0,1,2]"), ("\u{1b}OD", "weights[0,1,1]"),
      ("k", "weights[0,0,1]"), ("j", "weights[0,1,1]"), ("l", "weights[0,1,2]"),
      ("h", "weights[0,1,1]"), ("\u{1b}[1~", "weights[0,1,0]"), ("\u{1b}OF", "weights[0,1,4]"),
      ("g", "weights[0,0,4]"), ("G", "weights[0,4,4]"), ("]", "weights[1,4,4]"),
      ("[", "weights[0,4,4]"), ("\u{1b}[H", "weights[0,4,0]"), ("\t", "head_output[0,4,0]"),
      ("\u{1b}[Z", "weights[0,4,0]"), ("n", "head_output[0,4,0]"), ("p", "weights[0,4,0]"),
      ("1", "exponentials[0,4,0]"), ("\u{7f}", "weights[0,4,0]"),
      ("\r\u{1b}[B\r", "row_sums[0,4,0]"), ("\u{8}", "weights[0,4,0]"),
      ("1", "exponentials[0,4,0]"), ("b", "weights[0,4,0]"),
      // Keys that nobody knows are no commands.
      ("\u{1b}[24~\u{1b}[1;9Q\u{1b}OS\u{1b}[?1;2c\u{1b}q\u{1b}[C", "weights[0,4,1]"),
      ("\u{1b}[D", "weights[0,4,0]"),
      // What is pasted is no command, and a letter with Alt is none either.
      ("\u{1b}[200~qqq\u{1b}[201~\u{1b}[C", "weights[0,4,1]"),
    ] {
      try type(keys, to: cell, session)
    }
    session.type("?")
    try session.wait(for: "these keys")
    session.type("x")
    try session.wait(for: "[weights]")
    session.type("q")
    #expect(try session.end() == 0)
    #expect(session.screen.unknown.isEmpty, "\(session.screen.unknown)")
  }

  @Test func `what if, copy, heads and differences`() throws {
    let session = try PseudoTerminal("\"$ATTN\" explore lesson:4 'input[1,0]'")
    try type("e7\r", to: "input[1,0]", session)
    try session.wait(for: "! was 1, changed by +6")
    session.type("d")
    try session.wait(for: "changed by   rows")
    session.type("y")
    try session.wait(for: "copied input[1,0] = 7")
    session.type("y")
    try session.wait(for: "copied input[1,*]: 6 numbers")
    // "7" and the row, as `base64` encodes them.
    #expect(session.screen.clipboard == ["Nw==", "NwkyCTAJMAkwCTE="])
    session.type("u")
    try session.wait(for: "undone")
    #expect(session.screen.lines[0].hasPrefix("input[1,0] = 1 "))
    session.type("nnH")
    try session.wait(for: "> head 0")
    session.type("]\r")
    try session.wait(for: "query[1,1,0] = ")
    session.type("q")
    #expect(try session.end() == 0)
    #expect(session.screen.unknown.isEmpty, "\(session.screen.unknown)")
  }

  @Test func `labels that mean harm do nothing to the terminal`() throws {
    let folder = try ScratchFolder()
    let matrix = "|\n  1 0\n  0 2\n  -1 1\n"
    let path = try folder.file(
      "p.yaml",
      "format: 1\ntitle: \"\\e]0;owned\\a\\e[?1049l\"\n"
        + "tokens: [\"\\e[2J\", \"\\u009b6n\\u202e\", \"\\e]52;c;eA==\\e\\\\\"]\n"
        + "query: \(matrix)key: \(matrix)value: \(matrix)")
    let session = try PseudoTerminal("\"$ATTN\" explore '\(path)' 'weights[0,1,1]'")
    try type("\u{1b}[C", to: "weights[0,1,2]", session)
    session.type("H")
    try session.wait(for: "the cells") { $0.text.contains("\\e[2J") }
    #expect(session.screen.isAlternate && session.screen.clipboard.isEmpty)
    #expect(session.screen.text.contains("\\e]0;owned"))
    session.type("Hq")
    #expect(try session.end() == 0)
    #expect(session.screen.unknown.isEmpty, "\(session.screen.unknown)")
  }

  @Test func `the mouse selects a cell once it is asked for`() throws {
    let session = try explore()
    #expect(!session.screen.hasMouse)
    session.type("m")
    try session.wait(for: "the mouse is captured") { $0.hasMouse }
    // The line of "its", the column of "dog"; terminals count from 1.
    try type("\u{1b}[<0;20;8M\u{1b}[<0;20;8m", to: "weights[0,3,1]", session)
    session.type("m")
    try session.wait(for: "the mouse is free again") { !$0.hasMouse }
    session.type("q")
    #expect(try session.end() == 0)
  }

  @Test func `the cursor stands on the selected cell`() throws {
    let session = try explore()
    let screen = session.screen
    #expect(screen.showsCursor)
    #expect(screen.cells(screen.line)[screen.column].isNumber)
    #expect(screen.lines[screen.line].hasPrefix("dog"))
    #expect(screen.cells(screen.line).contains("["))
  }

  @Test func `a window that changes is filled anew, down to 20 by 6`() throws {
    let session = try explore()
    for (columns, rows) in [(200, 50), (40, 12), (20, 6), (80, 24)] {
      session.resize(columns: columns, rows: rows)
      // Every frame after a change of size paints its last line: the keys.
      try session.wait(for: "the keys in the last of \(rows) lines") {
        $0.lines[rows - 1].contains("q quit") && $0.text.contains("weights[0,1,1]")
          && $0.showsCursor
      }
    }
    session.resize(columns: 12, rows: 3)
    try session.wait(for: "Too small")
    session.type("q")
    #expect(try session.end() == 0)
  }

  @Test func `only lines that changed are written again`() throws {
    let session = try explore()
    let before = session.bytes.count
    try type("\u{1b}[C", to: "weights[0,1,2]", session)
    let written = String(decoding: session.bytes[before...], as: UTF8.self)
    #expect(!written.contains("\u{1b}[2J"))
    #expect(!written.contains("q quit"), "the line of keys had not changed")
    #expect(written.contains("weights[0,1,2]"))
  }

  @Test func `trace --interactive opens the same screen`() throws {
    let session = try PseudoTerminal(
      "\"$ATTN\" trace lesson:4 --interactive --show raw_scores --head 1")
    try session.wait(for: "raw_scores[1,0,0] = ")
    session.type("q")
    #expect(try session.end() == 0)
  }

  @Test func `from a lesson one walks down into a matrix and comes back`() throws {
    let session = try PseudoTerminal("\"$ATTN\" lesson 4")
    try session.wait(for: "Space on")
    session.type("n")
    try session.wait(for: "2/13")
    let before = session.screen.lines.dropLast()
    session.type("i")
    try session.wait(for: "input[0,0] = 0")
    session.type("\u{1b}[B\u{1b}[C")
    try session.wait(for: "input[1,1] = 2")
    session.type("\u{7f}")
    try session.wait(for: "back in the lesson")
    #expect(session.screen.lines.dropLast() == before)
    session.type("q")
    #expect(try session.end() == 0)
  }

  @Test func `a lesson is played: parts, an answer held back, search, quit`() throws {
    let session = try PseudoTerminal("\"$ATTN\" lesson 4", rows: 40)
    try session.wait(for: "Space on")
    session.type("/predict first\r")
    try session.wait(for: "found 'predict first'")
    session.type("G")
    try session.wait(for: "Think first")
    #expect(!session.screen.text.contains("Answer."))
    session.type("\r")
    try session.wait(for: "Answer.")
    session.type("?")
    try session.wait(for: "these keys")
    session.type("q")
    #expect(try session.end() == 0)
    #expect(!session.screen.isAlternate)
  }
}
