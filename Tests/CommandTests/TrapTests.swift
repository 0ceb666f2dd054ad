// SPDX-License-Identifier: MIT

import Testing

/// A Swift program that traps does not unwind; only a handler of signals can restore the terminal.
@Suite struct TrapTests {
  /// Which program, how it traps, and the status of the shell: a trap is an illegal instruction on
  /// some processors and a breakpoint on others.
  static let traps: [(program: String, trap: String, status: ClosedRange<Int>)] = [
    ("explorer", "index", 132...133), ("explorer", "overflow", 132...133),
    ("explorer", "stack", 139...139), ("player", "precondition", 132...133),
    ("player", "stack", 139...139),
  ]

  @Test(arguments: traps) func `a trap in the middle of a session restores the terminal`(
    program: String, trap: String, status: ClosedRange<Int>
  ) throws {
    let session = try PseudoTerminal(
      "set -m; ulimit -c 0; stty -g; \"$TRAP\" \"$ATTN_HOME\" \(program) \(trap); "
        + "echo \"status $?\"; stty -g; echo over")
    try session.wait(for: program == "player" ? "Space on" : "[weights]")
    #expect(session.screen.isAlternate)
    session.type("X")
    try session.wait(for: "over")
    try session.expectRestored(status: status)
  }

  @Test func `a trap in a talk leaves nothing behind, because nothing was changed`() throws {
    let session = try PseudoTerminal(
      TalkEndingTests.quietly + "set -m; stty -g; \"$TRAP\" \"$ATTN_HOME\" talk index; "
        + "echo \"status $?\"; stty -g; echo over", rows: 50)
    try session.wait(for: "? help")
    session.type("X\n")
    try session.wait(for: "over")
    try session.expectRestored(status: 132...133)
    #expect(!session.bytes.contains(0x1b))
  }
}
