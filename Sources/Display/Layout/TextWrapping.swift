// SPDX-License-Identifier: MIT

/// A character that knows its cells and its style.
private struct StyledCharacter {
  let character: Character
  let width: Int
  let style: SpanStyle
}

extension Typesetter {
  /// Returns text wrapped at blanks, and between the characters of scripts without blanks.
  func wrapped(_ text: Text, width: Int, _ base: SpanStyle = .plain) -> [Line] {
    var paragraphs: [[StyledCharacter]] = [[]]
    for run in text.runs {
      var style = base
      var (prefix, suffix) = ("", "")
      switch run.style {
      case .plain: break
      case .strong: style.bold = true
      case .emphasis: style.italic = true
      case .dim: style.dim = true
      case .code: (prefix, suffix) = ("`", "`")
      case .link(let address):
        if capabilities.hyperlinks {
          style.link = address
        } else if address != run.string {
          suffix = " (" + address + ")"
        }
      }
      let pieces = (prefix + run.string + suffix).split(
        omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      for (index, piece) in pieces.enumerated() {
        if index > 0 { paragraphs.append([]) }
        for character in prose(String(piece)) {
          let cells = max(0, metrics.width(of: character))
          paragraphs[paragraphs.count - 1].append(
            StyledCharacter(character: character, width: cells, style: style))
        }
      }
    }
    return paragraphs.flatMap { wrapped($0[...], width: max(2, width)) }
  }

  /// Returns plain text wrapped as prose.
  func wrapped(_ string: String, width: Int, _ style: SpanStyle = .plain) -> [Line] {
    wrapped(Text(string), width: width, style)
  }

  private func wrapped(_ characters: ArraySlice<StyledCharacter>, width: Int) -> [Line] {
    var lines: [Line] = []
    var rest = characters
    repeat {
      var cells = 0
      var end = rest.startIndex
      var opportunity: Int?
      while end < rest.endIndex, cells + rest[end].width <= width {
        if end > rest.startIndex, canBreak(rest[end - 1], rest[end]) { opportunity = end }
        cells += rest[end].width
        end += 1
      }
      if end < rest.endIndex {
        if rest[end].character == " " || canBreak(rest[max(rest.startIndex, end - 1)], rest[end]) {
          opportunity = end
        }
        if let opportunity, opportunity > rest.startIndex { end = opportunity }
      }
      lines.append(line(of: rest[rest.startIndex..<end]).trimmed)
      while end < rest.endIndex, rest[end].character == " " { end += 1 }
      rest = rest[end...]
    } while !rest.isEmpty
    return lines
  }

  /// Whether a line may end between two characters.
  private func canBreak(_ left: StyledCharacter, _ right: StyledCharacter) -> Bool {
    if left.character == " " { return right.character != " " }
    guard left.width == 2 || right.width == 2, right.character != " " else { return false }
    return !"（「『【《〈“‘([{".contains(left.character)
      && !"、。，．：；！？）」』】》〉”’)]},.:;!?`".contains(right.character)
  }

  private func line(of characters: ArraySlice<StyledCharacter>) -> Line {
    var line = Line()
    var text = ""
    var width = 0
    var style = SpanStyle.plain
    for item in characters {
      if item.style != style {
        line.append(text, width: width, style)
        (text, width, style) = ("", 0, item.style)
      }
      text.append(item.character)
      width += item.width
    }
    line.append(text, width: width, style)
    return line
  }

  /// Returns parts side by side, three blanks between, continued on further lines.
  func flowed(_ parts: [Text], indentation: Int, width: Int) -> [Line] {
    let indentation = self.indentation(indentation, of: width)
    let room = width - indentation
    var lines: [Line] = []
    var current = Line()
    for part in parts {
      for (index, piece) in wrapped(part, width: room).enumerated() {
        if index == 0, !current.spans.isEmpty, current.width + 3 + piece.width <= room {
          current.append(ascii: "   ")
        } else if !current.spans.isEmpty {
          lines.append(current)
          current = Line()
        }
        current.append(piece)
      }
    }
    if !current.spans.isEmpty { lines.append(current) }
    return lines.map { $0.prefixed(blanks(indentation), width: indentation) }
  }
}
