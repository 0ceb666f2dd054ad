// SPDX-License-Identifier: MIT

extension MatrixTypesetter {
  /// Two rows on a line: the upper one is the foreground of `▀`, the lower one the background.
  ///
  /// An odd last row leaves the lower half at the background of the terminal.
  func halfBlockLines(pool: Int) -> [Line] {
    let labels = pixelLabels
    let margin = labels.width + 2
    let pixels = PooledMatrix(view, pool: pool, scales: scales)
    var result = titleLines()
    result.append(ruler(count: pixels.columnCount, cellWidth: 1, pool: pool, margin: margin))
    for row in stride(from: 0, to: pixels.rowCount, by: 2) {
      var line = Line()
      append(
        label: typesetter.metrics.truncated("\(row * pool)", to: labels.width), to: &line,
        cells: labels.width)
      appendGutter(to: &line)
      func halves(_ column: Int) -> Fill {
        .halves(
          upper: bin(pixels[row, column]),
          lower: row + 1 < pixels.rowCount ? bin(pixels[row + 1, column]) : nil,
          isDiverging: isDiverging)
      }
      line.reserveRuns(pixels.columnCount)
      line.appendRuns(of: 0..<pixels.columnCount, by: halves) { fill, count in
        Span(
          text: String(repeating: half(fill), count: count), width: count,
          style: SpanStyle(fill: half(fill) == " " ? .none : fill))
      }
      result.append(line)
    }
    return result
      + pixelFoot(cellWidth: 1, pool: pool, margin: margin, cut: Array(rowLabels.indices))
  }

  private func half(_ fill: Fill) -> String {
    switch fill {
    case .halves(nil, nil, _): " "
    case .halves(nil, .some, _): "▄"
    default: typesetter.glyphs.upperHalf
    }
  }

  private func bin(_ pixel: Pixel) -> Int? {
    if case .bin(let bin) = pixel { bin } else { nil }
  }
}
