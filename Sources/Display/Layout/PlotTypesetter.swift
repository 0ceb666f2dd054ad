// SPDX-License-Identifier: MIT

/// Lays out one plot: drawn with characters, as a table where it is narrow, as sentences for the ear.
struct PlotTypesetter {
  let plot: Plot
  let typesetter: Typesetter
  let width: Int

  init(_ plot: Plot, typesetter: Typesetter, width: Int) {
    self.plot = plot
    self.typesetter = typesetter
    self.width = width
  }

  /// Fewer columns than this show no shape.
  static let leastColumns = 24
  static let mostColumns = 64
  /// Odd, so that the middle row is half way up.
  static let rows = 11

  func lines() -> [Line] {
    var result = plot.title.map { typesetter.wrapped(Text($0), width: width, .strong) } ?? []
    if typesetter.isSpoken {
      result += sentences.flatMap { typesetter.wrapped(Text($0), width: width) }
      return result
    }
    let drawn = plot.form == .bars ? bars() : curves()
    guard let drawn else {
      return result + TableTypesetter(plot.table, typesetter: typesetter, width: width).lines()
    }
    result += drawn
    for sentence in plot.omissions {
      result += typesetter.wrapped(.dim(sentence), width: width)
    }
    return result
  }

  /// One mark for each series, then what stands where marks meet, then the dots between.
  private var marks: (series: [String], several: String, dot: String) {
    typesetter.decoratesInASCII
      ? (["o", "x", "+", "*"], "#", ".") : (["●", "○", "◆", "◇"], "■", "·")
  }

  // MARK: - For the ear

  private var sentences: [String] {
    let axis = plot.horizontal.name.isEmpty ? "place" : plot.horizontal.name
    let head =
      "Plot of \(plot.vertical.name) over \(axis), \(plot.horizontal.positions.count) places."
    return [head]
      + plot.series.map { one in
        let numbers = one.values.indices.map { "\(plot.label($0)): \(Plot.text(one.values[$0]))" }
        return "\(one.name): " + numbers.joined(separator: "; ") + "."
      }
  }

  // MARK: - Curves

  private func curves() -> [Line]? {
    let scale = plot.scale
    let ticks = [0, Self.rows / 2, Self.rows - 1].map { row -> (row: Int, text: String) in
      let share = 1 - Double(row) / Double(Self.rows - 1)
      return (row, Plot.text(scale.number(at: share)))
    }
    let gutter = ticks.map { $0.text.utf8.count }.max() ?? 0
    let columns = min(Self.mostColumns, width - gutter - 2)
    guard columns >= Self.leastColumns, !plot.horizontal.positions.isEmpty else { return nil }
    let grid = PlotGrid(plot, scale, rows: Self.rows, columns: columns)
    var result = typesetter.wrapped(.dim(plot.vertical.name), width: width)
    let wall = typesetter.decoratesInASCII ? "|" : "│"
    for row in 0..<Self.rows {
      var line = Line()
      let text = ticks.first { $0.row == row }?.text ?? ""
      line.append(ascii: blanks(gutter - text.utf8.count) + text + " ")
      line.append(wall, width: 1, .faint)
      for column in 0..<columns { append(grid[row, column], to: &line) }
      result.append(line.trimmed)
    }
    result.append(floor(gutter: gutter, columns: columns))
    result += feet(gutter: gutter, columns: columns)
    return result + legend(hasSeveral: grid.hasSeveral)
  }

  private func append(_ cell: PlotGrid.Cell, to line: inout Line) {
    switch cell {
    case .empty: line.append(ascii: " ")
    case .between: line.append(marks.dot, width: 1, .faint)
    case .mark(let series): line.append(marks.series[series], width: 1, .strong)
    case .several: line.append(marks.several, width: 1, .strong)
    }
  }

  private func floor(gutter: Int, columns: Int) -> Line {
    var line = Line()
    line.append(ascii: blanks(gutter + 1))
    line.append(typesetter.decoratesInASCII ? "+" : "└", width: 1, .faint)
    line.append(Line(repeating: typesetter.glyphs.rule, count: columns, .faint))
    return line
  }

  /// The places below the floor, as many as have room, then what they count.
  private func feet(gutter: Int, columns: Int) -> [Line] {
    var line = Line()
    var free = 0
    let shares = plot.shares
    let last = shares.indices.max { shares[$0] < shares[$1] }
    func place(_ index: Int) -> (start: Int, text: String, width: Int) {
      let text = typesetter.label(plot.label(index))
      let cells = typesetter.metrics.width(of: text)
      let middle = Int((shares[index] * Double(columns - 1)).rounded())
      return (max(0, min(columns - cells, middle - cells / 2)), text, cells)
    }
    let end = last.map { place($0).start } ?? columns
    for index in shares.indices {
      let (start, text, cells) = place(index)
      guard start >= free, index == last || start + cells < end, start + cells <= columns else {
        continue
      }
      line.pad(to: gutter + 2 + start)
      line.append(text, width: cells)
      free = start + cells + 1
    }
    let scale = plot.horizontal.isLogarithmic ? " (equal factors are equally far apart)" : ""
    let name = typesetter.wrapped(.dim(plot.horizontal.name + scale), width: width - gutter - 2)
    return [line.trimmed] + name.map { $0.prefixed(blanks(gutter + 2), width: gutter + 2) }
  }

  private func legend(hasSeveral: Bool) -> [Line] {
    var parts = plot.series.indices.map { "\(marks.series[$0]) \(plot.series[$0].name)" }
    if hasSeveral { parts.append("\(marks.several) several") }
    return typesetter.wrapped(Text(parts.joined(separator: "   ")), width: width)
  }

  // MARK: - Bars

  private func bars() -> [Line]? {
    let fills = typesetter.decoratesInASCII ? ["#", "=", "-", "."] : ["█", "▒", "▓", "░"]
    let labels = plot.horizontal.positions.indices.map { typesetter.label(plot.label($0)) }
    let gutter = labels.map { typesetter.metrics.width(of: $0) }.max() ?? 0
    let numbers = plot.series.flatMap(\.values).map { Plot.text($0).utf8.count }.max() ?? 0
    let room = min(Self.mostColumns, width - gutter - 3 - numbers)
    guard room >= Self.leastColumns / 2 else { return nil }
    let scale = plot.scale
    var result: [Line] = typesetter.wrapped(.dim(plot.vertical.name), width: width)
    for place in labels.indices {
      for (index, one) in plot.series.enumerated() {
        let value = one.values[place]
        let text = index == 0 ? labels[place] : ""
        var line = Line()
        line.append(ascii: blanks(gutter - typesetter.metrics.width(of: text)))
        line.append(text, width: typesetter.metrics.width(of: text))
        line.append(ascii: " ")
        line.append(typesetter.decoratesInASCII ? "|" : "│", width: 1, .faint)
        let cells = Int((scale.length(value) * Double(room)).rounded())
        line.append(Line(repeating: fills[index], count: cells, .plain))
        line.append(ascii: (cells > 0 ? " " : "") + Plot.text(value))
        result.append(line)
      }
    }
    guard plot.series.count > 1 else { return result }
    let parts = plot.series.indices.map { "\(fills[$0]) \(plot.series[$0].name)" }
    return result + typesetter.wrapped(Text(parts.joined(separator: "   ")), width: width)
  }
}
