// SPDX-License-Identifier: MIT

/// How a matrix is shown, once the ladder has been climbed.
enum MatrixRung {
  case numbers(NumberGrid, blocks: [Range<Int>])
  case elided(NumberGrid, rows: [MatrixSlot], columns: [MatrixSlot])
  case pixels(cellWidth: Int, pool: Int)
  case halfBlocks(pool: Int)
}

/// A row or column of the picture: one of the matrix, or the place of several left out.
enum MatrixSlot: Equatable {
  case one(Int)
  case omitted(Range<Int>)
}

/// The measures of a matrix with numbers in its cells.
struct NumberGrid {
  let numbers: MatrixNumbers
  let rowLabels: FittedLabels
  let columnLabels: FittedLabels
  /// The cells of a column, the gap included.
  let columnWidth: Int
  /// Whether a place behind the number holds marks; else they stand in the gap.
  let hasMarkPlace: Bool

  /// The cells of row labels and gutter.
  var margin: Int { rowLabels.width + 2 }
}

extension MatrixTypesetter {
  /// Returns the first rung that fits, or the one that was asked for.
  func ladder() -> MatrixRung {
    let capabilities = typesetter.capabilities
    switch capabilities.matrixLayout {
    case .automatic: return automaticRung()
    case .full: return numbers(.full(view), labelLimit: labelLimit) ?? narrowRung()
    case .compact: return numbers(.compact(view), labelLimit: 5) ?? narrowRung()
    case .brief:
      return MatrixNumbers.brief(view).flatMap { numbers($0, labelLimit: 3) }
        ?? numbers(.compact(view), labelLimit: 5) ?? narrowRung()
    case .blocks: return numbers(.full(view), labelLimit: labelLimit) ?? narrowRung()
    case .elided: return elidedRung() ?? narrowRung()
    case .pixels: return pixelRung()
    case .halfBlocks:
      // The one layout that colour decides about: `▀` says nothing without it.
      let hasColor = capabilities.colorDepth >= .palette256 && !capabilities.plain
      guard hasColor, !typesetter.decoratesInASCII else { return pixelRung() }
      let room = max(1, width - pixelMargin)
      return .halfBlocks(pool: max(1, (view.columnCount + room - 1) / room))
    }
  }

  /// The cells that column labels may take in the widest form.
  private var labelLimit: Int { width >= 100 ? 8 : 6 }

  private func automaticRung() -> MatrixRung {
    let maximumRows = typesetter.capabilities.maximumRows
    // No number takes fewer than 3 cells and a gap, so more than this is more than 3 blocks.
    guard view.columnCount * 4 <= 3 * width else { return pixelRung() }
    if let maximumRows, view.rowCount > maximumRows, let rung = elidedRung() { return rung }
    let mayShorten = view.decimals == nil && view.exactForm == nil
    let full = grid(.full(view), labelLimit: labelLimit)
    if capacity(full) >= view.columnCount { return rung(full) }
    let compact = mayShorten ? grid(.compact(view), labelLimit: 5) : nil
    let brief = mayShorten ? MatrixNumbers.brief(view).map { grid($0, labelLimit: 3) } : nil
    for shorter in [compact, brief] {
      if let shorter, capacity(shorter) >= view.columnCount { return rung(shorter) }
    }
    for candidate in [full, compact, brief] {
      if let candidate, 3 * capacity(candidate) >= view.columnCount { return rung(candidate) }
    }
    return pixelRung()
  }

  /// What remains when no number fits.
  private func narrowRung() -> MatrixRung {
    for candidate in [
      grid(.compact(view), labelLimit: 5),
      MatrixNumbers.brief(view).map { grid($0, labelLimit: 3) },
    ] {
      if let candidate, capacity(candidate) > 0 { return rung(candidate) }
    }
    return pixelRung()
  }

  private func numbers(_ numbers: MatrixNumbers, labelLimit: Int) -> MatrixRung? {
    let grid = grid(numbers, labelLimit: labelLimit)
    return capacity(grid) > 0 ? rung(grid) : nil
  }

  private func rung(_ grid: NumberGrid) -> MatrixRung {
    let step = capacity(grid)
    let starts = stride(from: 0, to: view.columnCount, by: step)
    return .numbers(grid, blocks: starts.map { $0..<min($0 + step, view.columnCount) })
  }

  func grid(_ numbers: MatrixNumbers, labelLimit: Int) -> NumberGrid {
    let rows = FittedLabels(rowLabels, limit: rowLabelLimit, metrics: typesetter.metrics)
    let columns = FittedLabels(columnLabels, limit: labelLimit, metrics: typesetter.metrics)
    let hasMarkPlace = numbers.format.notation != .brief
    return NumberGrid(
      numbers: numbers, rowLabels: rows, columnLabels: columns,
      columnWidth: 1 + max(numbers.width + (hasMarkPlace ? 1 : 0), columns.width),
      hasMarkPlace: hasMarkPlace)
  }

  /// The number of columns that fit on a line.
  func capacity(_ grid: NumberGrid) -> Int {
    max(0, (width - grid.margin - grid.numbers.sumWidth) / grid.columnWidth)
  }

  /// The first and last rows and columns; nil when not even two columns fit.
  private func elidedRung() -> MatrixRung? {
    let limit = typesetter.capabilities.maximumRows ?? 7
    let rowEdge = max(1, min(3, (limit - 1) / 2))
    let rows = slots(view.rowCount, edge: view.rowCount > limit ? rowEdge : view.rowCount)
    for grid in [grid(.full(view), labelLimit: labelLimit), grid(.compact(view), labelLimit: 5)] {
      let room = width - grid.margin - grid.numbers.sumWidth
      let isForced = typesetter.capabilities.matrixLayout == .elided && view.columnCount > 7
      if !isForced, capacity(grid) >= view.columnCount {
        return .elided(grid, rows: rows, columns: slots(view.columnCount, edge: view.columnCount))
      }
      for edge in [3, 2, 1] where view.columnCount > 2 * edge {
        let columns = slots(view.columnCount, edge: edge)
        let omitted = omittedWidth(grid, columns)
        if 2 * edge * grid.columnWidth + omitted <= room {
          return .elided(grid, rows: rows, columns: columns)
        }
      }
    }
    return nil
  }

  private func slots(_ count: Int, edge: Int) -> [MatrixSlot] {
    guard count > 2 * edge + 1 else { return (0..<count).map { .one($0) } }
    return (0..<edge).map { .one($0) } + [.omitted(edge..<count - edge)]
      + (count - edge..<count).map { .one($0) }
  }
}
