// SPDX-License-Identifier: MIT

/// The cells of a matrix as text of one precision, and what the caption says about it.
struct MatrixNumbers {
  let format: NumberFormat
  /// The power of ten that every number is divided by.
  let exponent: Int
  /// Whether every printed number parses back to the stored one.
  let isExact: Bool
  /// Row by row, right-aligned to `width` by their place; blocked cells are `x`.
  let texts: [String]
  let width: Int
  /// The row sums, empty when none are shown.
  let sums: [String]
  let sumWidth: Int

  /// `exact`, or how many decimals were kept.
  var exactness: String {
    if isExact { return "exact" }
    let noun = format.decimals == 1 ? "1 decimal" : "\(format.decimals) decimals"
    return format.notation == .scientific
      ? "\(format.decimals + 1) digits, rounded" : "\(noun), rounded"
  }
}

extension MatrixNumbers {
  /// Writes the numbers with the decimals that the author asked for, or three; counts have none.
  static func full(_ view: MatrixView) -> MatrixNumbers {
    if let decimals = view.decimals { return make(view, decimals: decimals, mayChange: false) }
    return make(view, decimals: view.kind == .count ? 0 : 3, mayChange: true)
  }

  /// Writes two decimals.
  static func compact(_ view: MatrixView) -> MatrixNumbers {
    make(view, decimals: 2, mayChange: true)
  }

  /// Writes two decimals without the zero before the point; nil when numbers exceed 1.
  static func brief(_ view: MatrixView) -> MatrixNumbers? {
    guard view.kind != .count, view.exactForm == nil else { return nil }
    for (index, value) in view.values.enumerated() where value.isFinite && value.magnitude > 1 {
      if view.blocked.isEmpty || !view.blocked[index] { return nil }
    }
    return make(view, decimals: 2, mayChange: false, notation: .brief)
  }

  private static func make(
    _ view: MatrixView, decimals: Int, mayChange: Bool, notation: NumberFormat.Notation = .fixed
  ) -> MatrixNumbers {
    if let form = view.exactForm { return exact(view, form) }
    var format = NumberFormat(decimals: decimals, notation: notation)
    var exponent = 0
    if mayChange && view.kind != .count {
      let (smallest, largest) = magnitudes(view)
      // Shares of a whole may be tiny; beside `1.000` a power of ten would only take room.
      if view.kind != .probability, largest > 1e6 * smallest {
        format = NumberFormat(decimals: 2, notation: .scientific)
      } else {
        exponent = scaleExponent(largest)
      }
    }
    let isBlocked: (Int) -> Bool = { !view.blocked.isEmpty && view.blocked[$0] }
    func scaled(_ value: Double) -> Double {
      exponent == 0
        ? value
        : exponent > 0 ? value / powersOfTen[exponent] : value * powersOfTen[-exponent]
    }
    let isExact =
      format.notation == .fixed
      && view.values.indices.allSatisfy {
        isBlocked($0) || format.isExact(scaled(view.values[$0]))
      }
    if isExact { format.notation = .trimmed }
    var texts: [String] = []
    texts.reserveCapacity(view.values.count)
    let undefined = view.undefinedRows
    for index in view.values.indices {
      let isShown = !isBlocked(index) || undefined.contains(index / view.columnCount)
      texts.append(isShown ? format.string(scaled(view.values[index])) : "x")
    }
    if isExact { alignPoints(&texts) }
    var sums = view.showsRowSums ? view.rowSums.map { format.string(scaled($0)) } : []
    if isExact { alignPoints(&sums) }
    return MatrixNumbers(
      format: format, exponent: exponent, isExact: isExact, texts: texts,
      width: texts.map(\.utf8.count).max() ?? 0, sums: sums,
      sumWidth: sums.isEmpty ? 0 : 1 + max(3, sums.map(\.utf8.count).max() ?? 0))
  }

