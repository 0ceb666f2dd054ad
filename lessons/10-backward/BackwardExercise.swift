// SPDX-License-Identifier: MIT

import ExerciseKit
import ExerciseTools

/// Lesson 10: gradients by hand.
///
/// Replace each `throw NotAttempted()`, save, and see: `attn exercise run 10`.
///
/// A `Matrix` is a table: `Matrix(rows)` makes one of lists of numbers, `Matrix(rows: 2, columns: 3)` one
/// of zeros. `m[i, j]` is a cell, `m.row(i)` and `m.column(j)` are lists, `m.rows` all rows, `m.rowCount`
/// and `m.columnCount` the sizes; all counted from 0.
/// Ready to use: `product(a, b)`, `transposed(a)`, `softmaxOfRows(a)`, `mapped(a) { $0 / 2 }`.
enum BackwardExercise {
  /// Task 1, one line: a slope measured from both sides.
  ///
  /// - `function`: any function of one number.
  /// - `x`: where.
  /// - `step`: a small number h.
  /// - Gives: (f(x + h) − f(x − h)) / 2h.
  static func slope(of function: (Double) -> Double, at x: Double, step: Double) throws -> Double {
    throw NotAttempted()
  }

  /// Task 2, a few lines: back through the softmax of one row.
  ///
  /// - `weights`: the softmax a of a row of scores.
  /// - `upstream`: g, how the loss changes with each weight.
  /// - Gives: how it changes with each score: a_j · (g_j − Σ_k g_k·a_k).
  static func softmaxGradient(weights: [Double], upstream: [Double]) throws -> [Double] {
    throw NotAttempted()
  }

  /// How the loss changes with everything on the way.
  struct Gradients {
    /// [key, value_dim].
    var value: Matrix
    /// [query, key].
    var weights: Matrix
    /// [query, key].
    var scaledScores: Matrix
    /// [query, key_dim].
    var query: Matrix
    /// [key, key_dim].
    var key: Matrix
  }

  /// Task 3, to think about: back through attention.
  ///
  /// Forward: S = Q·Kᵀ, scaled S/√d_k, A = softmax of rows, Z = A·V.
  ///
  /// - `query`: [query, key_dim]; `key`: [key, key_dim]; `value`: [key, value_dim].
  /// - `upstream`: [query, value_dim], how the loss changes with Z.
  /// - Gives: every gradient; each one is checked.
  static func attentionGradients(
    query: Matrix, key: Matrix, value: Matrix, upstream: Matrix
  ) throws -> Gradients {
    throw NotAttempted()
  }
}
