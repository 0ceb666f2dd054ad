// SPDX-License-Identifier: MIT

import ExerciseKit
import ExerciseTools

/// Lesson 11: decoding token by token.
///
/// Replace each `throw NotAttempted()`, save, and see: `attn exercise run 11`.
///
/// A `Matrix` is a table: `Matrix(rows)` makes one of lists of numbers, `Matrix(rows: 2, columns: 3)` one
/// of zeros. `m[i, j]` is a cell, `m.row(i)` and `m.column(j)` are lists, `m.rows` all rows, `m.rowCount`
/// and `m.columnCount` the sizes; all counted from 0.
/// Ready to use: `product(a, b)`, `transposed(a)`, `softmaxOfRows(a)`, `mapped(a) { $0 / 2 }`.
enum KeyValueCacheExercise {
  /// Task 1, one line: how much a cache weighs.
  ///
  /// - `layers`, `keyValueHeads`, `headDimension`: of the model; keys and values have one size here.
  /// - `positions`: how many tokens are kept.
  /// - `bytesPerNumber`: 2 for float16.
  /// - Gives: the bytes of all keys and all values.
  static func cacheBytes(
    layers: Int, keyValueHeads: Int, headDimension: Int, positions: Int, bytesPerNumber: Int
  ) throws -> Int {
    throw NotAttempted()
  }

  /// Task 2, one line: which shared head a query head uses.
  ///
  /// - `queryHead`: from 0.
  /// - `queryHeads`, `keyValueHeads`: how many there are; the second divides the first.
  /// - Gives: the key/value head; neighbours share one: 0 0 1 1, not 0 1 0 1.
  static func sharedHead(queryHead: Int, queryHeads: Int, keyValueHeads: Int) throws -> Int {
    throw NotAttempted()
  }

  /// What is kept of the tokens so far.
  struct Cache {
    /// [position, key_dim].
    var key: Matrix
    /// [position, value_dim].
    var value: Matrix
  }

  /// What a step computes.
  struct Step {
    /// [key]: one weight for each kept token and the new one.
    var weights: [Double]
    /// [value_dim].
    var headOutput: [Double]
  }

  /// Task 3, to think about: one step of decoding.
  ///
  /// The new key and value go behind those that are kept; then the query sees all of them.
  ///
  /// - `query`, `key`: [key_dim], of the new token.
  /// - `value`: [value_dim], of the new token.
  /// - `cache`: is given what it lacks; its old rows stay as they are.
  /// - Gives: the weights and the output of the new token.
  static func decode(
    query: [Double], key: [Double], value: [Double], cache: inout Cache
  ) throws -> Step {
    throw NotAttempted()
  }
}
