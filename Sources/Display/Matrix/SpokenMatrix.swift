// SPDX-License-Identifier: MIT

extension MatrixTypesetter {
  /// One sentence for each row: `row 2 of 6, query "cat": the 0.97 (largest), cat 0.03, 4 masked`.
  func spokenLines() -> [Line] {
    var opening = view.title.map { typesetter.formula($0) + ". " } ?? ""
    opening += count(view.rowCount, "row", axis: view.rowAxis) + ", "
    opening += count(view.columnCount, "column", axis: view.columnAxis) + "."
    if !unusualCounts.isEmpty { opening += " " + unusualCounts.joined(separator: ", ") + "." }
    var result = typesetter.wrapped(opening, width: width)
    guard view.rowCount > 0, view.columnCount > 0 else { return result }
    let format = NumberFormat(decimals: view.decimals ?? (view.kind == .count ? 0 : 3))
    let limit = typesetter.capabilities.maximumRows ?? view.rowCount
    let sums = view.showsRowSums ? view.rowSums : []
    for row in 0..<min(limit, view.rowCount) {
      var sentence = spokenRow(row, format)
      if view.showsRowSums { sentence += "; sum \(format.string(sums[row]))" }
      result += typesetter.wrapped(sentence, width: width)
    }
    if limit < view.rowCount {
      result += typesetter.wrapped("\(view.rowCount - limit) more rows.", width: width)
    }
    if let selected = view.selected {
      let value = format.string(view[selected.row, selected.column])
      result += typesetter.wrapped(
        "Selected: row \(selected.row + 1), column \(selected.column + 1), \(value).", width: width)
    }
    if view.blocked.contains(true) {
      result += typesetter.wrapped("Cells that take no part: \(view.blockedMeaning).", width: width)
    }
    return result + remarks()
  }

  private func spokenRow(_ row: Int, _ format: NumberFormat) -> String {
    var sentence = "row \(row + 1) of \(view.rowCount)"
    if view.rowLabels != nil { sentence += ", \(view.rowAxis) \"\(rowLabels[row])\"" }
    let open = (0..<view.columnCount).filter { !view.isBlocked(row, $0) }
    // Nobody listens to hundreds of numbers: of a long row the largest are told.
    let told = open.count <= 32 ? open : largest(8, of: open, row: row)
    var pieces = told.map { column -> String in
      let value = view[row, column]
      let isLargest = view.marksRowMaximum && value == rowMaxima[row]
      let label = view.columnLabels == nil ? "column \(column + 1)" : columnLabels[column]
      return "\(label) \(format.string(value))\(isLargest ? " (largest)" : "")"
    }
    if told.count < open.count { pieces.append("\(open.count - told.count) smaller ones") }
    let masked = view.columnCount - open.count
    if masked > 0 { pieces.append(masked == view.columnCount ? "all masked" : "\(masked) masked") }
    return sentence + ": " + pieces.joined(separator: ", ")
  }

  private func largest(_ count: Int, of columns: [Int], row: Int) -> [Int] {
    func size(_ column: Int) -> Double {
      let value = view[row, column]
      return value.isNaN ? .infinity : value.magnitude
    }
    return columns.sorted { left, right in
      size(left) == size(right) ? left < right : size(left) > size(right)
    }.prefix(count).sorted()
  }

  private func count(_ number: Int, _ noun: String, axis: String) -> String {
    let counted = number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
    return axis == noun ? counted : "\(counted) (\(axis))"
  }
}
