// SPDX-License-Identifier: MIT

extension MatrixTypesetter {
  /// The cells of row labels and gutter beside pixels, where labels carry their index.
  var pixelMargin: Int { pixelLabels.width + 2 }

  /// Row labels behind their index, cut to the column.
  var pixelLabels: FittedLabels {
    let texts = rowLabels.enumerated().map { index, label in
      view.rowLabels == nil ? label : "\(index) \(label)"
    }
    return FittedLabels(texts, limit: rowLabelLimit, metrics: typesetter.metrics)
  }

  /// Two cells for each column if they fit, else one, else one for a square of cells.
  func pixelRung() -> MatrixRung {
    let room = max(1, width - pixelMargin)
    let rowPool = typesetter.capabilities.maximumRows.map { limit in
      (view.rowCount + max(1, limit) - 1) / max(1, limit)
    }
    let columnPool = (view.columnCount + room - 1) / room
    let pool = max(1, columnPool, rowPool ?? 1)
    let columns = (view.columnCount + pool - 1) / pool
    return .pixels(cellWidth: 2 * columns <= room ? 2 : 1, pool: pool)
  }

  func pixelLines(cellWidth: Int, pool: Int) -> [Line] {
    let labels = pixelLabels
    let margin = labels.width + 2
    let pixels = PooledMatrix(view, pool: pool, scales: scales)
    let texts = pixelTexts(cellWidth: cellWidth)
    var result = titleLines()
    result.append(
      ruler(count: pixels.columnCount, cellWidth: cellWidth, pool: pool, margin: margin))
    for row in 0..<pixels.rowCount {
      var line = Line()
      let label = pool == 1 ? labels.texts[row] : "\(row * pool)"
      append(
        label: typesetter.metrics.truncated(label, to: labels.width), to: &line,
        cells: labels.width, isSelected: view.selected?.row == row)
      appendGutter(to: &line)
      line.reserveRuns(pixels.columnCount)
      line.appendRuns(of: 0..<pixels.columnCount, by: { pixels[row, $0] }) { pixel, count in
        span(of: pixel, count: count, texts, cellWidth: cellWidth)
      }
      result.append(line)
    }
    return result + pixelFoot(cellWidth: cellWidth, pool: pool, margin: margin, cut: labels.cut)
  }

  /// Returns one span for some places in a row that show the same.
  ///
  /// - Parameters:
  ///   - pixel: What they show.
  ///   - count: How many there are.
  ///   - texts: What stands in each bin.
  ///   - cellWidth: The cells of a place.
  /// - Returns: Text and style of all of them.
  func span(of pixel: Pixel, count: Int, _ texts: [String], cellWidth: Int) -> Span {
    let (text, style): (String, SpanStyle) =
      switch pixel {
      case .bin(let bin): (texts[bin], SpanStyle(fill: .bin(bin, isDiverging: isDiverging)))
      case .blocked: (blanks(cellWidth - 1) + "x", .faint)
      case .notFinite(let value):
        (blanks(cellWidth - 1) + value.mark, SpanStyle(reverse: true))
      }
    return Span(
      text: count == 1 ? text : String(repeating: text, count: count), width: count * cellWidth,
      style: style)
  }

  /// What stands in each bin.
  func pixelTexts(cellWidth: Int) -> [String] {
    (0..<(isDiverging ? 11 : 10)).map { pixelText($0, cellWidth: cellWidth) }
  }

  /// A ramp character, or sign and digit; in one cell negative bins are `e` to `a`.
  func pixelText(_ bin: Int, cellWidth: Int) -> String {
    guard isDiverging else { return blanks(cellWidth - 1) + shadeRamp[bin] }
    if cellWidth == 1 { return ["e", "d", "c", "b", "a", "0", "1", "2", "3", "4", "5"][bin] }
    let sign = bin < 5 ? "-" : bin > 5 ? "+" : " "
    return blanks(cellWidth - 2) + sign + "\(abs(bin - 5))"
  }

  /// An index over every fifth or tenth column.
  func ruler(count: Int, cellWidth: Int, pool: Int, margin: Int) -> Line {
    var line = Line(ascii: blanks(margin))
    let step = cellWidth == 2 ? 5 : 10
    for column in stride(from: 0, to: count, by: step) {
      let index = "\(column * pool)"
      let start = margin + column * cellWidth + (cellWidth - 1)
      guard start + index.utf8.count <= width, line.width <= start else { break }
      line.pad(to: start)
      line.append(ascii: index, .faint)
    }
    return line
  }

  /// What follows pixels: legend, marks, the maximum in words, labels by index.
  func pixelFoot(cellWidth: Int, pool: Int, margin: Int, cut: [Int]) -> [Line] {
    var parts: [Text] = []
    if let maximum = maximumInWords { parts.append(Text(maximum)) }
    if pool > 1 {
      parts.append(Text("one place shows the largest of \(pool) x \(pool) cells"))
    }
    parts += blockedParts
    let unusual = UnusualCells(view)
    if unusual.openNaN > 0 { parts.append("? nan") }
    if unusual.positive > 0 { parts.append("^ +inf") }
    if unusual.negative > 0 { parts.append("v -inf") }
    parts += scaleParts
    if let count = BeyondScale(view, scales).count { parts.append(Text(count)) }
    var result: [Line] = []
    if view.legend != .never { result += rampLegend(cellWidth: cellWidth, indentation: margin) }
    result += typesetter.flowed(parts, indentation: margin, width: width)
    let hidden = pool > 1 ? Array(rowLabels.indices) : cut
    let rows = view.rowLabels == nil ? [] : hidden
    let columns =
      view.columnLabels == nil || (columnLabels == rowLabels && pool == 1)
      ? [] : Array(columnLabels.indices)
    return result + fullLabels(rows: rows, columns: columns) + remarks()
  }

  /// `largest 0.970 at (cat, the)`, because pixels carry no mark.
  var maximumInWords: String? { maximum().map { "largest \($0.value) at \($0.place)" } }

  /// The largest open number and the labels of its place.
  ///
  /// - Parameter rows: The rows that count; all of them when `nil`.
  /// - Returns: `nil` when no number is open.
  func maximum(among rows: Set<Int>? = nil) -> (value: String, place: String)? {
    let (values, blocked, count) = (view.values, view.blocked, view.columnCount)
    var (largest, place) = (-Double.infinity, -1)
    for row in 0..<view.rowCount where rows?.contains(row) ?? true {
      for index in row * count..<(row + 1) * count where values[index] > largest {
        guard values[index].isFinite, blocked.isEmpty || !blocked[index] else { continue }
        (largest, place) = (values[index], index)
      }
    }
    guard place >= 0 else { return nil }
    let (row, column) = place.quotientAndRemainder(dividingBy: count)
    let format = NumberFormat(decimals: view.decimals ?? 3)
    return (format.string(largest), "(\(rowLabels[row]), \(columnLabels[column]))")
  }
}
