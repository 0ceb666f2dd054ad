// SPDX-License-Identifier: MIT

extension HTMLPainter {
  func inline(_ text: Text) -> String {
    text.runs.map { run in
      let words = run.string.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        .map { escapedHTML(sanitized(String($0))) }.joined(separator: "<br>")
      switch run.style {
      case .plain: return words
      case .strong: return "<strong>\(words)</strong>"
      case .emphasis: return "<em>\(words)</em>"
      case .code: return "<code>\(words)</code>"
      case .dim: return "<span class=\"dim\">\(words)</span>"
      case .link(let address):
        // An address that a browser would run is shown as words only.
        guard ["https:", "http:", "mailto:", "#"].contains(where: address.lowercased().hasPrefix)
        else { return words }
        return "<a href=\"\(escapedHTML(safeAddress(address)))\">\(words)</a>"
      }
    }.joined()
  }

  /// Consecutive formulas, aligned at their first equals sign.
  ///
  /// Each is there twice: as MathML, and as text for a browser that has none.
  func equations(_ formulas: [Mathematics]) -> String {
    let lines = formulas.map { formula -> String in
      let text = sanitized(formula.unicode)
      let math = mathML(formula)
      guard let sign = text.firstRange(of: "= "), math == nil || math?.sides != nil else {
        return part("whole", math?.markup, text)
      }
      return part("left", math?.sides?.left, String(text[..<sign.lowerBound]))
        + part("right", math?.sides?.right, String(text[sign.lowerBound...]))
    }
    let spoken = formulas.map { sanitized($0.spoken) }.joined(separator: "; ")
    return "<div class=\"equations\" role=\"math\" "
      + "aria-label=\"\(escapedHTML(spoken))\">\n" + lines.joined(separator: "\n") + "\n</div>\n"
  }

  /// Typeset, unless the formula is words that happen to stand alone.
  private func mathML(_ formula: Mathematics) -> MathML? {
    let isNumbers = formula.unicode.allSatisfy { $0.isNumber || "+-−=≈·×/()., ".contains($0) }
    return formula.isWords && !isNumbers ? nil : MathML(formula.latex)
  }

  private func part(_ name: String, _ math: String?, _ text: String) -> String {
    let text = escapedHTML(text)
    guard let math else { return "<span class=\"\(name)\">\(text)</span>" }
    return "<span class=\"\(name)\"><span class=\"typeset\">\(math)</span>"
      + "<span class=\"linear\">\(text)</span></span>"
  }

  /// A formula inside a line of text.
  func formula(_ formula: Mathematics) -> String {
    let text = escapedHTML(sanitized(formula.unicode))
    guard !formula.isWords, let math = MathML(formula.latex) else { return text }
    return "<span class=\"typeset\" role=\"math\" "
      + "aria-label=\"\(escapedHTML(sanitized(formula.spoken)))\">\(math.markup)</span>"
      + "<span class=\"linear\" aria-hidden=\"true\">\(text)</span>"
  }

  func table(_ table: Table) -> String {
    func alignment(_ column: Int) -> String {
      guard column < table.alignments.count else { return "" }
      switch table.alignments[column] {
      case .left: return ""
      case .right: return " class=\"number\""
      case .center: return " class=\"middle\""
      }
    }
    let header = table.header.enumerated().map {
      $1.plainString.isEmpty
        ? "<td></td>" : "<th scope=\"col\"\(alignment($0))>\(inline($1))</th>"
    }
    let rows = table.rows.map { row in
      "<tr>"
        + (0..<table.columnCount).map { column in
          "<td\(alignment(column))>\(column < row.count ? inline(row[column]) : "")</td>"
        }.joined() + "</tr>"
    }
    let head = header.isEmpty ? "" : "<thead><tr>\(header.joined())</tr></thead>\n"
    return "<div class=\"scroll\"><table class=\"words\">\n\(head)<tbody>\n"
      + rows.joined(separator: "\n") + "\n</tbody></table></div>\n"
  }
}

/// Text in which no character has a meaning for HTML, SVG or their attributes.
func escapedHTML(_ text: String) -> String {
  text.unicodeScalars.reduce(into: "") { result, scalar in
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default: result.unicodeScalars.append(scalar)
    }
  }
}