  /// Writes every number so that it parses back to the stored one.
  private static func exact(_ view: MatrixView, _ form: MatrixView.ExactForm) -> MatrixNumbers {
    let undefined = view.undefinedRows
    let texts = view.values.indices.map { index -> String in
      let isHidden = !view.blocked.isEmpty && view.blocked[index]
      let isShown = !isHidden || undefined.contains(index / view.columnCount)
      return isShown ? ExactNumber(view.values[index], form).text : "x"
    }
    let sums = view.showsRowSums ? view.rowSums.map { ExactNumber($0, form).text } : []
    return MatrixNumbers(
      format: NumberFormat(decimals: 0), exponent: 0, isExact: true, texts: texts,
      width: texts.map(\.utf8.count).max() ?? 0, sums: sums,
      sumWidth: sums.isEmpty ? 0 : 1 + max(3, sums.map(\.utf8.count).max() ?? 0))
  }

  /// The smallest and the largest magnitude that are not zero; 1 and 1 when there is none.
  private static func magnitudes(_ view: MatrixView) -> (Double, Double) {
    var smallest = Double.infinity
    var largest = 0.0
    for (index, value) in view.values.enumerated() where value != 0 && value.isFinite {
      if !view.blocked.isEmpty && view.blocked[index] { continue }
      smallest = min(smallest, value.magnitude)
      largest = max(largest, value.magnitude)
    }
    return largest == 0 ? (1, 1) : (smallest, largest)
  }

  /// A multiple of three when all numbers are far from 1, else 0.
  private static func scaleExponent(_ largest: Double) -> Int {
    guard largest >= 1e5 || largest < 0.01 else { return 0 }
    var exponent = 0
    while exponent < 21, largest >= 1000 * powersOfTen[exponent] { exponent += 3 }
    while exponent > -21, largest * powersOfTen[-min(0, exponent)] < 1 { exponent -= 3 }
    return exponent
  }

  /// Adds blanks behind short decimals, so that the points stand below each other.
  private static func alignPoints(_ texts: inout [String]) {
    func decimals(_ text: String) -> Int {
      guard let point = text.utf8.firstIndex(of: UInt8(ascii: ".")), text.utf8.first != 0x3c else {
        return 0
      }
      return text.utf8.distance(from: point, to: text.utf8.endIndex)
    }
    let widest = texts.map(decimals).max() ?? 0
    guard widest > 0 else { return }
    for index in texts.indices where !texts[index].utf8.contains(where: { $0 > 0x60 }) {
      texts[index] += blanks(widest - decimals(texts[index]))
    }
  }
}

extension MatrixView {
  /// The sum of the cells of each row that are not blocked; of a blocked row, of all its cells.
  var rowSums: [Double] {
    (0..<rowCount).map { row in
      let isUndefined = isFullyBlocked(row)
      return (0..<columnCount).reduce(0) {
        isUndefined || !isBlocked(row, $1) ? $0 + self[row, $1] : $0
      }
    }
  }

  /// The rows with more than one open cell; all rows when no row has.
  ///
  /// Where only one cell is open, its share is 1 whatever the numbers are.
  public var rowsWithChoice: Set<Int> {
    let rows = (0..<rowCount).filter { row in
      (0..<columnCount).count { !isBlocked(row, $0) } > 1
    }
    return Set(rows.isEmpty ? Array(0..<rowCount) : rows)
  }

  /// Whether every cell of a row is blocked.
  func isFullyBlocked(_ row: Int) -> Bool {
    columnCount > 0 && !blocked.isEmpty && (0..<columnCount).allSatisfy { isBlocked(row, $0) }
  }

  /// The fully blocked rows whose cells are no numbers, so that `nan` must be seen.
  var undefinedRows: Set<Int> {
    guard !blocked.isEmpty else { return [] }
    return Set(
      (0..<rowCount).filter { row in
        isFullyBlocked(row) && (0..<columnCount).allSatisfy { self[row, $0].isNaN }
      })
  }

  /// The largest number of each row that is not blocked; nil when there is none.
  var rowMaxima: [Double?] {
    (0..<rowCount).map { row in
      var largest: Double?
      for column in 0..<columnCount where !isBlocked(row, column) {
        let value = self[row, column]
        if !value.isNaN, value > (largest ?? -.infinity) { largest = value }
      }
      return largest
    }
  }
}
