// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import Testing

/// A command, and what it shows when it is ready for keys.
struct TerminalUser: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let command: String
  let opening: String

  init(_ name: String, _ command: String, opening: String) {
    testDescription = name
    self.command = command
    self.opening = opening
  }
}

/// What is done to a program, and what its exit status is then.
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

  /// Signals that end every program.
  static let signals = [
    Ending("SIGINT", signal: SIGINT, status: 130), Ending("SIGTERM", signal: SIGTERM, status: 143),
    Ending("SIGHUP", signal: SIGHUP, status: 129), Ending("abort", signal: SIGABRT, status: 134),
    Ending("a wild pointer", signal: SIGSEGV, status: 139),
  ]
}

/// The terminal is as it was, however the program ends.
@Suite struct SessionTests {
  static let owners = [
    TerminalUser("the inspector", "explore lesson:4 --mouse", opening: "[weights]"),
    TerminalUser("the player", "lesson 4 --mouse", opening: "Space on"),
  ]

  static let endings =
    Ending.signals + [
      Ending("q", keys: "q", status: 0), Ending("Ctrl-C", keys: "\u{3}", status: 130),
      Ending("SIGTRAP", signal: SIGTRAP, status: 133),
      Ending("an illegal instruction", signal: SIGILL, status: 132),
    ]

  @Test(arguments: owners, endings) func `every way out restores the terminal`(
    owner: TerminalUser, ending: Ending
  ) throws {
    let session = try PseudoTerminal(
      "set -m; ulimit -c 0; stty -g; \"$ATTN\" \(owner.command); echo \"status $?\"; stty -g; "
        + "echo over")
    try session.wait(for: owner.opening)
    #expect(session.screen.isAlternate && !session.screen.wraps && session.screen.pastesInBrackets)
    if let signal = ending.signal {
      try session.send(signal)
    } else {
      session.type(ending.keys)
    }
    try session.wait(for: "over")
    try session.expectRestored(status: ending.status)
  }

  /// A program, the keys that move in it, and what the screen shows then.
  static let moves = [
    (owners[0], "\u{1b}[B\u{1b}[C", "weights[0,1,1] = "), (owners[1], "n", "2/13"),
  ]

  @Test(arguments: moves) func `Ctrl-Z gives the screen back, and fg goes on where it was`(
    owner: TerminalUser, keys: String, place: String
  ) throws {
    let session = try PseudoTerminal(
      "set -m; stty -g; \"$ATTN\" \(owner.command); echo stopped; stty -g; read line; "
        + "fg > /dev/null; echo \"status $?\"; stty -g; echo over")
    try session.wait(for: owner.opening)
    session.type(keys)
    try session.wait(for: place)
    session.type("\u{1a}")
    try session.wait(for: "stopped and its settings") { screen in
      !screen.isAlternate && session.settings.count == 2
    }
    #expect(session.screen.showsCursor && session.screen.wraps)
    #expect(Set(session.settings).count == 1)
    session.resize(columns: 60, rows: 20)
    session.type("\n")
    try session.wait(for: place)
    #expect(session.screen.isAlternate)
    session.type("q")
    try session.wait(for: "over")
    try session.expectRestored(status: 0)
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
}

extension PseudoTerminal {
  /// What `stty -g` has printed: the lines of colons and hexadecimal digits.
  var settings: [String] {
    String(decoding: bytes, as: UTF8.self).matches(of: /(?:[0-9a-f]+:){35}[0-9a-f]+/)
      .map { String($0.0) }
  }

  /// The program is over, and the terminal is as it was before: settings, screen, cursor, style.
  ///
  /// - Parameters:
  ///   - status: What the shell must have said about the program's end.
  ///   - sourceLocation: Where a failure is shown.
  /// - Throws: When the shell does not end.
  func expectRestored(
    status: ClosedRange<Int>, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(try end() == 0, sourceLocation: sourceLocation)
    let said = screen.text.firstMatch(of: /status (\d+)/).flatMap { Int($0.1) }
    #expect(said.map(status.contains) == true, "\(screen.text)", sourceLocation: sourceLocation)
    #expect(settings.count >= 2, "\(screen.text)", sourceLocation: sourceLocation)
    #expect(Set(settings).count == 1, "\(screen.text)", sourceLocation: sourceLocation)
    #expect(
      !screen.isAlternate && screen.showsCursor && screen.wraps && screen.isPlainStyle,
      sourceLocation: sourceLocation)
    #expect(
      !screen.pastesInBrackets && !screen.isInFrame && !screen.hasMouse,
      sourceLocation: sourceLocation)
    #expect(screen.unknown.isEmpty, "\(screen.unknown)", sourceLocation: sourceLocation)
  }

  /// The same for one status.
  func expectRestored(status: Int, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try expectRestored(status: status...status, sourceLocation: sourceLocation)
  }

  /// Sends a signal to the program that the shell has started.
  func send(_ signal: Int32) throws {
    let list = try String(
      contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)
    let child = try #require(list.split(separator: " ").first.flatMap { pid_t($0) })
    #expect(kill(child, signal) == 0)
  }
}
