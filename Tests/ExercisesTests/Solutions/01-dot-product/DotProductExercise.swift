// SPDX-License-Identifier: MIT

import ExerciseKit

/// Lesson 01: how alike two vectors are.
///
/// Replace each `throw NotAttempted()`, save, and see: `attn exercise run 01`.
///
/// A `Matrix` is a table: `Matrix(rows)` makes one of lists of numbers, `Matrix(rows: 2, columns: 3)` one
/// of zeros. `m[i, j]` is a cell, `m.row(i)` and `m.column(j)` are lists, `m.rows` all rows, `m.rowCount`
/// and `m.columnCount` the sizes; all counted from 0.
enum DotProductExercise {
  /// Task 1, a few lines: the dot product.
  ///
  /// - `left`, `right`: as many numbers each.
  /// - Gives: the first times the first, plus the second times the second, and so on.
  static func dot(_ left: [Double], _ right: [Double]) throws -> Double {
    var sum = 0.0
    for (one, other) in zip(left, right) { sum += one * other }
    return sum
  }

  /// Task 2, a few lines: a matrix product is many dot products.
  ///
  /// - `left`: [rows, inner].
  /// - `right`: [inner, columns].
  /// - Gives: [rows, columns]; cell [i, j] is row i of `left` times column j of `right`.
  static func product(_ left: Matrix, _ right: Matrix) throws -> Matrix {
    var result = Matrix(rows: left.rowCount, columns: right.columnCount)
    for i in 0..<left.rowCount {
      for j in 0..<right.columnCount {
        result[i, j] = try dot(left.row(i), right.column(j))
      }
    }
    return result
  }

  /// Task 3, to think about: the row most like the query.
  ///
  /// - `query`: [features].
  /// - `rows`: [rows, features].
  /// - Gives: the index of the row whose dot product with the query is largest.
  static func mostAlike(_ query: [Double], among rows: Matrix) throws -> Int {
    var best = 0
    for i in 0..<rows.rowCount where try dot(query, rows.row(i)) > dot(query, rows.row(best)) {
      best = i
    }
    return best
  }
}
