// SPDX-License-Identifier: MIT

import ExerciseKit
import ExerciseTools

/// Lesson 06: what a query may not see.
///
/// Replace each `throw NotAttempted()`, save, and see: `attn exercise run 06`.
///
/// A `Matrix` is a table: `Matrix(rows)` makes one of lists of numbers, `Matrix(rows: 2, columns: 3)` one
/// of zeros. `m[i, j]` is a cell, `m.row(i)` and `m.column(j)` are lists, `m.rows` all rows, `m.rowCount`
/// and `m.columnCount` the sizes; all counted from 0.
/// Ready to use: `product(a, b)`, `transposed(a)`, `softmaxOfRows(a)`, `mapped(a) { $0 / 2 }`.
enum MasksExercise {
  /// Task 1, one line: the causal rule.
  ///
  /// - `query`: The query's row, from 0.
  /// - `key`: The key's column, from 0.
  /// - `offset`: How many keys come before the first query's own; 0 without a cache.
  /// - Gives: Whether the query may see the key: its own position and everything before it.
  static func isVisible(query: Int, key: Int, offset: Int) throws -> Bool {
    key <= query + offset
  }

  /// Task 2, a few lines: the future set to −∞.
  ///
  /// - `scores`: [query, key], scaled.
  /// - `offset`: As above.
  /// - Gives: [query, key]; visible scores as they were, the others `-.infinity`.
  static func causallyMasked(_ scores: Matrix, offset: Int) throws -> Matrix {
    var masked = scores
    for i in 0..<scores.rowCount {
      for j in 0..<scores.columnCount where try !isVisible(query: i, key: j, offset: offset) {
        masked[i, j] = -.infinity
      }
    }
    return masked
  }

  /// Scores after the mask, and the weights made of them.
  struct Steps {
    /// [query, key].
    var maskedScores: Matrix
    /// [query, key]; each row sums to 1.
    var weights: Matrix
  }

  /// Task 3, a few lines: weights when the last keys are padding.
  ///
  /// - `scores`: [query, key], scaled.
  /// - `keyCount`: How many keys are really there; the columns from `keyCount` on are padding.
  /// - Gives: The masked scores, and weights that are 0 for padding.
  static func paddedWeights(_ scores: Matrix, keyCount: Int) throws -> Steps {
    var masked = scores
    for i in 0..<scores.rowCount {
      for j in keyCount..<scores.columnCount {
        masked[i, j] = -.infinity
      }
    }
    return Steps(maskedScores: masked, weights: softmaxOfRows(masked))
  }

  /// Task 4, to think about: a row in which everything is masked.
  ///
  /// - `maskedScores`: [query, key]; rows may hold nothing but `-.infinity`.
  /// - Gives: [query, key]; each row sums to 1, except that a row with nothing visible is all 0.
  static func weightsOrZero(_ maskedScores: Matrix) throws -> Matrix {
    var weights = softmaxOfRows(maskedScores)
    for i in 0..<maskedScores.rowCount where maskedScores.row(i).max() == -.infinity {
      for j in 0..<maskedScores.columnCount {
        weights[i, j] = 0
      }
    }
    return weights
  }
}
