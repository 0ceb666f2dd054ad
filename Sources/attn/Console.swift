// SPDX-License-Identifier: MIT

import Display
import Glibc

/// The two streams: results on stdout, messages on stderr.
enum Console {
  /// Writes a result.
  ///
  /// A reader that goes away (`| head`) ends the program quietly; a disk that is full does not.
  static func write(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// Writes a message as it is.
  static func writeError(_ text: String) { write(text, to: STDERR_FILENO) }

  /// Writes a message in the program's name; control characters from files are made visible.
  static func report(_ sentence: String) { writeError("attn: " + sanitized(sentence) + "\n") }

  /// Writes what is wrong with the command line; it quotes arguments, which may be names of files.
  static func reportUsage(_ message: String) {
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
    writeError(lines.map { sanitized(String($0)) }.joined(separator: "\n") + "\n")
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
      var written = 0
      while written < bytes.count {
        let count = Glibc.write(
          descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
        if count >= 0 {
          written += count
        } else if errno == EINTR {
          continue
        } else {
          if errno != EPIPE && descriptor == STDOUT_FILENO {
            report("cannot write the result: \(String(cString: strerror(errno)))")
          }
          exit(errno == EPIPE ? ExitStatus.good : ExitStatus.unusable)
        }
      }
    }
  }
}
