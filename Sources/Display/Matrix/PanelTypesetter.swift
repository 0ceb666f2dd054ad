// SPDX-License-Identifier: MIT

/// Lays out small matrices side by side, with one scale and one legend.
struct PanelTypesetter {
  private let panels: [MatrixTypesetter]
  private let typesetter: Typesetter
  private let width: Int

  init(_ views: [MatrixView], typesetter: Typesetter, width: Int) {
    self.typesetter = typesetter
    self.width = width
    let capabilities = typesetter.capabilities
    let shared = ScaleLimits.shared(by: views)
    panels = views.map { view in
      var view = view
      if capabilities.scalePolicy == .shared { view.scale = view.scale ?? shared }
      return MatrixTypesetter(view, typesetter: typesetter, width: width)
    }
  }

  func lines() -> [Line] {
    guard let first = panels.first else { return [] }
    let layout = typesetter.capabilities.matrixLayout
    let wantsNumbers = ![.automatic, .pixels, .halfBlocks].contains(layout)
    let isUniform = panels.allSatisfy {
      $0.view.rowCount == first.view.rowCount && $0.view.columnCount == first.view.columnCount
        && $0.isDiverging == first.isDiverging
    }
    let isEmpty = first.view.rowCount == 0 || first.view.columnCount == 0
    guard !typesetter.isSpoken, !wantsNumbers, isUniform, !isEmpty else { return oneAfterAnother() }
    return sideBySide(first)
  }

  private func oneAfterAnother() -> [Line] {
    var result: [Line] = []
    for panel in panels {
      if !result.isEmpty { result.append(Line()) }
      result += panel.lines()
    }
    return result
  }

  /// The measures of a row of panels.
  private struct Measures {
    var cellWidth: Int
    var pool: Int
    var panelWidth: Int
    var panelsPerLine: Int
  }

  private func measures(_ first: MatrixTypesetter) -> Measures {
    let room = width - first.pixelMargin
    func fitting(_ cellWidth: Int) -> Int {
      // Titles need some room of their own, however few the columns are.
      let panel = max(cellWidth * first.view.columnCount, 8)
      return (room + 2) / (panel + 2)
    }
    let count = panels.count
    let wide = fitting(2)
    let usesWide = wide >= min(count, 2) || (wide >= 1 && fitting(1) <= wide)
    let cellWidth = usesWide ? 2 : 1
    let pool = max(1, (first.view.columnCount * cellWidth + room - 1) / max(1, room))
    let columns = (first.view.columnCount + pool - 1) / pool
    let panelWidth = min(room, max(cellWidth * columns, 8))
    let perLine = max(1, min(count, (room + 2) / (panelWidth + 2)))
    // Room that is left over lets captions stand on fewer lines.
    let widest = panels.flatMap(captionParts).map { typesetter.metrics.width(of: $0) }.max() ?? 0
    return Measures(
      cellWidth: cellWidth, pool: pool,
      panelWidth: max(panelWidth, min(widest, (room + 2) / perLine - 2)), panelsPerLine: perLine)
  }

  /// What is said below a panel: strongest cell, remark, scale if it has its own.
  private func captionParts(_ panel: MatrixTypesetter) -> [String] {
    var parts: [String] = []
    let isShare = panel.view.kind == .probability
    let maximum = panel.maximum(among: isShare ? panel.view.rowsWithChoice : nil)
    if let (value, place) = maximum {
      parts.append("\(isShare ? "strongest" : "max") \(value) at \(place)")
    }
    if let note = panel.view.note { parts.append(typesetter.prose(note)) }
    if typesetter.capabilities.scalePolicy == .perPanel {
      parts.append("scale to \(NumberFormat.shortest(panel.scale(ofRow: 0).limits.upper))")
    }
    return parts
  }

  private func sideBySide(_ first: MatrixTypesetter) -> [Line] {
    let measures = measures(first)
    let margin = first.pixelMargin
    var result = typesetter.flowed(
      [Text("rows = \(first.view.rowAxis), columns = \(first.view.columnAxis)")], indentation: 0,
      width: width)
    for start in stride(from: 0, to: panels.count, by: measures.panelsPerLine) {
      let end = min(start + measures.panelsPerLine, panels.count)
      result += line(of: Array(panels[start..<end]), measures, margin: margin)
      if end < panels.count { result.append(Line()) }
    }
    return result + foot(first, measures, margin: margin)
  }

