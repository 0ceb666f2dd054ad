// SPDX-License-Identifier: MIT

/// The part of a matrix that a screen shows, with its labels always in sight.
public struct MatrixWindow: Sendable {
  /// The rows in sight.
  public let rows: Range<Int>
  /// The columns in sight.
  public let columns: Range<Int>

  /// Chooses the part of a matrix around its selected cell that fits.
  ///
  /// The window moves in whole pages, so that one step of the selection rarely moves everything.
  ///
  /// - Parameters:
  ///   - view: The matrix.
  ///   - rowLimit: The rows there is room for.
  ///   - capabilities: The screen.
  public init(on view: MatrixView, rowLimit: Int, capabilities: Capabilities) {
    let selected = view.selected ?? CellPosition(row: 0, column: 0)
    rows = Self.page(of: selected.row, count: view.rowCount, size: rowLimit)
    let sample = view.sample(of: rows)
    let layout = MatrixTypesetter(
      sample, typesetter: Typesetter(capabilities),
      width: max(Capabilities.minimumWidth, capabilities.width))
    let capacity = layout.capacity(layout.grid(.full(sample), labelLimit: 6))
    columns = Self.page(of: selected.column, count: view.columnCount, size: capacity)
  }

  private static func page(of place: Int, count: Int, size: Int) -> Range<Int> {
    let size = max(1, size)
    let start = max(0, min(place / size * size, count - size))
    return start..<min(count, start + size)
  }

  /// Returns the part of the matrix in sight, in the colours of the whole.
  ///
  /// Sums and maxima of rows are left out where a part of the row is out of sight.
  public func part(of view: MatrixView) -> MatrixView {
    var cells: [Int] = []
    for row in rows { cells += columns.map { row * view.columnCount + $0 } }
    var part = MatrixView(
      rowCount: rows.count, columnCount: columns.count, values: cells.map { view.values[$0] },
      kind: view.kind, blocked: view.blocked.isEmpty ? [] : cells.map { view.blocked[$0] },
      blockedMeaning: view.blockedMeaning,
      rowLabels: rows.map { view.rowLabels?[$0] ?? "\($0)" },
      columnLabels: columns.map { view.columnLabels?[$0] ?? "\($0)" }, rowAxis: view.rowAxis,
      columnAxis: view.columnAxis)
    let isWhole = columns.count == view.columnCount
    part.showsRowSums = view.showsRowSums && isWhole
    part.marksRowMaximum = view.marksRowMaximum && isWhole
    part.title = view.title
    part.decimals = view.decimals
    part.scale = view.scale ?? .shared(by: [view])
    part.legend = .never
    part.changed = view.changed.isEmpty ? [] : cells.map { view.changed[$0] }
    part.selected = view.selected.flatMap { selected in
      guard rows.contains(selected.row), columns.contains(selected.column) else { return nil }
      return CellPosition(
        row: selected.row - rows.lowerBound, column: selected.column - columns.lowerBound)
    }
    return part
  }
}

extension MatrixView {
  /// The rows in sight, and one more of the widest numbers of the others.
  ///
  /// So columns are as wide on every page, and no cell out of sight has to be written.
  fileprivate func sample(of rows: Range<Int>) -> MatrixView {
    guard rows.count + 1 < rowCount, columnCount > 0 else { return self }
    var cells = Array(rows.lowerBound * columnCount..<rows.upperBound * columnCount)
    var widest = [0, 0, 0]
    for cell in values.indices {
      if values[cell] > values[widest[0]] { widest[0] = cell }
      if values[cell] < values[widest[1]] { widest[1] = cell }
      let size = values[cell].magnitude
      if size > 0, size < values[widest[2]].magnitude || values[widest[2]] == 0 { widest[2] = cell }
    }
    cells += (0..<columnCount).map { widest[min($0, 2)] }
    var sample = self
    sample.cellNotes = nil
    sample.changed = []
    sample.selected = nil
    sample.rowCount = rows.count + 1
    sample.values = cells.map { values[$0] }
    sample.blocked = blocked.isEmpty ? [] : cells.map { blocked[$0] }
    sample.rowLabels = rowLabels.map { Array($0[rows]) + [$0[rows.lowerBound]] }
    return sample
  }
}

/// The lines of a part of a matrix, and where its cells stand in them.
public struct MatrixPicture: Sendable, Equatable {
  /// The lines, painted.
  public let lines: [String]
  /// The line of the selected cell, counted from 0.
  public let selectedLine: Int?
  /// The place of the selected cell's last digit in its line, counted from 0.
  public let selectedColumn: Int?
  /// Which cells are in sight.
  let rows: Range<Int>
  let columns: Range<Int>
  let margin: Int
  let columnWidth: Int

  /// The cell of the matrix at a place of the lines; `nil` beside the cells.
  public func cell(line: Int, column: Int) -> CellPosition? {
    let row = line - (lines.count - rows.count)
    guard row >= 0, row < rows.count, column >= margin else { return nil }
    let place = (column - margin) / columnWidth
    guard place < columns.count else { return nil }
    return CellPosition(row: rows.lowerBound + row, column: columns.lowerBound + place)
  }
}

extension MatrixWindow {
  /// Returns the part in sight as lines for a screen: axes if wanted, labels, numbers, no legend.
  public func picture(
    of view: MatrixView, showsAxes: Bool, capabilities: Capabilities
  ) -> MatrixPicture {
    let part = part(of: view)
    let layout = MatrixTypesetter(
      part, typesetter: Typesetter(capabilities),
      width: max(Capabilities.minimumWidth, capabilities.width))
    let grid = layout.grid(.full(part), labelLimit: 6)
    let head = showsAxes ? layout.titleLines() : []
    let body = layout.gridLines(
      grid, rows: part.rowLabels?.indices.map { .one($0) } ?? [],
      columns: part.columnLabels?.indices.map { .one($0) } ?? [], showsSums: true)
    let lines = (head + body).map(\.trimmed)
    let painted = TerminalPainter(capabilities).paint(lines)
      .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    // Exact numbers end before the place of the last decimal.
    let trailing = part.selected.map { selected in
      grid.numbers.texts[selected.row * part.columnCount + selected.column]
        .reversed().prefix { $0 == " " }.count
    }
    return MatrixPicture(
      lines: painted,
      selectedLine: part.selected.map { lines.count - part.rowCount + $0.row },
      selectedColumn: part.selected.map {
        grid.margin + ($0.column + 1) * grid.columnWidth - 2 - (trailing ?? 0)
      }, rows: rows, columns: columns, margin: grid.margin, columnWidth: grid.columnWidth)
  }
}
