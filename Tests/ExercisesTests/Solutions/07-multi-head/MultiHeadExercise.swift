// SPDX-License-Identifier: MIT

import ExerciseKit
import ExerciseTools

/// Lesson 07: split, attend, merge.
///
/// Replace each `throw NotAttempted()`, save, and see: `attn exercise run 07`.
///
/// A `Matrix` is a table: `Matrix(rows)` makes one of lists of numbers, `Matrix(rows: 2, columns: 3)` one
/// of zeros. `m[i, j]` is a cell, `m.row(i)` and `m.column(j)` are lists, `m.rows` all rows, `m.rowCount`
/// and `m.columnCount` the sizes; all counted from 0.
/// Ready to use: `product(a, b)`, `transposed(a)`, `softmaxOfRows(a)`, `mapped(a) { $0 / 2 }`.
enum MultiHeadExercise {
  /// Task 1, a few lines: columns dealt out to heads.
  ///
  /// - `matrix`: [position, head·dim].
  /// - `headCount`: divides the number of columns.
  /// - Gives: one matrix [position, dim] a head; head 0 has the first columns.
  static func split(_ matrix: Matrix, headCount: Int) throws -> [Matrix] {
    let width = matrix.columnCount / headCount
    return (0..<headCount).map { head in
      Matrix(matrix.rows.map { row in Array(row[(head * width)..<((head + 1) * width)]) })
    }
  }

  /// Task 2, a few lines: heads side by side again.
  ///
  /// - `heads`: one matrix [position, dim] a head.
  /// - Gives: [position, head·dim]; the columns of head 0 come first.
  static func merged(_ heads: [Matrix]) throws -> Matrix {
    Matrix((0..<heads[0].rowCount).map { i in heads.flatMap { $0.row(i) } })
  }

  /// What is computed on the way.
  struct Steps {
    /// One matrix [query, key] a head.
    var weights: [Matrix]
    /// One matrix [query, value_dim] a head.
    var headOutput: [Matrix]
    /// [query, head·value_dim].
    var mergedHeads: Matrix
    /// [query, model].
    var output: Matrix
  }

  /// Task 3, to think about: attention of several heads, then W_O.
  ///
  /// - `query`: [query, head·key_dim]; `key`: [key, head·key_dim]; `value`: [key, head·value_dim].
  /// - `headCount`: into how many heads each of them is cut.
  /// - `outputProjection`: [head·value_dim, model].
  /// - Gives: every step; each one is checked.
  static func multiHead(
    query: Matrix, key: Matrix, value: Matrix, headCount: Int, outputProjection: Matrix
  ) throws -> Steps {
    let queries = try split(query, headCount: headCount)
    let keys = try split(key, headCount: headCount)
    let values = try split(value, headCount: headCount)
    let root = Double(queries[0].columnCount).squareRoot()
    let weights = (0..<headCount).map { head in
      softmaxOfRows(mapped(product(queries[head], transposed(keys[head]))) { $0 / root })
    }
    let outputs = (0..<headCount).map { head in product(weights[head], values[head]) }
    let joined = try merged(outputs)
    return Steps(
      weights: weights, headOutput: outputs, mergedHeads: joined,
      output: product(joined, outputProjection))
  }
}
