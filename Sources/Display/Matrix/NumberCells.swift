// SPDX-License-Identifier: MIT

extension MatrixTypesetter {
  /// The whole picture with numbers, in one or more blocks of columns.
  func numberLines(_ grid: NumberGrid, blocks: [Range<Int>]) -> [Line] {
    var result = titleLines()
    let rows = (0..<view.rowCount).map { MatrixSlot.one($0) }
    for (index, block) in blocks.enumerated() {
      if blocks.count > 1 {
        if index > 0 { result.append(Line()) }
        let last = block.upperBound - 1
        let range = block.count == 1 ? "column \(last)" : "columns \(block.lowerBound)-\(last)"
        result += typesetter.flowed(
          [Text("\(range) of \(view.columnCount)")], indentation: grid.margin, width: width)
      }
      let columns = block.map { MatrixSlot.one($0) }
      result += gridLines(
        grid, rows: rows, columns: columns, showsSums: index == blocks.count - 1)
    }
    return result + footLines(grid)
  }

  /// Header and rows for some rows and columns.
  func gridLines(
    _ grid: NumberGrid, rows: [MatrixSlot], columns: [MatrixSlot], showsSums: Bool
  ) -> [Line] {
    let omitted = omittedWidth(grid, columns)
    var result = [headerLine(grid, columns, omitted: omitted, showsSums: showsSums)]
    if view.columnLabels != nil, grid.columnLabels.hasRepetition {
      result.append(indexLine(grid, columns, omitted: omitted))
    }
    for row in rows {
      switch row {
      case .one(let row):
        result.append(
          rowLine(row, grid, columns: columns, omitted: omitted, showsSums: showsSums))
      case .omitted(let range):
        var line = Line()
        append(label: "...", to: &line, cells: grid.rowLabels.width)
        appendGutter(to: &line)
        let note = " ... \(range.count) more ..."
        if line.width + note.utf8.count <= width { line.append(ascii: note, .faint) }
        result.append(line)
      }
    }
    return result
  }

  private func headerLine(
    _ grid: NumberGrid, _ columns: [MatrixSlot], omitted: Int, showsSums: Bool
  ) -> Line {
    var line = Line(ascii: blanks(grid.margin))
    for slot in columns {
      switch slot {
      case .one(let column):
        line.append(ascii: " ")
        append(
          label: grid.columnLabels.texts[column], to: &line, cells: grid.columnWidth - 1,
          alignment: .right, isSelected: view.selected?.column == column)
      case .omitted(let range):
        let note = "... \(range.count) more ..."
        line.append(ascii: blanks(omitted - note.utf8.count) + note, .faint)
      }
    }
    if showsSums && view.showsRowSums {
      line.append(ascii: blanks(grid.numbers.sumWidth - 3) + "sum")
    }
    return line
  }

  private func indexLine(_ grid: NumberGrid, _ columns: [MatrixSlot], omitted: Int) -> Line {
    var line = Line(ascii: blanks(grid.margin))
    for slot in columns {
      switch slot {
      case .one(let column):
        let index = typesetter.metrics.truncated("\(column)", to: grid.columnWidth - 1)
        line.append(ascii: blanks(grid.columnWidth - index.utf8.count) + index, .faint)
      case .omitted: line.append(ascii: blanks(omitted))
      }
    }
    return line
  }

  private func rowLine(
    _ row: Int, _ grid: NumberGrid, columns: [MatrixSlot], omitted: Int, showsSums: Bool
  ) -> Line {
    var line = Line()
    append(
      label: grid.rowLabels.texts[row], to: &line, cells: grid.rowLabels.width,
      isSelected: view.selected?.row == row)
    appendGutter(to: &line)
    for slot in columns {
      switch slot {
      case .one(let column): appendCell(row, column, grid, to: &line)
      case .omitted(let range):
        let text = omittedText(row, range, grid)
        line.append(ascii: blanks(omitted - text.utf8.count) + text, .faint)
      }
    }
    if showsSums && view.showsRowSums {
      let sum = grid.numbers.sums[row]
      line.append(ascii: blanks(grid.numbers.sumWidth - sum.utf8.count) + sum)
    }
    return line
  }

  private func appendCell(_ row: Int, _ column: Int, _ grid: NumberGrid, to line: inout Line) {
    let index = row * view.columnCount + column
    let value = view.values[index]
    let isBlocked = view.isBlocked(row, column)
    let isSelected = view.selected == CellPosition(row: row, column: column)
    let isMaximum = view.marksRowMaximum && !isBlocked && value == rowMaxima[row]
    var style = SpanStyle()
    var (gap, mark) = (" ", " ")
    if isMaximum {
      style.bold = true
      mark = "*"
    }
    if isBlocked {
      style.dim = true
    } else if let bin = scale(ofRow: row).bin(of: value) {
      style.fill = .bin(bin, isDiverging: isDiverging)
      if typesetter.capabilities.shade, grid.hasMarkPlace { gap = shade(bin) }
      mark = BeyondScale.mark(value, scale(ofRow: row).limits) ?? mark
    } else {
      style.reverse = true
    }
    if !view.changed.isEmpty, view.changed[index] { mark = "!" }
    if isSelected {
      (gap, mark) = ("[", "]")
      style.reverse = true
    }
    let text = grid.numbers.texts[index]
    if grid.hasMarkPlace {
      let padding = blanks(grid.columnWidth - 2 - text.utf8.count)
      line.append(gap + padding + text + mark, width: grid.columnWidth, style)
    } else {
      let front = isSelected ? gap : mark
      let padding = blanks(grid.columnWidth - 1 - text.utf8.count)
      line.append(front + padding + text, width: grid.columnWidth, style)
    }
  }

  /// The ramp character of a bin; of a diverging scale by the distance from the middle.
  private func shade(_ bin: Int) -> String {
    isDiverging ? [" ", ".", "-", "+", "#", "@"][abs(bin - 5)] : shadeRamp[bin]
  }

  // MARK: - Elision

  /// The whole picture with the middle left out.
  func elidedLines(_ grid: NumberGrid, rows: [MatrixSlot], columns: [MatrixSlot]) -> [Line] {
    titleLines() + gridLines(grid, rows: rows, columns: columns, showsSums: true)
      + footLines(grid)
  }

  /// The cells of the column that stands for those left out; 0 when none are.
  func omittedWidth(_ grid: NumberGrid, _ columns: [MatrixSlot]) -> Int {
    for case .omitted(let range) in columns {
      let texts = (0..<view.rowCount).map { omittedText($0, range, grid).utf8.count }
      return 1 + max("... \(range.count) more ...".utf8.count, texts.max() ?? 0)
    }
    return 0
  }

  /// The row's maximum with its column if it is among the columns left out, else `...`.
  private func omittedText(_ row: Int, _ range: Range<Int>, _ grid: NumberGrid) -> String {
    guard view.marksRowMaximum, let largest = rowMaxima[row],
      let column = (0..<view.columnCount).first(where: {
        !view.isBlocked(row, $0) && view[row, $0] == largest
      }), range.contains(column)
    else { return "..." }
    let text = grid.numbers.texts[row * view.columnCount + column]
    return "\(text.filter { $0 != " " })* at \(column)"
  }
}