  private func line(
    of panels: [MatrixTypesetter], _ measures: Measures, margin: Int
  ) -> [Line] {
    let titles = panels.map { panel in
      panel.view.title.map {
        typesetter.wrapped(.strong(typesetter.formula($0)), width: measures.panelWidth)
      } ?? []
    }
    let rulers = panels.map { panel in
      let columns = (panel.view.columnCount + measures.pool - 1) / measures.pool
      let ruler = panel.ruler(
        count: columns, cellWidth: measures.cellWidth, pool: measures.pool, margin: 0)
      return ruler.width <= measures.panelWidth ? [ruler] : [Line()]
    }
    let maps = panels.map { panel in
      let pixels = PooledMatrix(panel.view, pool: measures.pool, scales: panel.scales)
      let texts = panel.pixelTexts(cellWidth: measures.cellWidth)
      return (0..<pixels.rowCount).map { row in
        var line = Line()
        line.appendRuns(of: 0..<pixels.columnCount, by: { pixels[row, $0] }) { pixel, count in
          panel.span(of: pixel, count: count, texts, cellWidth: measures.cellWidth)
        }
        return line
      }
    }
    let captions = panels.map { panel in
      captionParts(panel).flatMap {
        typesetter.wrapped($0, width: measures.panelWidth, .faint)
      }
    }
    let labels = panels[0].pixelLabels.texts
    return joined(titles, nil, measures, margin, alignsAtEnd: true)
      + joined(rulers, nil, measures, margin)
      + joined(maps, measures.pool == 1 ? labels : nil, measures, margin, hasGutter: true)
      + joined(captions, nil, measures, margin)
  }

  /// Puts columns of lines beside each other; row labels stand on the left only.
  private func joined(
    _ columns: [[Line]], _ labels: [String]?, _ measures: Measures, _ margin: Int,
    alignsAtEnd: Bool = false, hasGutter: Bool = false
  ) -> [Line] {
    let height = columns.map(\.count).max() ?? 0
    return (0..<height).map { index in
      var line = Line()
      if hasGutter {
        let label = labels.map { $0[index] } ?? "\(index * measures.pool)"
        panels[0].append(
          label: typesetter.metrics.truncated(label, to: margin - 2), to: &line, cells: margin - 2)
        panels[0].appendGutter(to: &line)
      }
      for (place, column) in columns.enumerated() {
        line.pad(to: margin + place * (measures.panelWidth + 2))
        let source = alignsAtEnd ? index - (height - column.count) : index
        if source >= 0 && source < column.count { line.append(column[source]) }
      }
      return line
    }
  }

  private func foot(_ first: MatrixTypesetter, _ measures: Measures, margin: Int) -> [Line] {
    var result: [Line] = []
    let policy = typesetter.capabilities.scalePolicy
    if first.view.legend != .never, policy == .shared {
      result += first.rampLegend(cellWidth: measures.cellWidth, indentation: margin)
    }
    var parts: [Text] = []
    switch policy {
    case .shared: break
    case .perPanel: parts.append("each panel has its own scale")
    case .perRow: parts.append("one scale for each row")
    }
    if measures.pool > 1 {
      parts.append(
        Text("one place shows the largest of \(measures.pool) x \(measures.pool) cells"))
    }
    if let blocked = panels.first(where: { !$0.blockedParts.isEmpty }) {
      parts += blocked.blockedParts
    }
    result += typesetter.flowed(parts, indentation: margin, width: width)
    let rows = measures.pool == 1 ? first.pixelLabels.cut : Array(first.rowLabels.indices)
    let columns = first.columnLabels == first.rowLabels ? [] : Array(first.columnLabels.indices)
    return result
      + first.fullLabels(
        rows: first.view.rowLabels == nil ? [] : rows,
        columns: first.view.columnLabels == nil ? [] : columns)
  }
}
