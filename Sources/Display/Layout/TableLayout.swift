// SPDX-License-Identifier: MIT

/// Lays out one table: columns side by side, or a list of entries when they do not fit.
struct TableTypesetter {
  let table: Table
  let typesetter: Typesetter
  let width: Int

  init(_ table: Table, typesetter: Typesetter, width: Int) {
    self.table = table
    self.typesetter = typesetter
    self.width = width
  }

  func lines() -> [Line] {
    guard table.columnCount > 0 else { return [] }
    guard !typesetter.isSpoken, let widths = columnWidths() else { return listed() }
    var result: [Line] = []
    if !table.header.isEmpty {
      result += row(table.header, widths, .strong)
      var rule = Line()
      for (column, cells) in widths.enumerated() {
        if column > 0 { rule.append(ascii: "  ") }
        rule.append(Line(repeating: typesetter.glyphs.rule, count: cells, .faint))
      }
      result.append(rule)
    }
    return result + table.rows.flatMap { row($0, widths, .plain) }
  }

  private func alignment(_ column: Int) -> Table.Alignment {
    column < table.alignments.count ? table.alignments[column] : .left
  }

  /// The width of each column, made narrower from the widest on; nil when words do not fit.
  private func columnWidths() -> [Int]? {
    var widths = [Int](repeating: 1, count: table.columnCount)
    for entries in [table.header] + table.rows {
      for (column, entry) in entries.enumerated() {
        let longest = typesetter.wrapped(entry, width: .max / 2).map(\.width).max() ?? 0
        widths[column] = max(widths[column], longest)
      }
    }
    let room = width - 2 * (widths.count - 1)
    while widths.reduce(0, +) > room {
      guard let widest = widths.max(), widest > 8, let column = widths.firstIndex(of: widest)
      else { return nil }
      widths[column] -= 1
    }
    return widths
  }

  private func row(_ entries: [Text], _ widths: [Int], _ style: SpanStyle) -> [Line] {
    let cells = widths.indices.map { column in
      column < entries.count
        ? typesetter.wrapped(entries[column], width: widths[column], style) : []
    }
    let height = max(1, cells.map(\.count).max() ?? 1)
    return (0..<height).map { index in
      var line = Line()
      var column = 0
      for (place, lines) in cells.enumerated() {
        let content = index < lines.count ? lines[index] : Line()
        let missing = widths[place] - content.width
        switch alignment(place) {
        case .left: break
        case .right: line.pad(to: column + missing)
        case .center: line.pad(to: column + missing / 2)
        }
        line.append(content)
        column += widths[place] + 2
        line.pad(to: column)
      }
      return line.trimmed
    }
  }

  /// One line for each row: `name: entry; name: entry`.
  private func listed() -> [Line] {
    let rows = table.rows.isEmpty && !table.header.isEmpty ? [table.header] : table.rows
    return rows.flatMap { entries -> [Line] in
      var sentence = Text()
      for (column, entry) in entries.enumerated() where !entry.plainString.isEmpty {
        if !sentence.runs.isEmpty { sentence += "; " }
        if column < table.header.count, !table.rows.isEmpty,
          !table.header[column].plainString.isEmpty
        {
          sentence += table.header[column] + ": "
        }
        sentence += entry
      }
      return typesetter.wrapped(sentence, width: width)
    }
  }
}
