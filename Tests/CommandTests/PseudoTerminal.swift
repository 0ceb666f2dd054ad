// SPDX-License-Identifier: MIT

import Foundation
import Glibc

/// Runs a command on a terminal of its own, types, and watches the screen.
///
/// Nothing waits for a time: every step waits for what the screen must come to show.
final class PseudoTerminal {
  private let controller: Int32
  private(set) var screen: Screen
  private let answers: Bool
  let process: pid_t
  /// All bytes that were written.
  private(set) var bytes: [UInt8] = []
  private var hasEnded = false

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Starts a shell command as the leader of a session whose terminal this is.
  ///
  /// - Parameters:
  ///   - command: For `sh`; `$ATTN` is the program.
  ///   - columns: The width of the window.
  ///   - rows: Its height.
  ///   - term: What `TERM` says.
  ///   - ambiguousWidth: The cells of a character of ambiguous width.
  ///   - answers: Whether the terminal answers questions about the cursor.
  /// - Throws: When there is no pseudo-terminal.
  init(
    _ command: String, columns: Int = 80, rows: Int = 24, term: String = "xterm-256color",
    ambiguousWidth: Int = 1, answers: Bool = true
  ) throws {
    self.answers = answers
    // What posix_openpt, unlockpt and ptsname do; Glibc's module does not have them.
    controller = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (lock, number): (Int32, UInt32) = (0, 0)
    let (unlocking, numbering): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
    guard controller >= 0, ioctl(controller, unlocking, &lock) == 0,
      ioctl(controller, numbering, &number) == 0
    else { throw Failure(description: "no pseudo-terminal") }
    screen = Screen(columns: columns, rows: rows)
    screen.ambiguousWidth = ambiguousWidth
    var size = winsize()
    size.ws_col = UInt16(columns)
    size.ws_row = UInt16(rows)
    _ = ioctl(controller, UInt(TIOCSWINSZ), &size)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What a test runner ignores or blocks must not be inherited.
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    let flags = 0x80 | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK  // 0x80: a new session
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The leader of a session that has no terminal gets the first one it opens.
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/pts/\(number)", O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    let environment = [
      "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "ATTN_HOME=\(Program.root)", "TERM=\(term)",
      "ATTN=\(Program.binary.path())", "TRAP=\(Program.binary.path())-trap",
      "OPENBLAS_NUM_THREADS=1", "ATTN_PAGER=",
    ]
    let words: [String] = ["sh", "-c", command]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
    defer { (arguments + variables).forEach { free($0) } }
    var child: pid_t = 0
    let status = posix_spawn(&child, "/bin/sh", &actions, &attributes, &arguments, &variables)
    process = child
    guard status == 0 else { throw Failure(description: "the shell does not start") }
  }

  deinit {
    if !hasEnded {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    close(controller)
  }

  /// Types bytes.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(controller, bytes, bytes.count)
  }

  /// Changes the size of the window.
  func resize(columns: Int, rows: Int) {
    screen.resize(columns: columns, rows: rows)
    var size = winsize()
    size.ws_col = UInt16(columns)
    size.ws_row = UInt16(rows)
    _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
  }

  /// Waits until the screen, between two frames, is as it must be.
  ///
  /// - Throws: With the screen as it is, when that does not come within half a minute.
  func wait(for what: String, _ isThere: (Screen) -> Bool) throws {
    let end = ContinuousClock.now + .seconds(30)
    while screen.isInFrame || !isThere(screen) {
      guard ContinuousClock.now < end, read() else {
        throw Failure(description: "waited for \(what); the screen is\n\(screen.text)")
      }
    }
  }

  /// Waits until what was written is as it must be, for programs that are no part of `attn`.
  func waitForBytes(_ isThere: ([UInt8]) -> Bool) throws {
    let end = ContinuousClock.now + .seconds(30)
    while !isThere(bytes) {
      guard ContinuousClock.now < end, read() else {
        throw Failure(description: "found only\n\(String(decoding: bytes, as: UTF8.self))")
      }
    }
  }

  /// Waits until a text stands on the screen.
  func wait(for text: String) throws { try wait(for: text) { $0.text.contains(text) } }

  /// Waits for the end of the command and returns its status, as a shell writes it.
  func end() throws -> Int32 {
    let limit = ContinuousClock.now + .seconds(30)
    while read() {
      guard ContinuousClock.now < limit else {
        throw Failure(description: "the command does not end; the screen is\n\(screen.text)")
      }
    }
    var status: Int32 = 0
    waitpid(process, &status, 0)
    hasEnded = true
    return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
  }

  /// Reads what there is, waiting a little; false when the terminal is closed on the other side.
  private func read() -> Bool {
    var file = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    guard poll(&file, 1, 200) > 0 else { return true }
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = Glibc.read(controller, &buffer, buffer.count)
    guard count > 0 else { return false }
    bytes += buffer[..<count]
    screen.feed(buffer[..<count])
    if answers, !screen.replies.isEmpty { type(screen.replies) }
    screen.replies = ""
    return true
  }
}
