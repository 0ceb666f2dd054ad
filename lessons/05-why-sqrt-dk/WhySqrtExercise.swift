// SPDX-License-Identifier: MIT

import ExerciseKit
import ExerciseTools

/// Lesson 05: why the scores are divided by √d_k.
///
/// Replace each `throw NotAttempted()`, save, and see: `attn exercise run 05`.
///
/// A `Matrix` is a table: `Matrix(rows)` makes one of lists of numbers, `Matrix(rows: 2, columns: 3)` one
/// of zeros. `m[i, j]` is a cell, `m.row(i)` and `m.column(j)` are lists, `m.rows` all rows, `m.rowCount`
/// and `m.columnCount` the sizes; all counted from 0.
/// Ready to use: `product(a, b)`, `transposed(a)`, `softmaxOfRows(a)`, `mapped(a) { $0 / 2 }`.
enum WhySqrtExercise {
  /// Task 1, a few lines: how far numbers spread.
  ///
  /// - `numbers`: at least one.
  /// - Gives: the mean of the squared distances from the mean.
  static func variance(_ numbers: [Double]) throws -> Double {
    throw NotAttempted()
  }

  /// Task 2, one line: how much each weight still moves when its own score does.
  ///
  /// - `weights`: the softmax of one row.
  /// - Gives: a·(1 − a) for each weight a. At a weight near 0 or 1 nothing moves: no learning.
  static func slopes(_ weights: [Double]) throws -> [Double] {
    throw NotAttempted()
  }

  /// Largest weights of a row.
  struct Largest {
    /// When the softmax takes the scores as they are.
    var unscaled: Double
    /// When it takes them divided by √d_k.
    var scaled: Double
  }

  /// Task 3, to think about: how much of a row one key takes, without and with the scale.
  ///
  /// - `query`: [key_dim].
  /// - `key`: [key, key_dim].
  /// - Gives: the largest weight of the row without the scale, and with it.
  static func largestWeights(query: [Double], key: Matrix) throws -> Largest {
    throw NotAttempted()
  }
}
