// SPDX-License-Identifier: MIT

extension MatrixTypesetter {
  /// One line with a swatch for each bin and its bound, in the colours that the cells use.
  ///
  /// ```
  /// 0 | .1  .2  .3  .4  .5  .6  .7  .8  .9 1.0
  ///  -1 -.7 -.5 -.4 -.2   0 +.2 +.4 +.5 +.7  +1   in colour: - blue, + red
  /// ```
  func legendLines(indentation: Int) -> [Line] {
    guard scales.count == 1 else {
      return typesetter.flowed(
        ["colours: lowest to highest of each row"], indentation: indentation, width: width)
    }
    let scale = scales[0]
    let bounds = (0..<scale.binCount).map { shortBound(label(of: $0, in: scale)) }
    let cell = 1 + (bounds.map(\.utf8.count).max() ?? 0)
    let first = isDiverging ? "" : "0 |"
    let total = first.utf8.count + scale.binCount * cell
    let indentation = indentation + total <= width ? indentation : 0
    let showsRamp = typesetter.capabilities.shade
    var lines: [Line] = []
    var line = Line(ascii: blanks(indentation) + first)
    for (bin, bound) in bounds.enumerated() {
      if line.width + cell > width {
        lines.append(line)
        line = Line(ascii: blanks(indentation + first.utf8.count))
      }
      let gap = showsRamp && !isDiverging ? shadeRamp[bin] : " "
      let padding = blanks(cell - 1 - bound.utf8.count)
      line.append(
        ascii: gap + padding + bound, SpanStyle(fill: .bin(bin, isDiverging: isDiverging)))
    }
    return lines + (isDiverging ? withWords(line, indentation: indentation) : [line])
  }

  /// The number that a swatch shows: the upper bound, or of a diverging scale the middle; its
  /// outermost swatches show the ends.
  private func label(of bin: Int, in scale: ColorScale) -> Double {
    guard isDiverging else { return scale.upperBound(of: bin) }
    if bin == 0 || bin == 10 { return bin == 0 ? scale.limits.lower : scale.limits.upper }
    return scale.limits.upper * Double(bin - 5) / 5.5
  }

  private func shortBound(_ value: Double) -> String {
    let limit = scales[0].limits.upper
    let decimals = limit >= 100 ? 0 : limit >= 10 ? 1 : limit >= 1 ? 1 : limit >= 0.1 ? 3 : 4
    if limit < 0.001 || limit >= 1e6 {
      return value == 0 ? "0" : printed(value, decimals: 1, conversion: "e")
    }
    let notation = isDiverging ? NumberFormat.Notation.fixed : .trimmed
    var text = NumberFormat(
      decimals: isDiverging ? min(decimals, limit >= 1 ? 1 : 2) : decimals, notation: notation
    ).string(value)
    if value.magnitude == limit { text = NumberFormat.shortest(value) }
    if text.hasPrefix("0.") { text.removeFirst() }
    if text.hasPrefix("-0.") { text = "-" + text.dropFirst(2) }
    if isDiverging, value > 0 { text = "+" + text }
    return text
  }

  /// The legend of cells without numbers: `0 | .:-=+*%#@| 1`, each bin as wide as a cell.
  func rampLegend(cellWidth: Int, indentation: Int) -> [Line] {
    guard scales.count == 1 else {
      return typesetter.flowed(
        ["lowest to highest of each row"], indentation: indentation, width: width)
    }
    let scale = scales[0]
    let limit = shortLimit(scale.limits.upper)
    let lower = isDiverging ? "-" + limit : "0"
    let upper = (isDiverging ? "+" : "") + limit
    let total = lower.utf8.count + upper.utf8.count + 4 + cellWidth * scale.binCount
    let indentation = indentation + total <= width ? indentation : 0
    var lines: [Line] = []
    var line = Line(ascii: blanks(indentation) + lower + " |")
    func append(_ text: String, _ style: SpanStyle) {
      if line.width + text.utf8.count > width {
        lines.append(line)
        line = Line()
      }
      line.append(ascii: text, style)
    }
    for bin in 0..<scale.binCount {
      append(
        pixelText(bin, cellWidth: cellWidth), SpanStyle(fill: .bin(bin, isDiverging: isDiverging)))
    }
    append("| " + upper, .plain)
    return lines + (isDiverging ? withWords(line, indentation: indentation) : [line])
  }

  /// The end of a scale in few characters: `0.25`, `2.5e9`; nearly all are 1, 2, 2.5 or 5 times a power of ten.
  private func shortLimit(_ limit: Double) -> String {
    let text = NumberFormat.shortest(limit)
    guard text.utf8.count > 6 else { return text }
    let parts = printed(limit, decimals: 1, conversion: "e").split(separator: "e")
    let digits = parts[0].hasSuffix(".0") ? parts[0].dropLast(2) : parts[0]
    return "\(digits)e\(Int(parts[1]) ?? 0)"
  }

  private func withWords(_ line: Line, indentation: Int) -> [Line] {
    let words = "   in colour: - blue, + red"
    var line = line
    if line.width + words.utf8.count <= width {
      line.append(ascii: words)
      return [line]
    }
    return [line]
      + typesetter.flowed(
        ["in colour: - blue, + red"], indentation: indentation, width: width)
  }
}
