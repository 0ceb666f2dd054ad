// SPDX-License-Identifier: MIT

import ExerciseKit

// What the first three lessons had you write, ready to use from the fourth on.

/// The matrix product: cell [i, j] is row i of `left` times column j of `right`.
///
/// - Parameters:
///   - left: [rows, inner].
///   - right: [inner, columns].
/// - Returns: [rows, columns].
public func product(_ left: Matrix, _ right: Matrix) -> Matrix {
  precondition(
    left.columnCount == right.rowCount,
    "product of [\(left.rowCount), \(left.columnCount)] and "
      + "[\(right.rowCount), \(right.columnCount)]: the columns of the left matrix must be as many "
      + "as the rows of the right one")
  var result = Matrix(rows: left.rowCount, columns: right.columnCount)
  for i in 0..<left.rowCount {
    for j in 0..<right.columnCount {
      var sum = 0.0
      for k in 0..<left.columnCount { sum += left[i, k] * right[k, j] }
      result[i, j] = sum
    }
  }
  return result
}

/// Rows become columns: cell [i, j] of the result is cell [j, i] of the matrix.
public func transposed(_ matrix: Matrix) -> Matrix {
  var result = Matrix(rows: matrix.columnCount, columns: matrix.rowCount)
  for i in 0..<matrix.rowCount {
    for j in 0..<matrix.columnCount { result[j, i] = matrix[i, j] }
  }
  return result
}

/// The softmax of every row: shares that sum to 1; −∞ gets the share 0.
public func softmaxOfRows(_ scores: Matrix) -> Matrix {
  var result = scores
  for i in 0..<scores.rowCount {
    let row = scores.row(i)
    let largest = row.max() ?? 0
    let exponentials = row.map { exp($0 - largest) }
    let sum = exponentials.reduce(0, +)
    for j in row.indices { result[i, j] = exponentials[j] / sum }
  }
  return result
}

/// Every number of a matrix, changed in the same way.
public func mapped(_ matrix: Matrix, _ change: (Double) -> Double) -> Matrix {
  Matrix(
    rows: matrix.rowCount, columns: matrix.columnCount, numbers: matrix.numbers.map(change))
}
