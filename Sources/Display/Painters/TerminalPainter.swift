// SPDX-License-Identifier: MIT

/// Writes lines as bytes for a terminal, a pipe or a file of plain text.
///
/// Only the escape sequences differ between depths of colour: without them the bytes are the same.
struct TerminalPainter {
  private let capabilities: Capabilities
  private let writesEscapes: Bool
  private let sequentialCodes: [String]
  private let divergingCodes: [String]

  init(_ capabilities: Capabilities) {
    self.capabilities = capabilities
    writesEscapes = !capabilities.plain && !capabilities.accessible
    let depth = capabilities.plain || capabilities.accessible ? .none : capabilities.colorDepth
    sequentialCodes = Self.codes(
      Palette.sequential(capabilities.palette), depth: depth, isDiverging: false)
    divergingCodes = Self.codes(.vik, depth: depth, isDiverging: true)
  }

  func paint(_ lines: [Line]) -> String {
    var output = ""
    output.reserveCapacity(lines.count * (capabilities.width + 24))
    for line in lines {
      paint(line, into: &output)
      output += "\n"
    }
    return output
  }

  private func paint(_ line: Line, into output: inout String) {
    var current = ""
    var column = 0
    for span in line.spans {
      if writesEscapes {
        let codes = codes(for: span.style)
        if codes != current {
          if !current.isEmpty { output += "\u{1b}[0m" }
          if !codes.isEmpty { output += "\u{1b}[\(codes)m" }
          current = codes
        }
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

  /// The parameters of SGR for a style, empty when there is nothing to set.
  private func codes(for style: SpanStyle) -> String {
    var codes = ""
    func add(_ code: String) {
      guard !code.isEmpty else { return }
      codes += codes.isEmpty ? code : ";" + code
    }
    if capabilities.attributes {
      if style.bold { add("1") }
      if style.dim { add("2") }
      if style.italic { add("3") }
      if style.reverse { add("7") }
    }
    switch style.fill {
    case .none: break
    case .bin(let bin, let isDiverging):
      add(isDiverging ? divergingCodes[bin] : sequentialCodes[bin])
    case .halves(let upper, let lower, let isDiverging):
      add(halves(upper, lower, isDiverging: isDiverging))
    }
    return codes
  }

  private func halves(_ upper: Int?, _ lower: Int?, isDiverging: Bool) -> String {
    let palette = isDiverging ? Palette.vik : Palette.sequential(capabilities.palette)
    func color(_ bin: Int, _ layer: Int) -> String {
      Self.code(layer, palette.colors[bin], palette.index(of: bin), capabilities.colorDepth)
    }
    guard let upper else { return lower.map { color($0, 38) } ?? "" }
    return color(upper, 38) + (lower.map { ";" + color($0, 48) } ?? "")
  }

  /// The parameters for each bin, made once for a page.
  private static func codes(
    _ palette: Palette, depth: Capabilities.ColorDepth, isDiverging: Bool
  ) -> [String] {
    palette.colors.indices.map { bin in
      switch depth {
      case .none: return ""
      case .ansi16:
        guard isDiverging else { return bin == palette.colors.count - 1 ? "1" : "" }
        let sign = bin < 5 ? "34" : bin > 5 ? "31" : ""
        return bin == 0 || bin == 10 ? "1;" + sign : sign
      case .palette256, .truecolor:
        let color = palette.colors[bin]
        let index = palette.index(of: bin)
        let text = depth == .truecolor ? palette.textColors[bin] : palette.indexTextColors[bin]
        return code(48, color, index, depth) + ";"
          + code(38, text, text == .white ? 231 : 16, depth)
      }
    }
  }

  private static func code(
    _ layer: Int, _ color: RGBColor, _ index: UInt8, _ depth: Capabilities.ColorDepth
  ) -> String {
    depth == .truecolor
      ? "\(layer);2;\(color.red);\(color.green);\(color.blue)" : "\(layer);5;\(index)"
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
