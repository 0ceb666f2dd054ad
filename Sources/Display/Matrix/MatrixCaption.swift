// SPDX-License-Identifier: MIT

extension MatrixTypesetter {
  /// Title, axes, and how many cells are no numbers.
  func titleLines() -> [Line] {
    var parts: [Text] = []
    if let title = view.title { parts.append(.strong(typesetter.formula(title))) }
    parts.append(Text("rows = \(view.rowAxis), columns = \(view.columnAxis)"))
    let counts = unusualCounts
    if !counts.isEmpty { parts.append(Text(counts.joined(separator: "  "))) }
    return typesetter.flowed(parts, indentation: 0, width: width)
  }

  /// `nan: 1`, `+inf: 2`, `-inf: 10 (masked)`.
  var unusualCounts: [String] {
    let cells = UnusualCells(view)
    let nan = cells.openNaN + cells.undefined
    return [
      (nan, "nan: \(nan)"), (cells.positive, "+inf: \(cells.positive)"),
      (cells.negative, "-inf: \(cells.negative)"),
      (cells.blockedNegative, "-inf: \(cells.blockedNegative) (masked)"),
    ].compactMap { $0.0 > 0 ? $0.1 : nil }
  }

  /// What follows the numbers: marks, exactness, legend, labels in full, remarks.
  func footLines(_ grid: NumberGrid) -> [Line] {
    var parts: [Text] = []
    let hasMaximum = view.marksRowMaximum && rowMaxima.contains { $0 != nil }
    if hasMaximum { parts.append("* row maximum") }
    parts += blockedParts
    parts.append(Text(grid.numbers.exactness))
    if grid.numbers.exponent != 0 { parts.append(Text("all numbers x 1e\(grid.numbers.exponent)")) }
    if grid.numbers.format.notation == .brief {
      parts.append("no 0 before the point, ~0 rounds to 0")
    }
    parts += scaleParts
    if let remark = BeyondScale(view, scales).remark { parts.append(Text(remark)) }
    var result = typesetter.flowed(parts, indentation: grid.margin, width: width)
    let isWanted = typesetter.capabilities.showsLegend || showsShade(grid)
    if view.legend == .always || (view.legend == .automatic && isWanted) {
      result += legendLines(indentation: grid.margin)
    }
    result += fullLabels(rows: grid.rowLabels.cut, columns: grid.columnLabels.cut)
    return result + remarks()
  }

  private func showsShade(_ grid: NumberGrid) -> Bool {
    typesetter.capabilities.shade && grid.hasMarkPlace
  }

  var blockedParts: [Text] {
    guard view.blocked.contains(true) else { return [] }
    return [Text("x \(view.blockedMeaning)")]
  }

  /// What must be said about the scale when it is not the usual one.
  var scaleParts: [Text] {
    var parts: [Text] = []
    switch typesetter.capabilities.scalePolicy {
    case .shared: break
    case .perPanel: parts.append("a scale of its own")
    case .perRow: parts.append("one scale for each row")
    }
    return parts
  }

  /// The labels that were cut, once, in full.
  func fullLabels(rows: [Int], columns: [Int]) -> [Line] {
    func list(_ name: String, _ indices: [Int], _ labels: [String]) -> [Line] {
      guard !indices.isEmpty else { return [] }
      var seen: Set<String> = []
      let distinct = indices.filter { seen.insert(labels[$0]).inserted }
      let entries = distinct.map { "\($0) \(labels[$0])" }.joined(separator: ", ")
      return typesetter.wrapped("\(name): \(entries)", width: width)
    }
    if rowLabels == columnLabels {
      return list("in full", Set(rows).union(columns).sorted(), rowLabels)
    }
    return list("\(view.rowAxis) in full", rows, rowLabels)
      + list("\(view.columnAxis) in full", columns, columnLabels)
  }

  /// Rows that are blocked throughout, and the author's remark.
  func remarks() -> [Line] {
    var result: [Line] = []
    let undefined = view.undefinedRows
    for row in 0..<view.rowCount where view.isFullyBlocked(row) {
      let number = typesetter.isSpoken ? "\(row + 1) of \(view.rowCount)" : "\(row)"
      let place = "row \(number) (\(view.rowAxis) \"\(rowLabels[row])\")"
      let sentence =
        undefined.contains(row)
        ? "\(place): every cell is masked, so nothing is left to share; 0/0 is undefined (nan)"
        : "\(place): every cell is masked"
      result += typesetter.wrapped(sentence, width: width)
    }
    if let note = view.note { result += typesetter.wrapped(note, width: width) }
    return result
  }
}
