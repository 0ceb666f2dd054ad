// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import Testing

/// The terminal is as it was, however the program ends.
@Suite struct SessionTests {
  /// What is done to the program, what its exit status is, and whether it is then stopped.
  struct Ending: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let keys: String
    let signal: Int32?
    let status: Int

    init(_ name: String, keys: String = "", signal: Int32? = nil, status: Int) {
      testDescription = name
      self.keys = keys
      self.signal = signal
      self.status = status
    }
  }

  static let endings = [
    Ending("q", keys: "q", status: 0),
    Ending("Ctrl-C", keys: "\u{3}", status: 130),
    Ending("SIGINT", signal: SIGINT, status: 130),
    Ending("SIGTERM", signal: SIGTERM, status: 143),
    Ending("SIGHUP", signal: SIGHUP, status: 129),
    Ending("a trap", signal: SIGTRAP, status: 133),
    Ending("an illegal instruction", signal: SIGILL, status: 132),
    Ending("abort", signal: SIGABRT, status: 134),
    Ending("a wild pointer", signal: SIGSEGV, status: 139),
  ]

  @Test(arguments: endings) func `every way out restores the terminal`(ending: Ending) throws {
    let session = try PseudoTerminal(
      "set -m; ulimit -c 0; stty -g; \"$ATTN\" explore lesson:4 --mouse; echo \"status $?\"; stty -g; "
        + "echo over")
    try session.wait(for: "[weights]")
    #expect(session.screen.isAlternate && !session.screen.wraps && session.screen.pastesInBrackets)
    if let signal = ending.signal {
      try Self.send(signal, toChildOf: session.process)
    } else {
      session.type(ending.keys)
    }
    try session.wait(for: "over")
    try Self.expectRestored(session, status: ending.status)
  }

  @Test func `Ctrl-Z gives the screen back, and fg goes on where it was`() throws {
    let session = try PseudoTerminal(
      "set -m; stty -g; \"$ATTN\" explore lesson:4; echo stopped; stty -g; read line; "
        + "fg > /dev/null; echo \"status $?\"; stty -g; echo over")
    try session.wait(for: "[weights]")
    session.type("\u{1b}[B\u{1b}[C")
    try session.wait(for: "weights[0,1,1] = ")
    session.type("\u{1a}")
    try session.wait(for: "stopped and its settings") { screen in
      !screen.isAlternate && Self.settings(session).count == 2
    }
    #expect(session.screen.showsCursor && session.screen.wraps)
    #expect(Set(Self.settings(session)).count == 1)
    session.resize(columns: 60, rows: 20)
    session.type("\n")
    try session.wait(for: "weights[0,1,1] = ")
    #expect(session.screen.isAlternate)
    session.type("q")
    try session.wait(for: "over")
    try Self.expectRestored(session, status: 0)
  }

  @Test func `in a pipe, on a dumb terminal and in plain text nothing owns the screen`() throws {
    for (command, term) in [
      ("\"$ATTN\" lesson 4 | tail -n 1", "xterm"), ("\"$ATTN\" lesson 4", "dumb"),
      ("\"$ATTN\" lesson 4 --plain", "xterm"),
      ("ACCESSIBLE=1 \"$ATTN\" lesson 4 < /dev/null", "xterm"),
      ("\"$ATTN\" lesson 4 </dev/null", "xterm"), ("\"$ATTN\" lesson 4 --section 1", "xterm"),
    ] {
      let session = try PseudoTerminal(command, term: term)
      #expect(try session.end() == 0, "\(command)")
      #expect(!String(decoding: session.bytes, as: UTF8.self).contains("\u{1b}[?"), "\(command)")
      #expect(!session.bytes.isEmpty)
    }
    for command in ["\"$ATTN\" explore lesson:4 < /dev/null", "\"$ATTN\" explore lesson:4 --plain"]
    {
      let refused = try PseudoTerminal(command)
      #expect(try refused.end() == 2)
      #expect(refused.screen.text.contains("attn why"))
    }
  }

  // MARK: - Looking

  /// What `stty -g` has printed: the lines of colons and hexadecimal digits.
  static func settings(_ session: PseudoTerminal) -> [String] {
    String(decoding: session.bytes, as: UTF8.self).matches(of: /(?:[0-9a-f]+:){35}[0-9a-f]+/)
      .map { String($0.0) }
  }

  private static func expectRestored(_ session: PseudoTerminal, status: Int) throws {
    let screen = session.screen
    #expect(try session.end() == 0)
    #expect(screen.text.contains("status \(status)"), "\(screen.text)")
    let settings = settings(session)
    #expect(settings.count >= 2, "\(screen.text)")
    #expect(Set(settings).count == 1, "\(screen.text)")
    #expect(!screen.isAlternate && screen.showsCursor && screen.wraps && screen.isPlainStyle)
    #expect(!screen.pastesInBrackets && !screen.isInFrame && !screen.hasMouse)
    #expect(screen.unknown.isEmpty, "\(screen.unknown)")
  }

  /// Sends a signal to the program that a shell has started.
  private static func send(_ signal: Int32, toChildOf shell: Int32) throws {
    let list = try String(
      contentsOfFile: "/proc/\(shell)/task/\(shell)/children", encoding: .utf8)
    let child = try #require(list.split(separator: " ").first.flatMap { pid_t($0) })
    #expect(kill(child, signal) == 0)
  }
}
