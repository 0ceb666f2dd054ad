// SPDX-License-Identifier: MIT

/// Which cells of a matrix lie beyond its colour scale, and what is said about them.
///
/// A clipped cell has the colour of the end of the scale, so a mark must tell it from its
/// neighbours: `>` above, `<` below.
struct BeyondScale {
  /// How many cells lie above the scale.
  private(set) var above = 0
  /// How many lie below it.
  private(set) var below = 0
  private let endsAtThreeDeviations: Bool

  /// Counts the cells.
  ///
  /// - Parameters:
  ///   - view: The matrix.
  ///   - scales: One scale for all cells, or one for each row.
  init(_ view: MatrixView, _ scales: [ColorScale]) {
    endsAtThreeDeviations = scales.first?.limits.endsAtThreeDeviations ?? false
    let columnCount = view.columnCount
    for row in 0..<view.rowCount {
      let limits = scales[scales.count == 1 ? 0 : row].limits
      for index in row * columnCount..<(row + 1) * columnCount {
        let value = view.values[index]
        guard value > limits.upper || value < limits.lower, value.isFinite,
          view.blocked.isEmpty || !view.blocked[index]
        else { continue }
        if value > limits.upper { above += 1 } else { below += 1 }
      }
    }
  }

  /// What stands beside the number of a cell; `nil` for one within the scale.
  static func mark(_ value: Double, _ limits: ScaleLimits) -> String? {
    guard value.isFinite else { return nil }
    return value > limits.upper ? ">" : value < limits.lower ? "<" : nil
  }

  /// What the marks mean; `nil` when no cell carries one.
  var remark: String? {
    guard above + below > 0 else { return nil }
    let marks = above == 0 ? "<" : below == 0 ? ">" : "> <"
    return marks + " beyond the scale" + reason
  }

  /// How many cells a picture without marks shows in the colour of the end; `nil` for none.
  var count: String? {
    guard above + below > 0 else { return nil }
    return (above + below == 1 ? "1 cell" : "\(above + below) cells") + " beyond the scale" + reason
  }

  private var reason: String {
    endsAtThreeDeviations ? ", which ends at three standard deviations" : ""
  }
}
