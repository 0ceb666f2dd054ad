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
      for column in 0..<pixels.columnCount {
        appendPixel(pixels[row, column], cellWidth: cellWidth, to: &line)
      }
      result.append(line)
    }
    return result + pixelFoot(cellWidth: cellWidth, pool: pool, margin: margin, cut: labels.cut)
  }

  func appendPixel(_ pixel: Pixel, cellWidth: Int, to line: inout Line) {
    switch pixel {
    case .bin(let bin):
      line.append(
        ascii: pixelText(bin, cellWidth: cellWidth),
        SpanStyle(fill: .bin(bin, isDiverging: isDiverging)))
    case .blocked: line.append(ascii: blanks(cellWidth - 1) + "x", .faint)
    case .notFinite(let mark):
      line.append(ascii: blanks(cellWidth - 1) + mark, SpanStyle(reverse: true))
    }
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
    let isPresent = { (test: (Double) -> Bool) in
      view.values.indices.contains {
        test(view.values[$0]) && (view.blocked.isEmpty || !view.blocked[$0])
      }
    }
    if isPresent(\.isNaN) { parts.append("? nan") }
    if isPresent({ $0 == .infinity }) { parts.append("^ +inf") }
    if isPresent({ $0 == -.infinity }) { parts.append("v -inf") }
    parts += scaleParts
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
    var best: (value: Double, index: Int)?
    for (index, value) in view.values.enumerated() where value.isFinite {
      if !view.blocked.isEmpty && view.blocked[index] { continue }
      if let rows, !rows.contains(index / view.columnCount) { continue }
      if value > (best?.value ?? -.infinity) { best = (value, index) }
    }
    guard let best else { return nil }
    let (row, column) = best.index.quotientAndRemainder(dividingBy: view.columnCount)
    let format = NumberFormat(decimals: view.decimals ?? 3)
    return (format.string(best.value), "(\(rowLabels[row]), \(columnLabels[column]))")
  }
}
