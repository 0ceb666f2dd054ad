// SPDX-License-Identifier: MIT

import ExerciseKit

/// Lesson 03: attention with Q, K and V given.
///
/// Replace each `throw NotAttempted()`, save, and see: `attn exercise run 03`.
///
/// A `Matrix` is a table: `Matrix(rows)` makes one of lists of numbers, `Matrix(rows: 2, columns: 3)` one
/// of zeros. `m[i, j]` is a cell, `m.row(i)` and `m.column(j)` are lists, `m.rows` all rows, `m.rowCount`
/// and `m.columnCount` the sizes; all counted from 0.
enum ScaledDotProductExercise {
  /// Task 1, a few lines: every query times every key, S = Q·Kᵀ.
  ///
  /// - `query`: [query, key_dim].
  /// - `key`: [key, key_dim].
  /// - Gives: [query, key]; cell [i, j] is row i of `query` times row j of `key`.
  static func rawScores(query: Matrix, key: Matrix) throws -> Matrix {
    throw NotAttempted()
  }

  /// Task 2, one line: the scores, each divided by √d_k.
  ///
  /// - `rawScores`: [query, key].
  /// - `keyDimension`: d_k, the number of columns of Q and K.
  /// - Gives: [query, key].
  static func scaledScores(_ rawScores: Matrix, keyDimension: Int) throws -> Matrix {
    throw NotAttempted()
  }

  /// What is computed on the way.
  struct Steps {
    /// [query, key].
    var rawScores: Matrix
    /// [query, key].
    var scaledScores: Matrix
    /// [query, key]; each row sums to 1.
    var weights: Matrix
    /// [query, value_dim].
    var headOutput: Matrix
  }

  /// Task 3, to think about: all of it, without a mask.
  ///
  /// - `query`: [query, key_dim].
  /// - `key`: [key, key_dim].
  /// - `value`: [key, value_dim].
  /// - Gives: Every step; each one is checked.
  static func attention(query: Matrix, key: Matrix, value: Matrix) throws -> Steps {
    throw NotAttempted()
  }
}
