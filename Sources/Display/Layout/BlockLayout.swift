// SPDX-License-Identifier: MIT

extension Typesetter {
  func heading(_ text: Text, level: Int, width: Int) -> [Line] {
    let lines = wrapped(text, width: width, .strong)
    guard level <= 2, !isSpoken else { return lines }
    let glyph = level <= 1 ? glyphs.doubleRule : glyphs.rule
    let longest = lines.map(\.width).max() ?? 0
    return lines + [Line(repeating: glyph, count: longest, .faint)]
  }

  func list(_ items: [[Block]], isOrdered: Bool, width: Int) -> [Line] {
    let isTight = items.allSatisfy { $0.count <= 1 }
    var result: [Line] = []
    for (index, blocks) in items.enumerated() {
      let mark = isOrdered ? "\(index + 1). " : glyphs.bullet + " "
      let cells = metrics.width(of: mark)
      let indentation = indentation(cells, of: width)
      let lines = lines(for: blocks, width: width - indentation)
      if !isTight && !result.isEmpty { result.append(Line()) }
      if indentation == 0 {
        result.append(contentsOf: wrapped(mark, width: width))
        result += lines
      } else {
        result += hanging(mark, width: cells, lines)
      }
    }
    return result
  }

  /// Returns lines of which the first stands behind a mark and the others below its text.
  func hanging(
    _ mark: String, width: Int, _ lines: [Line], _ style: SpanStyle = .plain
  ) -> [Line] {
    let lines = lines.isEmpty ? [Line()] : lines
    return lines.enumerated().map { index, line in
      index == 0
        ? line.prefixed(mark, width: width, style) : line.prefixed(blanks(width), width: width)
    }
  }

  func quote(_ blocks: [Block], width: Int) -> [Line] {
    let indentation = isSpoken ? 0 : indentation(2, of: width)
    let lines = lines(for: blocks, width: width - indentation)
    guard indentation > 0 else { return lines }
    return lines.map { $0.prefixed(glyphs.quote, width: indentation, .faint) }
  }

  func code(_ source: String, width: Int) -> [Line] {
    let indentation = indentation(4, of: width)
    var sourceLines = source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    if sourceLines.last?.isEmpty == true { sourceLines.removeLast() }
    return sourceLines.flatMap { sourceLine -> [Line] in
      let safe = sanitized(String(sourceLine).replacing("\t", with: "    "))
      var rest = Substring(capabilities.unicode ? safe : escapedToASCII(safe))
      var lines: [Line] = []
      repeat {
        let (kept, cells) = metrics.prefix(of: rest, cells: width - indentation)
        var line = Line()
        line.append(ascii: blanks(indentation))
        line.append(kept, width: cells)
        lines.append(line)
        rest = rest.dropFirst(max(1, kept.count))
      } while !rest.isEmpty
      return lines
    }
  }

  func check(_ check: Check, width: Int) -> [Line] {
    let word: (String, SpanStyle) =
      switch check.outcome {
      case .passed: ("ok    ", .plain)
      case .failed: ("FAIL  ", SpanStyle(bold: true, reverse: true))
      case .note: ("note  ", .faint)
      }
    let lines = wrapped(check.sentence, width: width - word.0.utf8.count)
    return hanging(word.0, width: word.0.utf8.count, lines, word.1)
  }

  func tree(_ nodes: [TreeNode], width: Int, number: String = "") -> [Line] {
    if isSpoken { return spokenTree(nodes, width: width, number: number) }
    return nodes.flatMap { node in
      lines(for: node.blocks, width: width, isTight: true) + branches(of: node, width: width)
    }
  }

  private func branches(of node: TreeNode, width: Int) -> [Line] {
    let indentation = indentation(3, of: width)
    var result: [Line] = []
    for (index, child) in node.children.enumerated() {
      let isLast = index == node.children.count - 1
      let inner =
        lines(for: child.blocks, width: width - indentation, isTight: true)
        + branches(of: child, width: width - indentation)
      guard indentation > 0 else {
        result += inner
        continue
      }
      for (line, content) in inner.enumerated() {
        let prefix =
          line == 0
          ? (isLast ? glyphs.lastBranch : glyphs.branch) : (isLast ? "   " : glyphs.trunk)
        result.append(content.prefixed(prefix, width: 3, .faint))
      }
    }
    return result
  }

  /// A tree for the ear: numbers such as `1.2:` tell the place, not the indentation.
  private func spokenTree(_ nodes: [TreeNode], width: Int, number: String) -> [Line] {
    nodes.enumerated().flatMap { index, node -> [Line] in
      let place = number + "\(index + 1)"
      var blocks = node.blocks
      var lines: [Line] = []
      switch blocks.first {
      case .paragraph(let text):
        lines = wrapped(Text(place + ": ") + text, width: width)
        blocks.removeFirst()
      case .formula(let formula):
        lines = wrapped(Text(place + ": " + formula.spoken), width: width)
        blocks.removeFirst()
      default: lines = wrapped(place + ":", width: width)
      }
      lines += self.lines(for: blocks, width: width, isTight: true)
      return lines + spokenTree(node.children, width: width, number: place + ".")
    }
  }
}
