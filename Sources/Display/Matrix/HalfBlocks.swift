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
      for column in 0..<pixels.columnCount {
        let upper = bin(pixels[row, column])
        let lower = row + 1 < pixels.rowCount ? bin(pixels[row + 1, column]) : nil
        let fill = Fill.halves(upper: upper, lower: lower, isDiverging: isDiverging)
        switch (upper, lower) {
        case (nil, nil): line.append(ascii: " ")
        case (nil, .some): line.append("▄", width: 1, SpanStyle(fill: fill))
        default: line.append(typesetter.glyphs.upperHalf, width: 1, SpanStyle(fill: fill))
        }
      }
      result.append(line)
    }
    return result
      + pixelFoot(cellWidth: 1, pool: pool, margin: margin, cut: Array(rowLabels.indices))
  }

  private func bin(_ pixel: Pixel) -> Int? {
    if case .bin(let bin) = pixel { bin } else { nil }
  }
}
