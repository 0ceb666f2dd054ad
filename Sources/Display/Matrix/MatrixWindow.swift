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
    let typesetter = Typesetter(capabilities)
    let layout = MatrixTypesetter(
      view, typesetter: typesetter, width: max(Capabilities.minimumWidth, capabilities.width))
    let capacity = layout.capacity(layout.grid(.full(view), labelLimit: 6))
    let selected = view.selected ?? CellPosition(row: 0, column: 0)
    rows = Self.page(of: selected.row, count: view.rowCount, size: rowLimit)
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

/// The lines of a part of a matrix, and where its selected cell stands in them.
public struct MatrixPicture: Sendable, Equatable {
  /// The lines, painted.
  public let lines: [String]
  /// The line of the selected cell, counted from 0.
  public let selectedLine: Int?
  /// The place of the selected cell's last digit in its line, counted from 0.
  public let selectedColumn: Int?
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
      })
  }
}
