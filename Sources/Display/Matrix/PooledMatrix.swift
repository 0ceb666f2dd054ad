// SPDX-License-Identifier: MIT

/// What one place of a picture without numbers shows.
enum Pixel: Equatable {
  case bin(Int)
  case blocked
  case notFinite(String)
}

/// A matrix in which a square of cells shares a place and the one farthest from 0 is shown.
struct PooledMatrix {
  let rowCount: Int
  let columnCount: Int
  private let pixels: [Pixel]

  init(_ view: MatrixView, pool: Int, scales: [ColorScale]) {
    rowCount = (view.rowCount + pool - 1) / pool
    columnCount = (view.columnCount + pool - 1) / pool
    var pixels: [Pixel] = []
    pixels.reserveCapacity(rowCount * columnCount)
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        pixels.append(
          Self.pixel(
            view, rows: row * pool..<min((row + 1) * pool, view.rowCount),
            columns: column * pool..<min((column + 1) * pool, view.columnCount), scales))
      }
    }
    self.pixels = pixels
  }

  subscript(row: Int, column: Int) -> Pixel { pixels[row * columnCount + column] }

  private static func pixel(
    _ view: MatrixView, rows: Range<Int>, columns: Range<Int>, _ scales: [ColorScale]
  ) -> Pixel {
    var largest: (value: Double, row: Int)?
    var unusual: String?
    for row in rows {
      for column in columns where !view.isBlocked(row, column) {
        let value = view[row, column]
        if value.isFinite {
          if value.magnitude > (largest?.value.magnitude ?? -1) { largest = (value, row) }
        } else {
          unusual = value.isNaN ? "?" : value > 0 ? "^" : "v"
        }
      }
    }
    if let unusual { return .notFinite(unusual) }
    guard let largest else { return .blocked }
    let scale = scales[scales.count == 1 ? 0 : largest.row]
    return scale.bin(of: largest.value).map { .bin($0) } ?? .blocked
  }
}
