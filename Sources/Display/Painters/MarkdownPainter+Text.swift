// SPDX-License-Identifier: MIT

extension MarkdownPainter {
  /// Running text on one line, or with the given mark where a line ends.
  func inline(_ text: Text, _ lineBreak: String) -> String {
    text.runs.map { run in
      run.string.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        .map { styled(String($0), run.style) }.joined(separator: lineBreak)
    }.joined()
  }

  private func styled(_ string: String, _ style: Text.Style) -> String {
    let words = escaped(string)
    guard !string.isEmpty else { return "" }
    switch style {
    case .plain, .dim: return words
    case .strong: return emphasized(words, "**")
    case .emphasis: return emphasized(words, "*")
    case .code: return codeSpan(sanitized(string))
    case .link(let address): return "[\(words)](<\(safeAddress(address))>)"
    }
  }

  /// Blanks inside the marks would make them literal.
  private func emphasized(_ words: String, _ mark: String) -> String {
    let inner = words.trimmed(while: { $0 == " " })
    guard !inner.isEmpty else { return words }
    let lead = words.prefix { $0 == " " }
    let tail = words.reversed().prefix { $0 == " " }
    return lead + mark + inner + mark + String(tail)
  }

  /// A code span; its fence is longer than any run of backticks inside.
  func codeSpan(_ text: String) -> String {
    let fence = String(repeating: "`", count: longestRun(of: "`", in: text) + 1)
    let gap = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return fence + gap + text + gap + fence
  }

  /// Text in which no character has a meaning for Markdown.
  func escaped(_ string: String) -> String {
    sanitized(string).reduce(into: "") { text, character in
      if #"\`*_[]<>|$~&"#.contains(character) { text.append("\\") }
      text.append(character)
    }
  }

  /// The text with a mark escaped that would open a heading, a list or a rule.
  func atLineStart(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let body = line.drop { $0 == " " }
      guard let first = body.first else { return "" }
      if "#+-=".contains(first) { return "\\" + body }
      let digits = body.prefix { ("0"..."9").contains($0) }
      let rest = body.dropFirst(digits.count)
      if !digits.isEmpty, let mark = rest.first, mark == "." || mark == ")" {
        return digits + "\\" + rest
      }
      return String(body)
    }.joined(separator: "\n")
  }

  // MARK: - Formulas

  /// A formula within a line.
  func inline(_ formula: Mathematics) -> String {
    formula.isWords ? escaped(formula.unicode) : "$" + formula.safeLaTeX + "$"
  }

  func displayed(_ formula: Mathematics) -> String {
    formula.isWords ? atLineStart(escaped(formula.unicode)) : "$$\n\(formula.safeLaTeX)\n$$"
  }

  /// Consecutive formulas, aligned at their first equals sign.
  func displayed(_ formulas: [Mathematics]) -> String {
    guard !formulas.isEmpty else { return "" }
    return "$$\n" + alignedLaTeX(formulas) + "\n$$"
  }
}

/// The address with everything outside printable ASCII, and brackets and quotes, as `%1B`.
func safeAddress(_ address: String) -> String {
  let digits = Array("0123456789ABCDEF")
  return address.utf8.reduce(into: "") { text, byte in
    let isSafe = byte > 0x20 && byte < 0x7f && !#"<>"'`\{}|^"#.utf8.contains(byte)
    if isSafe {
      text.unicodeScalars.append(Unicode.Scalar(byte))
    } else {
      text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }
  }
}

extension String {
  /// The text without such characters at its ends.
  func trimmed(while isRemoved: (Character) -> Bool) -> String {
    let start = drop(while: isRemoved)
    return String(start.reversed().drop(while: isRemoved).reversed())
  }
}
