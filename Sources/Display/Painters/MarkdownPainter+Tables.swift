// SPDX-License-Identifier: MIT

extension MarkdownPainter {
  func table(_ table: Table) -> String {
    let count = table.columnCount
    guard count > 0 else { return "" }
    func filled(_ row: [Text]) -> [String] {
      (0..<count).map { $0 < row.count ? cell(row[$0]) : "" }
    }
    let alignments = (0..<count).map {
      $0 < table.alignments.count ? table.alignments[$0] : .left
    }
    return grid(header: filled(table.header), rows: table.rows.map(filled), alignments)
  }

  /// Text in a cell; a bar is escaped even inside a code span.
  private func cell(_ text: Text) -> String {
    text.runs.map { run in
      guard run.style == .code else { return inline(Text([run]), "<br>") }
      return codeSpan(sanitized(run.string)).replacing("|", with: "\\|")
    }.joined()
  }

  /// One matrix: title and axes, the numbers, what the marks mean.
  func matrix(_ view: MatrixView) -> String {
    let sheet = MatrixSheet(view)
    var pieces: [String] = []
    let title = view.title.map { formula in
      formula.isWords ? "**\(escaped(formula.unicode))**" : inline(formula)
    }
    let head = [title, sheet.axes.isEmpty ? nil : escaped(sheet.axes)].compactMap { $0 }
    if !head.isEmpty { pieces.append(atLineStart(head.joined(separator: ", "))) }
    guard view.rowCount > 0, view.columnCount > 0 else {
      pieces.append("No cells (\(view.rowCount) x \(view.columnCount)).")
      return pieces.joined(separator: "\n\n")
    }
    var header = [""] + sheet.columnLabels.map(escaped)
    if view.showsRowSums { header.append("sum") }
    let rows = (0..<view.rowCount).map { row in
      let cells = (0..<view.columnCount).map { column -> String in
        let text = escaped(sheet.text(row, column))
        if view.selected == CellPosition(row: row, column: column) { return "**[\(text)]**" }
        return text + escaped(sheet.marks(row, column))
      }
      return ["**\(escaped(sheet.rowLabels[row]))**"] + cells
        + (sheet.sum(row).map { [escaped($0)] } ?? [])
    }
    let alignments = [.left] + Array(repeating: Table.Alignment.right, count: header.count - 1)
    pieces.append(grid(header: header, rows: rows, alignments))
    let remarks = sheet.remarks(colored: false)
    if !remarks.isEmpty { pieces.append(escaped(remarks.joined(separator: "; ") + ".")) }
    pieces += sheet.sentences.map { atLineStart(escaped($0)) }
    return pieces.joined(separator: "\n\n")
  }

  /// The source of a table, padded by display width so that it also reads as plain text.
  private func grid(
    header: [String], rows: [[String]], _ alignments: [Table.Alignment]
  ) -> String {
    let widths = header.indices.map { column in
      ([header] + rows).map { metrics.width(of: $0[column]) }.reduce(3, max)
    }
    func line(_ cells: [String]) -> String {
      "| "
        + cells.indices.map { column in
          let missing = blanks(max(0, widths[column] - metrics.width(of: cells[column])))
          return alignments[column] == .right ? missing + cells[column] : cells[column] + missing
        }.joined(separator: " | ") + " |"
    }
    let marks = header.indices.map { column in
      let dashes = String(repeating: "-", count: widths[column] - 2)
      switch alignments[column] {
      case .left: return "-" + dashes + "-"
      case .right: return "-" + dashes + ":"
      case .center: return ":" + dashes + ":"
      }
    }
    return ([line(header), line(marks)] + rows.map(line)).joined(separator: "\n")
  }
}
