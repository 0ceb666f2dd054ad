// SPDX-License-Identifier: MIT

import Testing

/// For whoever listens: no other screen, no cursor addressing, every word appended once.
@Suite struct AccessibleTests {
  private func talk(_ command: String, term: String = "xterm-256color") throws -> PseudoTerminal {
    try PseudoTerminal("stty -g; \(command); stty -g; echo over", rows: 50, term: term)
  }

  /// The talk is over, the terminal was never touched, and no escape was written.
  private func expectUntouched(_ session: PseudoTerminal) throws {
    try session.wait(for: "over")
    #expect(try session.end() == 0)
    #expect(!session.bytes.contains(0x1b))
    #expect(Set(session.settings).count == 1)
  }

  @Test(arguments: ["\"$ATTN\" lesson 4 --accessible", "ACCESSIBLE=1 \"$ATTN\" lesson 4"])
  func `a lesson goes on with Enter, back with b, and holds answers back`(command: String) throws {
    let session = try talk(command)
    try session.wait(for: "Press Enter for the next step, b back, ? help.")
    session.type("4\n")
    try session.wait(for: "Press Enter for the answer")
    #expect(!session.screen.text.contains("It listens most to \"dog\""))
    session.type("\n")
    try session.wait(for: "It listens most to \"dog\"")
    session.type("b\n")
    try session.wait(for: "the question again") {
      $0.text.components(separatedBy: "Part 4 of 13, step 1 of 2.").count == 3
    }
    session.type("?\n")
    try session.wait(for: "these commands")
    session.type("i\n")
    try session.wait(for: "query[0,3,0] = 1")
    session.type("1\n")
    try session.wait(for: "This number was given")
    session.type("q\n")
    try session.wait(for: "Back in the lesson.")
    session.type("q\n")
    try expectUntouched(session)
  }

  @Test(arguments: [("--accessible", "xterm"), ("", "dumb")])
  func `the inspector talks in lines, also where the terminal moves no cursor`(
    option: String, term: String
  ) throws {
    let session = try talk("\"$ATTN\" explore lesson:4 'row_sums[0,3,0]' \(option)", term: term)
    try session.wait(for: "a number to go down, b back, ? help.")
    session.type("2\n")
    try session.wait(for: "exponentials[0,3,1] = 1")
    session.type("b\n")
    session.type("weights[0,3,1]\n")
    try session.wait(for: "weights[0,3,1] = 0.581")
    // Ctrl-D ends the talk.
    session.type("\u{4}")
    try expectUntouched(session)
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [Substring] {
    split(separator: separator, omittingEmptySubsequences: false)
  }
}
