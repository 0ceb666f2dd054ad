// SPDX-License-Identifier: MIT

import ExerciseKit
import ExerciseTools

/// Lesson 09: attention cannot see order unless it is told.
///
/// Replace each `throw NotAttempted()`, save, and see: `attn exercise run 09`.
///
/// A `Matrix` is a table: `Matrix(rows)` makes one of lists of numbers, `Matrix(rows: 2, columns: 3)` one
/// of zeros. `m[i, j]` is a cell, `m.row(i)` and `m.column(j)` are lists, `m.rows` all rows, `m.rowCount`
/// and `m.columnCount` the sizes; all counted from 0.
/// Ready to use: `product(a, b)`, `transposed(a)`, `softmaxOfRows(a)`, `mapped(a) { $0 / 2 }`.
enum PositionsExercise {
  /// Task 1, one line: ALiBi, what is added to a score.
  ///
  /// - `query`, `key`: positions from 0.
  /// - `slope`: above 0; each head has its own.
  /// - Gives: minus the slope times the distance of the two positions.
  static func bias(query: Int, key: Int, slope: Double) throws -> Double {
    throw NotAttempted()
  }

  /// Task 2, a few lines: sinusoidal position codes.
  ///
  /// Columns come in pairs: column 2i is the sine of position/10000^(2i/d), column 2i + 1 its cosine.
  ///
  /// - `positionCount`: how many rows.
  /// - `dimension`: d, the number of columns, even.
  /// - Gives: [position, model].
  static func sinusoidal(positionCount: Int, dimension: Int) throws -> Matrix {
    throw NotAttempted()
  }

  /// Task 3, to think about: rotary positions.
  ///
  /// Feature i and feature i + d/2 are the two coordinates of a point. In the row of position p the point
  /// is turned by the angle p/10000^(2i/d): (a, b) becomes (a·cos − b·sin, a·sin + b·cos).
  ///
  /// - `matrix`: [position, d], d even.
  /// - Gives: [position, d].
  static func rotated(_ matrix: Matrix) throws -> Matrix {
    throw NotAttempted()
  }
}
