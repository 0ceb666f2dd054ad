// SPDX-License-Identifier: MIT

extension HTMLPainter {
  /// Matrices side by side where the page is wide enough.
  func matrices(_ views: [MatrixView]) -> String {
    guard !views.isEmpty else { return "" }
    let sheets = views.map { MatrixSheet($0) }
    let figures = sheets.map(figure).joined()
    let width = sheets.map(hundredths).max() ?? 0
    return
      "<div class=\"matrices\" style=\"--panel:\((width + 99) / 100)rem\">\n\(figures)</div>\n"
  }

  /// Whether there are so many columns that their cells are narrower.
  private func isDense(_ sheet: MatrixSheet) -> Bool { sheet.view.columnCount > 6 }

  /// The width of a matrix in hundredths of the font size of the page, as the style makes it.
  private func hundredths(_ sheet: MatrixSheet) -> Int {
    let metrics = CellMetrics()
    func widest(_ texts: [String]) -> Int { texts.map { metrics.width(of: $0) }.max() ?? 0 }
    let characters = max(sheet.numbers.width, widest(sheet.columnLabels), 3)
    let column = isDense(sheet) ? characters * 47 + 97 + 13 : max(370, characters * 51 + 140) + 13
    let marks = sheet.markWidth > 1 ? 55 : 0
    let columns = sheet.view.columnCount + (sheet.view.showsRowSums ? 1 : 0)
    return widest(sheet.rowLabels) * 51 + 120 + columns * (column + marks)
  }

  private func figure(_ sheet: MatrixSheet) -> String {
    let view = sheet.view
    var caption: [String] = []
    if let title = view.title { caption.append("<b>\(formula(title))</b>") }
    let axes = sheet.namedAxes.map { "<span>\(escapedHTML($0))</span>" }
    if !axes.isEmpty { caption.append("<span>\(axes.joined(separator: " "))</span>") }
    let inCaption = caption.isEmpty ? "matrix" : caption.joined(separator: " ")
    guard view.rowCount > 0, view.columnCount > 0 else {
      return
        "<figure><p>\(inCaption): no cells (\(view.rowCount) × \(view.columnCount))</p></figure>"
    }
    let sentences = sheet.sentences.map { "<p>\(escapedHTML($0))</p>\n" }.joined()
    return """
      <figure>
      <div class="scroll"><table class="\(tableClass(sheet))">
      <caption>\(inCaption)</caption>
      <thead><tr><td></td>\(columnHeaders(sheet))</tr></thead>
      <tbody>
      \((0..<view.rowCount).map { row(sheet, $0) }.joined(separator: "\n"))
      </tbody></table></div>
      <figcaption>
      \(legend(sheet))<p class="remarks">\(remarks(sheet))</p>
      \(sentences)</figcaption>
      </figure>

      """
  }

  private func tableClass(_ sheet: MatrixSheet) -> String {
    "cells" + (isDense(sheet) ? " many" : "") + (sheet.markWidth > 1 ? " twice" : "")
  }

  private func columnHeaders(_ sheet: MatrixSheet) -> String {
    let labels = sheet.columnLabels.map { "<th scope=\"col\"><bdi>\(escapedHTML($0))</bdi></th>" }
    return labels.joined() + (sheet.view.showsRowSums ? "<th scope=\"col\">sum</th>" : "")
  }

  private func row(_ sheet: MatrixSheet, _ row: Int) -> String {
    let label = "<th scope=\"row\"><bdi>\(escapedHTML(sheet.rowLabels[row]))</bdi></th>"
    let cells = (0..<sheet.view.columnCount).map { cell(sheet, row, $0) }.joined()
    let sum = sheet.sum(row).map { "<td class=\"sum\">\(escapedHTML($0))</td>" } ?? ""
    return "<tr>\(label)\(cells)\(sum)</tr>"
  }

  private func cell(_ sheet: MatrixSheet, _ row: Int, _ column: Int) -> String {
    let view = sheet.view
    var names =
      switch sheet.fill(row, column) {
      case .bin(let bin): sheet.scale.limits.isDiverging ? "d\(bin)" : "q\(bin)"
      case .blocked: "blocked"
      case .unusual: "unusual"
      }
    var text = escapedHTML(sheet.text(row, column))
    if sheet.isRowMaximum(row, column) { names += " largest" }
    let marks = sheet.marks(row, column)
    if !marks.isEmpty { text += "<i>\(escapedHTML(marks))</i>" }
    if view.selected == CellPosition(row: row, column: column) { names += " selected" }
    let note = view.cellNotes.map { notes in
      let lines = notes[row * view.columnCount + column].split(separator: "\n")
      let safe = lines.map { escapedHTML(sanitized(String($0))) }.joined(separator: "&#10;")
      return " title=\"\(safe)\""
    }
    return "<td class=\"\(names)\"\(note ?? "")>\(text)</td>"
  }

  private func remarks(_ sheet: MatrixSheet) -> String {
    escapedHTML(sheet.remarks(colored: false).joined(separator: "; "))
  }

  /// One swatch for each bin between the ends of the scale.
  private func legend(_ sheet: MatrixSheet) -> String {
    let isDiverging = sheet.scale.limits.isDiverging
    let upper = NumberFormat.shortest(sheet.scale.limits.upper)
    let swatches = (0..<sheet.scale.binCount).map {
      "<i class=\"\(isDiverging ? "d" : "q")\($0)\"></i>"
    }
    return "<div class=\"legend\" role=\"img\" aria-label=\"\(escapedHTML(sheet.span))\">"
      + "<span>\(isDiverging ? "-" + upper : "0")</span>\(swatches.joined())"
      + "<span>\(isDiverging ? "+" : "")\(upper)</span></div>\n"
  }
}
