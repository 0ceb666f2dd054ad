// SPDX-License-Identifier: MIT

import ExerciseKit
import ExerciseTools

/// Lesson 08: one sequence asks, another answers.
///
/// Replace each `throw NotAttempted()`, save, and see: `attn exercise run 08`.
///
/// A `Matrix` is a table: `Matrix(rows)` makes one of lists of numbers, `Matrix(rows: 2, columns: 3)` one
/// of zeros. `m[i, j]` is a cell, `m.row(i)` and `m.column(j)` are lists, `m.rows` all rows, `m.rowCount`
/// and `m.columnCount` the sizes; all counted from 0.
/// Ready to use: `product(a, b)`, `transposed(a)`, `softmaxOfRows(a)`, `mapped(a) { $0 / 2 }`.
enum CrossAttentionExercise {
  /// Task 1, a few lines: the alignment, which key each query looks at most.
  ///
  /// - `weights`: [query, key].
  /// - Gives: for each query the index of the key with the largest weight.
  static func alignment(_ weights: Matrix) throws -> [Int] {
    weights.rows.map { row in row.firstIndex(of: row.max() ?? 0) ?? 0 }
  }

  /// What is computed on the way.
  struct Steps {
    /// [query, key_dim].
    var query: Matrix
    /// [key, key_dim].
    var key: Matrix
    /// [key, value_dim].
    var value: Matrix
    /// [query, key]; each row sums to 1.
    var weights: Matrix
    /// [query, value_dim].
    var headOutput: Matrix
  }

  /// Task 2, to think about: cross-attention of one head.
  ///
  /// - `input`: [query, model], the sequence that asks.
  /// - `memory`: [key, model], the sequence that answers.
  /// - `queryProjection`, `keyProjection`: [model, key_dim].
  /// - `valueProjection`: [model, value_dim].
  /// - Gives: every step; each one is checked.
  static func crossAttention(
    _ input: Matrix, memory: Matrix, queryProjection: Matrix, keyProjection: Matrix,
    valueProjection: Matrix
  ) throws -> Steps {
    let query = product(input, queryProjection)
    let key = product(memory, keyProjection)
    let value = product(memory, valueProjection)
    let root = Double(query.columnCount).squareRoot()
    let weights = softmaxOfRows(mapped(product(query, transposed(key))) { $0 / root })
    return Steps(
      query: query, key: key, value: value, weights: weights, headOutput: product(weights, value))
  }
}
