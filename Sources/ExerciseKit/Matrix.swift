// SPDX-License-Identifier: MIT

// `exp`, `sqrt` and their like come with this module.
@_exported import Glibc

/// A table of numbers: rows × columns.
///
///     var scores = Matrix([[1, 2, 3], [4, 5, 6]])
///     scores.rowCount           // 2
///     scores[1, 0]              // 4.0
///     scores.row(1)             // [4.0, 5.0, 6.0]
///     scores[1, 0] = 7
///
/// A matrix is a value: changing a copy leaves the original as it was. There is no product and no
/// softmax here, since you will write them.
public struct Matrix: Equatable, Sendable {
  public let rowCount: Int
  public let columnCount: Int
  /// All numbers, row after row.
  public private(set) var numbers: [Double]

  /// Makes a matrix with the same number everywhere.
  public init(rows: Int, columns: Int, repeating number: Double = 0) {
    precondition(rows >= 0 && columns >= 0, "a matrix of \(rows) rows and \(columns) columns")
    rowCount = rows
    columnCount = columns
    numbers = [Double](repeating: number, count: rows * columns)
  }

  /// Makes a matrix of rows, which must all have the same length.
  public init(_ rows: [[Double]]) {
    rowCount = rows.count
    columnCount = rows.first?.count ?? 0
    for (index, row) in rows.enumerated() where row.count != columnCount {
      preconditionFailure(
        "row \(index) has \(row.count) numbers, but row 0 has \(columnCount): "
          + "the rows of a matrix have the same length")
    }
    numbers = rows.flatMap { $0 }
  }

  /// Makes a matrix of all its numbers, row after row.
  public init(rows: Int, columns: Int, numbers: [Double]) {
    precondition(
      rows >= 0 && columns >= 0 && numbers.count == rows * columns,
      "\(numbers.count) numbers for \(rows) rows and \(columns) columns")
    rowCount = rows
    columnCount = columns
    self.numbers = numbers
  }

  /// The number in a row and a column, both counted from 0.
  public subscript(row: Int, column: Int) -> Double {
    get {
      requireCell(row, column)
      return numbers[row * columnCount + column]
    }
    set {
      requireCell(row, column)
      numbers[row * columnCount + column] = newValue
    }
  }

  /// A row, counted from 0.
  public func row(_ index: Int) -> [Double] {
    requireRow(index)
    return Array(numbers[(index * columnCount)..<((index + 1) * columnCount)])
  }

  /// A column, counted from 0.
  public func column(_ index: Int) -> [Double] {
    precondition(
      (0..<columnCount).contains(index),
      "there is no column \(index) in a matrix of \(columnCount) columns")
    return (0..<rowCount).map { numbers[$0 * columnCount + index] }
  }

  /// All rows, first to last.
  public var rows: [[Double]] { (0..<rowCount).map { row($0) } }

  private func requireRow(_ index: Int) {
    precondition(
      (0..<rowCount).contains(index), "there is no row \(index) in a matrix of \(rowCount) rows")
  }

  private func requireCell(_ row: Int, _ column: Int) {
    precondition(
      (0..<rowCount).contains(row) && (0..<columnCount).contains(column),
      "there is no cell [\(row), \(column)] in a matrix of \(rowCount) rows and \(columnCount) columns"
    )
  }
}
