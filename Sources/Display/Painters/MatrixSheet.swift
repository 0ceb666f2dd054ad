// SPDX-License-Identifier: MIT

/// One matrix with everything that a file format says about it: labels, numbers, bins, remarks.
///
/// Text is made printable but not yet escaped for a format. Files have room, so nothing is cut.
struct MatrixSheet {
  /// How a cell is coloured.
  enum Fill: Equatable {
    /// By a bin of the scale.
    case bin(Int)
    /// Not at all: it takes no part.
    case blocked
    /// Not at all: it is no finite number.
    case unusual
  }

  let view: MatrixView
  let numbers: MatrixNumbers
  let scale: ColorScale
  let rowLabels: [String]
  let columnLabels: [String]
  private let rowMaxima: [Double?]
  private let undefinedRows: Set<Int>
  private let beyond: BeyondScale

  init(_ view: MatrixView) {
    self.view = view
    numbers = .full(view)
    scale = ColorScale(view.scale ?? .shared(by: [view]))
    rowLabels = Self.labels(view.rowLabels, count: view.rowCount)
    columnLabels = Self.labels(view.columnLabels, count: view.columnCount)
    rowMaxima = view.rowMaxima
    undefinedRows = view.undefinedRows
    beyond = BeyondScale(view, [scale])
  }

  private static func labels(_ labels: [String]?, count: Int) -> [String] {
    labels.map { $0.map { printableLabel($0) } } ?? (0..<count).map(String.init)
  }

  /// The number as text, blanks removed; `x` for a blocked cell.
  func text(_ row: Int, _ column: Int) -> String {
    String(numbers.texts[row * view.columnCount + column].filter { $0 != " " })
  }

  /// The sum of a row as text.
  func sum(_ row: Int) -> String? {
    numbers.sums.isEmpty ? nil : String(numbers.sums[row].filter { $0 != " " })
  }

  func isRowMaximum(_ row: Int, _ column: Int) -> Bool {
    view.marksRowMaximum && !view.isBlocked(row, column) && view[row, column] == rowMaxima[row]
  }

  /// What stands behind the number: `*` for the largest of its row, `>` or `<` beyond the scale.
  func marks(_ row: Int, _ column: Int) -> String {
    guard !view.isBlocked(row, column) else { return "" }
    return (isRowMaximum(row, column) ? "*" : "")
      + (BeyondScale.mark(view[row, column], scale.limits) ?? "")
  }

  /// The characters of the longest marks of a cell, at least the one that every cell has room for.
  var markWidth: Int {
    guard beyond.remark != nil else { return 1 }
    let longest = (0..<view.rowCount).map { row in
      (0..<view.columnCount).map { marks(row, $0).utf8.count }.max() ?? 0
    }
    return max(1, longest.max() ?? 0)
  }

  func fill(_ row: Int, _ column: Int) -> Fill {
    if view.isBlocked(row, column) { return undefinedRows.contains(row) ? .unusual : .blocked }
    return scale.bin(of: view[row, column]).map(Fill.bin) ?? .unusual
  }
}

// MARK: - In words

extension MatrixSheet {
  /// `rows = query, columns = key`; an axis without a name is left out.
  var axes: String { namedAxes.joined(separator: " ") }

  /// The same in pieces that are read as one: `rows = query,` and `columns = key`.
  var namedAxes: [String] {
    let axes = [("rows", view.rowAxis), ("columns", view.columnAxis)].filter { !$0.1.isEmpty }
      .map { "\($0.0) = \(printableLabel($0.1))" }
    return axes.dropLast().map { $0 + "," } + axes.suffix(1)
  }

  /// What the marks mean, how exact the numbers are, and what the colours span.
  ///
  /// - Parameter colored: Whether the format shows the scale.
  /// - Returns: The parts of a caption, none of them a sentence.
  func remarks(colored: Bool) -> [String] {
    var parts: [String] = []
    if view.marksRowMaximum && rowMaxima.contains(where: { $0 != nil }) {
      parts.append("* row maximum")
    }
    if numbers.texts.contains("x") { parts.append("x " + printableLabel(view.blockedMeaning)) }
    if !view.values.isEmpty { parts.append(numbers.exactness) }
    if numbers.exponent != 0 { parts.append("all numbers x 1e\(numbers.exponent)") }
    if colored { parts.append(span) }
    if let remark = beyond.remark {
      let lower = scale.limits.isDiverging ? "-" + upper : "0"
      parts.append(colored ? remark : remark + " (\(lower) to \(upper))")
    }
    return parts
  }

  /// The ends of the colour scale.
  var span: String {
    scale.limits.isDiverging
      ? "colours from -\(upper) (blue) to +\(upper) (red)" : "colours from 0 to \(upper)"
  }

  private var upper: String { NumberFormat.shortest(scale.limits.upper) }

  /// Sentences that stand on lines of their own: rows without an open cell, the author's remark.
  var sentences: [String] {
    var result: [String] = []
    for row in 0..<view.rowCount where view.isFullyBlocked(row) {
      let place = "Row \(row) (\(rowLabels[row])): every cell is masked"
      result.append(
        undefinedRows.contains(row)
          ? place + ", so nothing is left to share; 0/0 is undefined (nan)." : place + ".")
    }
    if let note = view.note { result.append(sanitized(note)) }
    return result
  }
}
