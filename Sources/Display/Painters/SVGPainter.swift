// SPDX-License-Identifier: MIT

/// Writes matrices as one SVG picture: panels in a grid, numbers as text, one legend.
struct SVGPainter {
  let palette: Palette
  private let metrics = CellMetrics()
  /// The height of a cell, and of a line of text.
  private let rowHeight = 26
  /// The room of one terminal cell of 12-point monospaced text.
  private let characterWidth = 8

  func paint(_ views: [MatrixView], title: String, description: String) -> String {
    let sheets = views.map { MatrixSheet($0) }
    let panels = sheets.map(panel)
    let cellWidth = (panels.map(\.width).max() ?? 0) + 24
    let cellHeight = (panels.map(\.height).max() ?? 0) + 20
    // Many panels make a picture as wide as a slide; a few stand in one row.
    let shape = 1.6 * Double(panels.count * cellHeight) / Double(max(1, cellWidth))
    let balanced = Int(shape.squareRoot().rounded())
    let perRow = max(1, min(panels.count, max(balanced, 1100 / max(1, cellWidth))))
    let rows = (panels.count + perRow - 1) / perRow
    let caption = sheets.first.map { $0.remarks(colored: true).joined(separator: "; ") } ?? ""
    let textWidth = max(metrics.width(of: title) * 11, metrics.width(of: caption) * 7)
    let width = max(perRow * cellWidth, textWidth, 320) + 40
    let top = 62
    let bottom = top + rows * cellHeight
    let body = panels.enumerated().map { index, panel in
      let x = 20 + index % perRow * cellWidth
      let y = top + index / perRow * cellHeight
      return "<g transform=\"translate(\(x) \(y))\">\n\(panel.body)</g>"
    }
    let words = escapedHTML(sanitized(title))
    return """
      <svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title description" \
      viewBox="0 0 \(width) \(bottom + 64)" width="\(width)" height="\(bottom + 64)" \
      font-family="ui-monospace, 'DejaVu Sans Mono', Consolas, monospace" font-size="13">
      <title id="title">\(words)</title>
      <desc id="description">\(escapedHTML(sanitized(description)))</desc>
      <rect width="100%" height="100%" fill="#ffffff"/>
      <text x="20" y="38" font-size="18" font-weight="bold" fill="#1d2129">\(words)</text>
      \(body.joined(separator: "\n"))
      <g transform="translate(20 \(bottom + 8))">
      \(sheets.first.map(legend) ?? "")
      <text x="0" y="42" font-size="12" fill="#59606d">\(escapedHTML(caption))</text>
      </g>
      </svg>

      """
  }

  // MARK: - Panels

  private struct Panel {
    var width: Int
    var height: Int
    var body: String
  }

  private func panel(_ sheet: MatrixSheet) -> Panel {
    let view = sheet.view
    let gutter = textWidth(sheet.rowLabels) + 10
    let texts = (0..<view.rowCount).flatMap { row in
      (0..<view.columnCount).map { sheet.text(row, $0) + blanks(sheet.markWidth) }
    }
    let cellWidth = max(textWidth(texts), textWidth(sheet.columnLabels), 36) + 12
    let heading = [view.title.map { sanitized($0.unicode) } ?? "", sheet.axes]
      .filter { !$0.isEmpty }.joined(separator: ": ")
    var body = label(heading, x: 0, y: 14, fill: "#1d2129", anchor: "start")
    for (column, name) in sheet.columnLabels.enumerated() {
      body += label(name, x: gutter + column * cellWidth + cellWidth - 8, y: 40)
    }
    for row in 0..<view.rowCount {
      let y = 48 + row * rowHeight
      body += label(sheet.rowLabels[row], x: gutter - 8, y: y + 18)
      for column in 0..<view.columnCount {
        body += cell(sheet, row, column, x: gutter + column * cellWidth, y: y, width: cellWidth)
      }
    }
    return Panel(
      width: max(gutter + view.columnCount * cellWidth, textWidth([heading])),
      height: 56 + view.rowCount * rowHeight, body: body)
  }

  private func textWidth(_ texts: [String]) -> Int {
    (texts.map { metrics.width(of: $0) }.max() ?? 0) * characterWidth
  }

  private func label(
    _ text: String, x: Int, y: Int, fill: String = "#59606d", anchor: String = "end"
  ) -> String {
    "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\" fill=\"\(fill)\">"
      + "\(escapedHTML(text))</text>\n"
  }

  private func cell(
    _ sheet: MatrixSheet, _ row: Int, _ column: Int, x: Int, y: Int, width: Int
  ) -> String {
    let (background, ink) = colors(sheet, row, column)
    let isSelected = sheet.view.selected == CellPosition(row: row, column: column)
    let border = isSelected ? "stroke=\"#a33b12\" stroke-width=\"3\"" : "stroke=\"#ffffff\""
    let marks = sheet.marks(row, column)
    let text = escapedHTML(sheet.text(row, column) + marks)
    let isLargest = sheet.isRowMaximum(row, column)
    let end = x + width - 4 - (sheet.markWidth - marks.utf8.count) * characterWidth
    return "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(rowHeight)\" "
      + "fill=\"\(background)\" \(border)/>"
      + "<text x=\"\(end)\" y=\"\(y + 18)\" text-anchor=\"end\" fill=\"\(ink)\""
      + "\(isLargest ? " font-weight=\"bold\"" : "")>\(text)</text>\n"
  }

  /// The background of a cell and a text colour that stands out on it.
  private func colors(_ sheet: MatrixSheet, _ row: Int, _ column: Int) -> (String, String) {
    switch sheet.fill(row, column) {
    case .bin(let bin):
      let palette = sheet.scale.limits.isDiverging ? Palette.vik : palette
      return (palette.colors[bin].hexadecimal, palette.textColors[bin].hexadecimal)
    case .blocked: return ("#f1efe9", "#59606d")
    case .unusual: return ("#1d2129", "#ffffff")
    }
  }

  private func legend(_ sheet: MatrixSheet) -> String {
    let isDiverging = sheet.scale.limits.isDiverging
    let palette = isDiverging ? Palette.vik : palette
    let upper = NumberFormat.shortest(sheet.scale.limits.upper)
    let lower = isDiverging ? "-" + upper : "0"
    let start = textWidth([lower]) + 10
    let swatches = palette.colors.enumerated().map { bin, color in
      "<rect x=\"\(start + 24 * bin)\" y=\"2\" width=\"24\" height=\"14\" "
        + "fill=\"\(color.hexadecimal)\"/>"
    }
    return label(lower, x: 0, y: 14, anchor: "start") + swatches.joined()
      + label(
        (isDiverging ? "+" : "") + upper, x: start + 24 * palette.colors.count + 10, y: 14,
        anchor: "start")
  }
}
