// SPDX-License-Identifier: MIT

import ExerciseKit
import ExerciseTools

/// Lesson 12: the softmax in one pass.
///
/// Replace each `throw NotAttempted()`, save, and see: `attn exercise run 12`.
///
/// A `Matrix` is a table: `Matrix(rows)` makes one of lists of numbers, `Matrix(rows: 2, columns: 3)` one
/// of zeros. `m[i, j]` is a cell, `m.row(i)` and `m.column(j)` are lists, `m.rows` all rows, `m.rowCount`
/// and `m.columnCount` the sizes; all counted from 0.
/// Ready to use: `product(a, b)`, `transposed(a)`, `softmaxOfRows(a)`, `mapped(a) { $0 / 2 }`.
enum OnlineSoftmaxExercise {
  /// What is known of the scores so far.
  struct Running {
    /// The largest; −∞ before the first.
    var largest: Double
    /// The sum of exp(score − largest); 0 before the first.
    var sum: Double
  }

  /// Task 1, a few lines: one more score.
  ///
  /// When a larger score comes, the sum so far was taken with the wrong largest: it is multiplied by
  /// exp(old largest − new largest).
  ///
  /// - `running`: what is known of the scores before.
  /// - `score`: the next one.
  /// - Gives: what is known after it.
  static func updated(_ running: Running, with score: Double) throws -> Running {
    throw NotAttempted()
  }

  /// What a pass over all tiles gives.
  struct Pass {
    /// The largest score.
    var largest: Double
    /// The sum of exp(score − largest).
    var sum: Double
    /// [value_dim]: the weighted values.
    var output: [Double]
  }

  /// Task 2, to think about: attention of one query, tile by tile.
  ///
  /// Each score and each row of `value` is looked at once, in tiles of `tileSize`; the last tile may be
  /// smaller. No list of all weights is made.
  ///
  /// - `scores`: [key], scaled.
  /// - `value`: [key, value_dim].
  /// - `tileSize`: 1 or more.
  /// - Gives: the largest score, the sum, and the output divided by it.
  static func onePass(scores: [Double], value: Matrix, tileSize: Int) throws -> Pass {
    throw NotAttempted()
  }
}
