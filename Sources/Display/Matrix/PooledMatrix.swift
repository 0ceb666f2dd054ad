// SPDX-License-Identifier: MIT

/// What one place of a picture without numbers shows.
enum Pixel: Equatable {
  case bin(Int)
  case blocked
  case notFinite(NotFinite)

  /// The values that are no numbers of a scale.
  enum NotFinite: Equatable {
    case nan, positive, negative

    /// What stands in their place.
    var mark: String {
      switch self {
      case .nan: "?"
      case .positive: "^"
      case .negative: "v"
      }
    }
  }
}

/// A matrix in which a square of cells shares a place and the one farthest from 0 is shown.
struct PooledMatrix {
  let rowCount: Int
  let columnCount: Int
  private let pixels: [Pixel]

  init(_ view: MatrixView, pool: Int, scales: [ColorScale]) {
    rowCount = (view.rowCount + pool - 1) / pool
    columnCount = (view.columnCount + pool - 1) / pool
    let cells = Cells(values: view.values, blocked: view.blocked, stride: view.columnCount)
    var pixels: [Pixel] = []
    pixels.reserveCapacity(rowCount * columnCount)
    for row in 0..<rowCount {
      let rows = row * pool..<min((row + 1) * pool, view.rowCount)
      for column in 0..<columnCount {
        let columns = column * pool..<min((column + 1) * pool, view.columnCount)
        pixels.append(cells.pixel(rows: rows, columns: columns, scales))
      }
    }
    self.pixels = pixels
  }

  subscript(row: Int, column: Int) -> Pixel { pixels[row * columnCount + column] }

  /// The numbers alone; there may be a quarter of a million of them.
  private struct Cells {
    let values: [Double]
    let blocked: [Bool]
    let stride: Int

    func pixel(rows: Range<Int>, columns: Range<Int>, _ scales: [ColorScale]) -> Pixel {
      var (largest, size, place) = (0.0, -1.0, 0)
      var unusual: Pixel.NotFinite?
      for row in rows {
        for index in row * stride + columns.lowerBound..<row * stride + columns.upperBound {
          if !blocked.isEmpty && blocked[index] { continue }
          let value = values[index]
          if !value.isFinite {
            unusual = value.isNaN ? .nan : value > 0 ? .positive : .negative
          } else if value.magnitude > size {
            (largest, size, place) = (value, value.magnitude, row)
          }
        }
      }
      if let unusual { return .notFinite(unusual) }
      guard size >= 0 else { return .blocked }
      return scales[scales.count == 1 ? 0 : place].bin(of: largest).map { .bin($0) } ?? .blocked
    }
  }
}
