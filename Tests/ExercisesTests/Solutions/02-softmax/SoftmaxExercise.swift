// SPDX-License-Identifier: MIT

import ExerciseKit

/// Lesson 02: from scores to shares.
///
/// Replace each `throw NotAttempted()`, save, and see: `attn exercise run 02`.
///
/// A `Matrix` is a table: `Matrix(rows)` makes one of lists of numbers, `Matrix(rows: 2, columns: 3)` one
/// of zeros. `m[i, j]` is a cell, `m.row(i)` and `m.column(j)` are lists, `m.rows` all rows, `m.rowCount`
/// and `m.columnCount` the sizes; all counted from 0.
enum SoftmaxExercise {
  /// Task 1, one line: e to the power of each score, after the largest score was taken off.
  ///
  /// Taking off the largest changes no share, and keeps `exp` from overflowing: exp(1000) is infinite.
  ///
  /// - `scores`: At least one number.
  /// - Gives: As many numbers: `exp(score − largest score)`, so the largest is 1.
  static func exponentials(_ scores: [Double]) throws -> [Double] {
    let largest = scores.max() ?? 0
    return scores.map { exp($0 - largest) }
  }

  /// Task 2, a few lines: scores as shares.
  ///
  /// - `scores`: At least one number; some may be as large as 1000.
  /// - Gives: As many shares between 0 and 1, which sum to 1.
  static func softmax(_ scores: [Double]) throws -> [Double] {
    let powers = try exponentials(scores)
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  /// Task 3, a few lines: every row of a matrix on its own.
  ///
  /// - `scores`: [query, key].
  /// - Gives: [query, key]; each row sums to 1.
  static func softmaxOfRows(_ scores: Matrix) throws -> Matrix {
    var rows: [[Double]] = []
    for i in 0..<scores.rowCount {
      rows.append(try softmax(scores.row(i)))
    }
    return Matrix(rows)
  }

  /// Task 4, to think about: a temperature.
  ///
  /// A high temperature makes the shares more alike, a low one lets the largest score win.
  ///
  /// - `scores`: At least one number.
  /// - `temperature`: Above 0; at 1 it changes nothing.
  /// - Gives: As many shares, which sum to 1.
  static func tempered(_ scores: [Double], temperature: Double) throws -> [Double] {
    try softmax(scores.map { $0 / temperature })
  }
}
