// SPDX-License-Identifier: MIT

import Glibc

/// The terminal as it was found, kept where a signal handler can reach it.
///
/// Handlers may run between any two instructions, so there is nothing here but integers and one
/// block of memory that is never given back.
enum TerminalState {
  static let enter: StaticString = "\u{1b}[?1049h\u{1b}[?25l\u{1b}[?2004h\u{1b}[?7l"
  /// Always the same whatever the reason; the keyboard mode is popped before the screen changes.
  static let leave: StaticString =
    "\u{1b}[?1000l\u{1b}[?1002l\u{1b}[?1003l\u{1b}[?1006l\u{1b}[?2004l\u{1b}[?7h\u{1b}[?2026l\u{1b}[<u\u{1b}[?1049l\u{1b}[?25h\u{1b}[0m"

  nonisolated(unsafe) static var found: UnsafeMutablePointer<termios>?
  nonisolated(unsafe) static var isEntered: Int32 = 0
  nonisolated(unsafe) static var pipeEnd: Int32 = -1

  /// Remembers the terminal's settings.
  ///
  /// - Returns: Whether standard input has any.
  static func remember() -> Bool {
    let settings = found ?? .allocate(capacity: 1)
    var current = termios()
    guard tcgetattr(STDIN_FILENO, &current) == 0 else { return false }
    settings.initialize(to: current)
    found = settings
    return true
  }

  /// Raw mode, then the alternate screen.
  ///
  /// In the background the first call stops the process, so that `bg` does not paint.
  static func enterScreen() {
    guard var raw = found?.pointee else { return }
    raw.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | ISIG | IEXTEN)
    raw.c_iflag &= ~tcflag_t(IXON | ICRNL | INLCR | IGNCR | BRKINT | ISTRIP)
    raw.c_oflag &= ~tcflag_t(OPOST)
    withUnsafeMutableBytes(of: &raw.c_cc) { characters in
      characters[Int(VMIN)] = 1
      characters[Int(VTIME)] = 0
    }
    while tcsetattr(STDIN_FILENO, TCSANOW, &raw) != 0 && errno == EINTR {}
    isEntered = 1
    write(enter)
  }

  /// The one way out; safe inside a signal handler.
  static func leaveScreen() {
    guard isEntered != 0, let found else { return }
    isEntered = 0
    write(leave)
    tcflush(STDIN_FILENO, TCIFLUSH)
    tcsetattr(STDIN_FILENO, TCSANOW, found)
  }

  static func write(_ text: StaticString) {
    var start = text.utf8Start
    var count = text.utf8CodeUnitCount
    while count > 0 {
      let written = Glibc.write(STDOUT_FILENO, start, count)
      if written > 0 {
        start += written
        count -= written
      } else if errno != EINTR {
        return
      }
    }
  }
}
