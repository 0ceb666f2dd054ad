// SPDX-License-Identifier: MIT

import ExerciseKit
import ExerciseTools

/// Lesson 04: where Q, K and V come from.
///
/// Replace each `throw NotAttempted()`, save, and see: `attn exercise run 04`.
///
/// A `Matrix` is a table: `Matrix(rows)` makes one of lists of numbers, `Matrix(rows: 2, columns: 3)` one
/// of zeros. `m[i, j]` is a cell, `m.row(i)` and `m.column(j)` are lists, `m.rows` all rows, `m.rowCount`
/// and `m.columnCount` the sizes; all counted from 0.
/// Ready to use: `product(a, b)`, `transposed(a)`, `softmaxOfRows(a)`, `mapped(a) { $0 / 2 }`.
enum SelfAttentionExercise {
  /// Task 1, a few lines: a projection with its bias, X·W + b.
  ///
  /// - `input`: [position, model].
  /// - `projection`: [model, dim].
  /// - `bias`: [dim], added to every row.
  /// - Gives: [position, dim].
  static func projected(_ input: Matrix, by projection: Matrix, bias: [Double]) throws -> Matrix {
    var result = product(input, projection)
    for i in 0..<result.rowCount {
      for j in 0..<result.columnCount { result[i, j] += bias[j] }
    }
    return result
  }

  /// What is computed on the way.
  struct Steps {
    /// [position, key_dim].
    var query: Matrix
    /// [position, key_dim].
    var key: Matrix
    /// [position, value_dim].
    var value: Matrix
    /// [query, key].
    var scaledScores: Matrix
    /// [query, key]; each row sums to 1.
    var weights: Matrix
    /// [query, value_dim].
    var headOutput: Matrix
  }

  /// Task 2, to think about: self-attention of one head, without biases.
  ///
  /// - `input`: [position, model].
  /// - `queryProjection`, `keyProjection`: [model, key_dim].
  /// - `valueProjection`: [model, value_dim].
  /// - Gives: every step; each one is checked.
  static func selfAttention(
    _ input: Matrix, queryProjection: Matrix, keyProjection: Matrix, valueProjection: Matrix
  ) throws -> Steps {
    let query = product(input, queryProjection)
    let key = product(input, keyProjection)
    let value = product(input, valueProjection)
    let root = Double(query.columnCount).squareRoot()
    let scaled = mapped(product(query, transposed(key))) { $0 / root }
    let weights = softmaxOfRows(scaled)
    return Steps(
      query: query, key: key, value: value, scaledScores: scaled, weights: weights,
      headOutput: product(weights, value))
  }
}
