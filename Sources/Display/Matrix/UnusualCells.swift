// SPDX-License-Identifier: MIT

/// How many cells of a matrix are no finite numbers, and of which kind.
struct UnusualCells {
  /// Open cells that are no numbers.
  private(set) var openNaN = 0
  /// Cells of rows that are blocked throughout and so have no softmax.
  private(set) var undefined = 0
  /// Open cells above all numbers.
  private(set) var positive = 0
  /// Open cells below all numbers.
  private(set) var negative = 0
  /// Blocked cells below all numbers.
  private(set) var blockedNegative = 0

  init(_ view: MatrixView) {
    let (values, blocked, columns) = (view.values, view.blocked, view.columnCount)
    let undefinedRows = view.undefinedRows
    for index in values.indices where !values[index].isFinite {
      let value = values[index]
      if !blocked.isEmpty && blocked[index] {
        if value == -.infinity { blockedNegative += 1 }
        if undefinedRows.contains(index / columns) { undefined += 1 }
      } else if value.isNaN {
        openNaN += 1
      } else if value > 0 {
        positive += 1
      } else {
        negative += 1
      }
    }
  }
}
