// SPDX-License-Identifier: MIT

/// Returns untrusted text with every character escaped that could act on a terminal or hide.
///
/// Escaped are C0, C1, DEL, ESC, the bidirectional controls and the line separators; a string of
/// zero-width characters only is escaped as a whole. The escapes are `\n`, `\t`, `\r`, `\e` and
/// `\u{202E}`.
public func sanitized(_ string: String) -> String {
  if string.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) { return string }
  var result = ""
  var isVisible = false
  let metrics = CellMetrics()
  for character in string {
    let width = metrics.width(of: character)
    if width < 0 || (width == 0 && !isVisible) {
      for scalar in character.unicodeScalars { result += escaped(scalar) }
    } else {
      for (index, scalar) in character.unicodeScalars.enumerated() {
        // Towers of combining marks would paint over the lines above and below.
        if index < 8 { result.unicodeScalars.append(scalar) } else { result += escaped(scalar) }
      }
      isVisible = true
    }
  }
  return result
}

/// Returns a label fit to be printed: sanitised, blanks at its ends visible, never empty.
///
/// - Parameters:
///   - string: The label as it came.
///   - unicode: Whether characters outside ASCII may remain.
/// - Returns: The label; `''` when it was empty.
public func printableLabel(_ string: String, unicode: Bool = true) -> String {
  if string.isEmpty { return "''" }
  var characters = Array(sanitized(string))
  let mark: Character = unicode ? "␣" : "_"
  for index in characters.indices {
    guard characters[index].isWhitespace else { break }
    characters[index] = mark
  }
  for index in characters.indices.reversed() {
    guard characters[index].isWhitespace else { break }
    characters[index] = mark
  }
  let label = String(characters)
  return unicode ? label : escapedToASCII(label)
}

/// Returns the text with every character outside ASCII as `\u{6CE8}`.
public func escapedToASCII(_ string: String) -> String {
  if string.utf8.allSatisfy({ $0 < 0x7f }) { return string }
  var result = ""
  for scalar in string.unicodeScalars {
    if scalar.value < 0x7f {
      result.unicodeScalars.append(scalar)
    } else {
      result += escaped(scalar)
    }
  }
  return result
}

/// Returns whether a code point may not reach a terminal as it is.
package func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7f...0x9f, 0xad, 0x61c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069,
    0xfff9...0xfffb:
    true
  default: false
  }
}

private func escaped(_ scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\n": #"\n"#
  case "\t": #"\t"#
  case "\r": #"\r"#
  case "\u{1b}": #"\e"#
  default: #"\u{"# + String(scalar.value, radix: 16, uppercase: true) + "}"
  }
}
