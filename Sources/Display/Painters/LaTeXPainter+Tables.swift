// SPDX-License-Identifier: MIT

extension LaTeXPainter {
  /// One matrix: with labels as an `array`, without as a `bmatrix`.
  func matrix(_ view: MatrixView) -> String {
    let sheet = MatrixSheet(view)
    let title = view.title.map { formula in
      formula.isWords
        ? "\\textbf{\(escapedLaTeX(formula.unicode))}" : "$\(formula.safeLaTeX)$"
    }
    let head = [title, sheet.axes.isEmpty ? nil : escapedLaTeX(sheet.axes)].compactMap { $0 }
      .joined(separator: ", ")
    guard view.rowCount > 0, view.columnCount > 0 else {
      return head + " No cells.\n"
    }
    let isLabelled = view.rowLabels != nil || view.columnLabels != nil || view.showsRowSums
    let remarks = ([sheet.remarks(colored: false).joined(separator: "; ")] + sheet.sentences)
      .map { escapedLaTeX($0) }.joined(separator: "\\newline ")
    return """
      \(head)
      \\[
      \\fitted{\(isLabelled ? array(sheet) : plain(sheet))}
      \\]
      {\\small \(remarks)\\par}

      """
  }

  private func plain(_ sheet: MatrixSheet) -> String {
    let rows = (0..<sheet.view.rowCount).map { row in
      cells(sheet, row).joined(separator: " & ")
    }
    return "\\begin{bmatrix}\n\(rows.joined(separator: " \\\\\n"))\n\\end{bmatrix}"
  }

  private func array(_ sheet: MatrixSheet) -> String {
    let view = sheet.view
    var columns = "r|" + String(repeating: "r", count: view.columnCount)
    var header = sheet.columnLabels.map(label)
    if view.showsRowSums {
      columns += "|r"
      header.append("\\text{sum}")
    }
    let rows = (0..<view.rowCount).map { row in
      let sum = sheet.sum(row).map { [number($0)] } ?? []
      return ([label(sheet.rowLabels[row])] + cells(sheet, row) + sum).joined(separator: " & ")
    }
    return "\\begin{array}{\(columns)}\n & \(header.joined(separator: " & ")) \\\\ \\hline\n"
      + rows.joined(separator: " \\\\\n") + "\n\\end{array}"
  }

  private func label(_ text: String) -> String { "\\text{\(escapedLaTeX(text))}" }

  private func cells(_ sheet: MatrixSheet, _ row: Int) -> [String] {
    (0..<sheet.view.columnCount).map { column in
      var text = number(sheet.text(row, column))
      if sheet.isRowMaximum(row, column) { text = "\\mathbf{\(text)}" }
      let marks = sheet.marks(row, column)
      if !marks.isEmpty { text += "^{\(marks)}" }
      let isSelected = sheet.view.selected == CellPosition(row: row, column: column)
      return isSelected ? "\\boxed{\(text)}" : text
    }
  }

  private func number(_ text: String) -> String {
    switch text {
    case "x": "\\text{x}"
    case "nan": "\\mathrm{nan}"
    case "+inf": "+\\infty"
    case "-inf": "-\\infty"
    default: text
    }
  }

  func table(_ table: Table) -> String {
    guard table.columnCount > 0 else { return "" }
    let columns = (0..<table.columnCount).map { column in
      guard column < table.alignments.count else { return "l" }
      switch table.alignments[column] {
      case .left: return "l"
      case .right: return "r"
      case .center: return "c"
      }
    }.joined()
    func line(_ row: [Text]) -> String {
      // Braces keep a bracket at the beginning from being an option of the line before.
      (0..<table.columnCount).map { $0 < row.count ? "{\(inline(row[$0], lineBreak: " "))}" : "" }
        .joined(separator: " & ") + " \\\\"
    }
    let header = table.header.isEmpty ? [] : [line(table.header) + " \\hline"]
    let body = (header + table.rows.map(line)).joined(separator: "\n")
    return "\\[\n\\fitted{\\text{\\begin{tabular}{\(columns)}\n\(body)\n\\end{tabular}}}\n\\]\n"
  }
}
