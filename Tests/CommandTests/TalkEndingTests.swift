// SPDX-License-Identifier: MIT

import Glibc
import Testing

/// Programs that talk in lines leave the terminal alone, whatever happens to them.
@Suite struct TalkEndingTests {
  static let talks = [
    TerminalUser("a lesson told", "lesson 4 --accessible", opening: "? help."),
    TerminalUser("an inspector told", "explore lesson:4 --accessible", opening: "? help."),
    TerminalUser("practice", "practice lesson:4", opening: "query"),
  ]

  static let endings =
    Ending.signals.filter { $0.signal != SIGABRT } + [
      Ending("Ctrl-C", keys: "\u{3}", status: 130), Ending("Ctrl-D", keys: "\u{4}", status: 0),
    ]

  /// No picture of the crash: on a terminal Swift's runtime would ask what to do with it.
  static let quietly = "ulimit -c 0; export SWIFT_BACKTRACE=enable=no; "

  @Test(arguments: talks, endings) func `every way out leaves the terminal as it is`(
    talk: TerminalUser, ending: Ending
  ) throws {
    let session = try PseudoTerminal(
      TalkEndingTests.quietly
        + "set -m; stty -g; \"$ATTN\" \(talk.command); echo \"status $?\"; stty -g; "
        + "echo over", rows: 60)
    try session.wait(for: talk.opening)
    #expect(!session.screen.isAlternate)
    if let signal = ending.signal {
      try session.send(signal)
    } else {
      session.type(ending.keys)
    }
    try session.wait(for: "over")
    try session.expectRestored(status: ending.status)
    #expect(!session.bytes.contains(0x1b) || talk.testDescription == "practice")
  }

  @Test(arguments: talks) func `Ctrl-Z stops the talk, and fg goes on listening`(
    talk: TerminalUser
  ) throws {
    let session = try PseudoTerminal(
      "set -m; stty -g; \"$ATTN\" \(talk.command); echo stopped; stty -g; read line; "
        + "fg > /dev/null; echo \"status $?\"; stty -g; echo over", rows: 60)
    try session.wait(for: talk.opening)
    session.type("\u{1a}")
    try session.wait(for: "its settings") { _ in session.settings.count == 2 }
    session.type("\n")
    session.type("\u{4}")
    try session.wait(for: "over")
    try session.expectRestored(status: 0)
  }
}
