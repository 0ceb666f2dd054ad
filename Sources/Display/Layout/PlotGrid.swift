// SPDX-License-Identifier: MIT

/// The cells of a plot of curves: where marks fall, and the dots that join them.
struct PlotGrid {
  enum Cell: Equatable {
    case empty
    /// On the way between two marks of one series.
    case between
    case mark(Int)
    /// Marks of more than one series.
    case several
  }

  let columns: Int
  private var cells: [Cell]

  init(_ plot: Plot, _ scale: PlotScale, rows: Int, columns: Int) {
    self.columns = columns
    cells = Array(repeating: .empty, count: rows * columns)
    let places = plot.shares.map { Int(($0 * Double(columns - 1)).rounded()) }
    let heights = plot.series.map { one in
      one.values.map { value in scale.share(value).map { (1 - $0) * Double(rows - 1) } }
    }
    for series in heights { join(series, places) }
    for (index, series) in heights.enumerated() {
      for (column, height) in zip(places, series) {
        guard let height else { continue }
        let place = Int(height.rounded()) * columns + column
        switch cells[place] {
        case .mark(let other) where other != index: cells[place] = .several
        case .several: break
        default: cells[place] = .mark(index)
        }
      }
    }
  }

  subscript(row: Int, column: Int) -> Cell { cells[row * columns + column] }

  /// Whether marks of different series fall on one cell.
  var hasSeveral: Bool { cells.contains(.several) }

  /// Dots from mark to mark; a number that cannot be drawn leaves a gap.
  private mutating func join(_ heights: [Double?], _ places: [Int]) {
    for next in places.indices.dropFirst() {
      guard let from = heights[next - 1], let to = heights[next] else { continue }
      let (start, end) = (places[next - 1], places[next])
      guard end > start + 1 else { continue }
      for column in (start + 1)..<end {
        let share = Double(column - start) / Double(end - start)
        let row = Int((from + share * (to - from)).rounded())
        cells[row * columns + column] = .between
      }
    }
  }
}
