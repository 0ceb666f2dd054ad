// SPDX-License-Identifier: MIT

/// Writes lines as bytes for a terminal, a pipe or a file of plain text.
///
/// Only the escape sequences differ between depths of colour: without them the bytes are the same.
struct TerminalPainter {
  private let capabilities: Capabilities
  private let writesEscapes: Bool
  private let codes: SGRCodes

  init(_ capabilities: Capabilities) {
    self.capabilities = capabilities
    writesEscapes = !capabilities.plain && !capabilities.accessible
    codes = SGRCodes(capabilities)
  }

  func paint(_ lines: [Line]) -> String {
    var output = ""
    output.reserveCapacity(lines.reduce(0) { $0 + $1.width + 32 * $1.spans.count })
    for line in lines {
      paint(line, into: &output)
      output += "\n"
    }
    return output
  }

  private func paint(_ line: Line, into output: inout String) {
    var current = ""
    var shown = Fill.none
    var column = 0
    for span in line.spans {
      if writesEscapes {
        if !codes.write(from: shown, to: span.style.fill, into: &output) {
          change(&current, to: codes[span.style], into: &output)
        }
        shown = span.style.fill
      }
      column += span.width
      if writesEscapes, let link = span.style.link, capabilities.hyperlinks {
        output += "\u{1b}]8;;\(safeAddress(link))\u{1b}\\\(span.text)\u{1b}]8;;\u{1b}\\"
      } else {
        output += span.text
      }
      if writesEscapes, span.style.resynchronizes, capabilities.resynchronizes {
        output += "\u{1b}[\(column + 1)G"
      }
    }
    if !current.isEmpty { output += "\u{1b}[0m" }
  }

  private func change(_ current: inout String, to codes: String, into output: inout String) {
    guard codes != current else { return }
    if !current.isEmpty { output += "\u{1b}[0m" }
    if !codes.isEmpty {
      output += "\u{1b}["
      output += codes
      output += "m"
    }
    current = codes
  }

  /// The address with everything outside printable ASCII as `%1B`.
  private func safeAddress(_ address: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return address.utf8.reduce(into: "") { text, byte in
      if byte > 0x20 && byte < 0x7f {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
  }
}
