// SPDX-License-Identifier: MIT

/// Lays out one matrix: title, cells, caption, legend.
///
/// Extensions hold one concern each.
struct MatrixTypesetter {
  let view: MatrixView
  let typesetter: Typesetter
  let width: Int
  /// One scale for all cells, or one for each row.
  let scales: [ColorScale]
  let rowLabels: [String]
  let columnLabels: [String]
  let rowMaxima: [Double?]

  init(_ view: MatrixView, typesetter: Typesetter, width: Int) {
    self.view = view
    self.typesetter = typesetter
    self.width = width
    scales = Self.scales(for: view, typesetter.capabilities)
    rowLabels = (0..<view.rowCount).map { row in
      view.rowLabels.map { typesetter.label($0[row]) } ?? "\(row)"
    }
    columnLabels = (0..<view.columnCount).map { column in
      view.columnLabels.map { typesetter.label($0[column]) } ?? "\(column)"
    }
    rowMaxima = view.rowMaxima
  }

  private static func scales(
    for view: MatrixView, _ capabilities: Capabilities
  ) -> [ColorScale] {
    let clips = capabilities.clipsOutliers
    func scale(_ limits: ScaleLimits) -> ColorScale { ColorScale(clips ? limits.clipped : limits) }
    switch capabilities.scalePolicy {
    case .shared: return [scale(view.scale ?? .shared(by: [view]))]
    case .perPanel: return [scale(.shared(by: [view]))]
    case .perRow: break
    }
    let isDiverging = ScaleLimits.shared(by: [view]).isDiverging
    return (0..<view.rowCount).map { row in
      let cells = row * view.columnCount..<(row + 1) * view.columnCount
      let part = MatrixView(
        rowCount: 1, columnCount: view.columnCount, values: Array(view.values[cells]),
        kind: isDiverging ? .signed : .count,
        blocked: view.blocked.isEmpty ? [] : Array(view.blocked[cells]))
      return scale(.shared(by: [part]))
    }
  }

  /// Whether colours have two arms.
  var isDiverging: Bool { scales.first?.limits.isDiverging ?? false }

  func scale(ofRow row: Int) -> ColorScale { scales[scales.count == 1 ? 0 : row] }

  func lines() -> [Line] {
    if typesetter.isSpoken { return spokenLines() }
    guard view.rowCount > 0, view.columnCount > 0 else {
      let size = "no cells (\(view.rowCount) x \(view.columnCount))"
      return titleLines() + typesetter.wrapped(size, width: width)
    }
    switch ladder() {
    case .numbers(let grid, let blocks): return numberLines(grid, blocks: blocks)
    case .elided(let grid, let rows, let columns):
      return elidedLines(grid, rows: rows, columns: columns)
    case .pixels(let cellWidth, let pool):
      return pixelLines(cellWidth: cellWidth, pool: pool)
    case .halfBlocks(let pool): return halfBlockLines(pool: pool)
    }
  }
}

// MARK: - Labels

extension MatrixTypesetter {
  /// The cells that row labels may take at most.
  var rowLabelLimit: Int { max(2, min(width >= 100 ? 12 : 9, width / 5)) }

  /// Returns a label padded to a width, as a span that knows whether terminals agree about it.
  func append(
    label: String, to line: inout Line, cells: Int, alignment: Table.Alignment = .left,
    isSelected: Bool = false
  ) {
    let text = typesetter.metrics.padded(label, to: cells, alignment: alignment)
    let style = SpanStyle(bold: isSelected, resynchronizes: !label.isUndisputed)
    line.append(text, width: max(cells, typesetter.metrics.width(of: label)), style)
  }

  func appendGutter(to line: inout Line) {
    line.append(typesetter.glyphs.gutter, width: 2, .faint)
  }
}

extension String {
  /// Whether all terminals agree about the width: ASCII and wide CJK only.
  fileprivate var isUndisputed: Bool {
    unicodeScalars.allSatisfy {
      $0.value < 0x7f || (0x3000...0x30ff).contains($0.value)
        || (0x3400...0x9fff).contains($0.value) || (0xac00...0xd7a3).contains($0.value)
    }
  }
}
