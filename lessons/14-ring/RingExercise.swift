// SPDX-License-Identifier: MIT

import ExerciseKit
import ExerciseTools

/// Lesson 14: workers that share one long sequence.
///
/// Replace each `throw NotAttempted()`, save, and see: `attn exercise run 14`.
///
/// A `Matrix` is a table: `Matrix(rows)` makes one of lists of numbers, `Matrix(rows: 2, columns: 3)` one
/// of zeros. `m[i, j]` is a cell, `m.row(i)` and `m.column(j)` are lists, `m.rows` all rows, `m.rowCount`
/// and `m.columnCount` the sizes; all counted from 0.
/// Ready to use: `product(a, b)`, `transposed(a)`, `softmaxOfRows(a)`, `mapped(a) { $0 / 2 }`.
enum RingExercise {
  /// What a worker knows after looking at some keys.
  struct Partial {
    /// The largest score.
    var largest: Double
    /// The sum of exp(score − largest).
    var sum: Double
    /// [value_dim]: values times exp(score − largest), added up and not divided yet.
    var mixed: [Double]
  }

  /// Task 1, a few lines: what one worker makes of its own keys.
  ///
  /// - `scores`: [key], scaled.
  /// - `value`: [key, value_dim].
  /// - Gives: the largest score, the sum, the values mixed but not divided.
  static func partial(scores: [Double], value: Matrix) throws -> Partial {
    throw NotAttempted()
  }

  /// Task 2, to think about: two workers' results as one.
  ///
  /// - `one`, `other`: what each knows.
  /// - Gives: what one worker with all the keys would know.
  static func merged(_ one: Partial, _ other: Partial) throws -> Partial {
    throw NotAttempted()
  }

  /// Task 3, one line: what goes around the ring.
  ///
  /// In each step every worker hands the keys and values it holds to the next one; after as many steps as
  /// there are other workers, each has seen all.
  ///
  /// - `workers`: how many.
  /// - `keysPerWorker`, `keyDimension`, `valueDimension`: what each holds.
  /// - `bytesPerNumber`: 4 for float32.
  /// - Gives: the bytes that one worker sends in all.
  static func bytesSent(
    workers: Int, keysPerWorker: Int, keyDimension: Int, valueDimension: Int, bytesPerNumber: Int
  ) throws -> Int {
    throw NotAttempted()
  }
}
