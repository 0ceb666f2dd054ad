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
    var scores = Matrix(rows: query.rowCount, columns: key.rowCount)
    for i in 0..<query.rowCount {
      for j in 0..<key.rowCount {
        for k in 0..<query.columnCount {
          scores[i, j] += query[i, k] * key[j, k]
        }
      }
    }
    return scores
  }

  /// Task 2, one line: the scores, each divided by √d_k.
  ///
  /// - `rawScores`: [query, key].
  /// - `keyDimension`: d_k, the number of columns of Q and K.
  /// - Gives: [query, key].
  static func scaledScores(_ rawScores: Matrix, keyDimension: Int) throws -> Matrix {
    let root = Double(keyDimension).squareRoot()
    return Matrix(rawScores.rows.map { row in row.map { $0 / root } })
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
    let raw = try rawScores(query: query, key: key)
    let scaled = try scaledScores(raw, keyDimension: query.columnCount)
    let weights = Matrix(scaled.rows.map(softmax))
    var output = Matrix(rows: query.rowCount, columns: value.columnCount)
    for i in 0..<weights.rowCount {
      for j in 0..<weights.columnCount {
        for c in 0..<value.columnCount {
          output[i, c] += weights[i, j] * value[j, c]
        }
      }
    }
    return Steps(rawScores: raw, scaledScores: scaled, weights: weights, headOutput: output)
  }

  /// The shares of one row.
  private static func softmax(_ scores: [Double]) -> [Double] {
    let largest = scores.max() ?? 0
    let powers = scores.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
