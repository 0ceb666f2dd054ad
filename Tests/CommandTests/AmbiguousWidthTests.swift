// SPDX-License-Identifier: MIT

import Testing

/// `--ambiguous=auto` asks the terminal, once, and its answer never reaches anybody else.
@Suite struct AmbiguousWidthTests {
  private func explore(width: Int, answers: Bool = true) throws -> PseudoTerminal {
    let session = try PseudoTerminal(
      "\"$ATTN\" explore lesson:4 --ambiguous=auto; echo over; cat", ambiguousWidth: width,
      answers: answers)
    try session.wait(for: "[weights]")
    return session
  }

  private func leave(_ session: PseudoTerminal) throws {
    session.type("q")
    try session.wait(for: "over")
    session.type("\u{4}")
    #expect(try session.end() == 0)
    // The shell, and whoever reads after the program, have seen nothing of the answer.
    #expect(!session.screen.text.contains("R"), "\(session.screen.text)")
    #expect(session.screen.unknown.isEmpty, "\(session.screen.unknown)")
  }

  @Test func `a terminal that gives them two cells gets ASCII decorations`() throws {
    let session = try explore(width: 2)
    #expect(session.screen.text.contains("the    |["))
    #expect(!session.screen.text.contains("│") && !session.screen.text.contains("√"))
    try leave(session)
  }

  @Test func `a terminal that gives them one cell keeps its lines`() throws {
    let session = try explore(width: 1)
    #expect(session.screen.text.contains("the    │["))
    #expect(!session.screen.text.contains("√"))
    try leave(session)
  }

  @Test func `a terminal that says nothing is not waited for, a late answer is swallowed`() throws {
    let session = try explore(width: 1, answers: false)
    #expect(session.screen.text.contains("the    │["))
    session.type("\u{1b}[1;2R\u{1b}[C")
    try session.wait(for: "weights[0,0,1] = ")
    try leave(session)
  }
}
