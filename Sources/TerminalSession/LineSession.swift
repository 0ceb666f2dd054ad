// SPDX-License-Identifier: MIT

import Glibc

/// A program that talks in lines: what it says is appended, and nothing is ever painted over.
public protocol LineProgram {
  /// What is said before anything is typed.
  mutating func opening() -> String

  /// Returns what is said to a line that was typed; `nil` ends the talk.
  mutating func answer(to line: String) -> String?
}

/// Runs a talk on a terminal as it is found: no raw mode, no other screen, no cursor addressing.
///
/// Lines are edited by the terminal itself, and Ctrl-C, Ctrl-Z and Ctrl-D do what they always do. So
/// there is nothing to restore, and whoever listens to the terminal hears every word once.
public enum LineSession {
  public static func run(_ program: inout some LineProgram) {
    var said: String? = program.opening()
    while let text = said, write(text), let line = readLine() {
      said = program.answer(to: line)
    }
  }

  /// Writes a text; false when nobody reads any more.
  private static func write(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { buffer in
      var written = 0
      while written < buffer.count {
        let count = Glibc.write(
          STDOUT_FILENO, buffer.baseAddress?.advanced(by: written), buffer.count - written)
        if count >= 0 {
          written += count
        } else if errno != EINTR && errno != EAGAIN {
          return false
        }
      }
      return true
    }
  }
}
