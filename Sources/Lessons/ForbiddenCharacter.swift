// SPDX-License-Identifier: MIT

/// Characters that have no business in prose and could upset a terminal.
enum ForbiddenCharacter {
  /// Says whether a scalar is a control character other than a tab or the end of a line.
  ///
  /// Carriage returns count as ends of lines, since Windows writes them.
  static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\r", "\t": false
    case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": true  // would reorder the line
    default: scalar.properties.generalCategory == .control
    }
  }

  /// Finds the first such character.
  static func first(in text: some StringProtocol) -> Unicode.Scalar? {
    text.unicodeScalars.first(where: isForbidden)
  }
}
