// SPDX-License-Identifier: MIT

import ExerciseKit
import ExerciseTools

/// Lesson 15: tests that would have found the article's faults.
///
/// Replace each `throw NotAttempted()`, save, and see: `attn exercise run 15`.
///
/// A `Matrix` is a table: `Matrix(rows)` makes one of lists of numbers, `Matrix(rows: 2, columns: 3)` one
/// of zeros. `m[i, j]` is a cell, `m.row(i)` and `m.column(j)` are lists, `m.rows` all rows, `m.rowCount`
/// and `m.columnCount` the sizes; all counted from 0.
/// Ready to use: `product(a, b)`, `transposed(a)`, `softmaxOfRows(a)`, `mapped(a) { $0 / 2 }`.
enum ReadingCodeExercise {
  /// Task 1, one line: the size of a head, if there is one.
  ///
  /// - `modelDimension`: how many features are dealt out.
  /// - `headCount`: to how many heads, 1 or more.
  /// - Gives: the features of one head; `nil` when they cannot be dealt out evenly.
  static func headDimension(modelDimension: Int, headCount: Int) throws -> Int? {
    modelDimension % headCount == 0 ? modelDimension / headCount : nil
  }

  /// Task 2, a few lines: whether a matrix may be attention weights.
  ///
  /// - `weights`: [query, key].
  /// - Gives: whether no cell is below 0 and every row sums to 1, up to 0.000001.
  static func areWeights(_ weights: Matrix) throws -> Bool {
    weights.rows.allSatisfy { row in
      row.allSatisfy { $0 >= 0 } && abs(row.reduce(0, +) - 1) <= 1e-6
    }
  }

  /// A place in a grid of pictures.
  struct Panel: Equatable {
    var row: Int
    var column: Int
  }

  /// Task 3, one line: where the picture of a head stands.
  ///
  /// - `head`: from 0; pictures fill the first row from the left, then the next row.
  /// - `columns`: pictures in a row.
  /// - Gives: its row and column, from 0.
  static func panel(of head: Int, columns: Int) throws -> Panel {
    Panel(row: head / columns, column: head % columns)
  }

  /// Ready to use: one matrix [position, dim] a head, out of [position, head·dim].
  ///
  /// You wrote it in lesson 7.
  static func headsInFront(_ matrix: Matrix, headCount: Int) -> [Matrix] {
    let width = matrix.columnCount / headCount
    return (0..<headCount).map { head in
      Matrix(matrix.rows.map { row in Array(row.dropFirst(head * width).prefix(width)) })
    }
  }

  /// What the layer computes on the way.
  struct Steps {
    /// One matrix [query, key] a head.
    var weights: [Matrix]
    /// [position, model]: the heads' answers side by side.
    var mergedHeads: Matrix
    /// [position, model].
    var output: Matrix
  }

  /// Task 4, to think about: the article's layer, mended, for one sentence and without biases.
  ///
  /// Cut with `headsInFront`. `product`, `transposed`, `softmaxOfRows` and `mapped` are ready.
  ///
  /// - `input`: [position, model].
  /// - `headCount`: divides the width of the model.
  /// - `queryProjection`, `keyProjection`, `valueProjection`, `outputProjection`: [model, model]; a row of the
  ///   input times the table, as `product` does it.
  /// - Gives: every step; each one is checked.
  static func layer(
    input: Matrix, headCount: Int, queryProjection: Matrix, keyProjection: Matrix,
    valueProjection: Matrix, outputProjection: Matrix
  ) throws -> Steps {
    let queries = headsInFront(product(input, queryProjection), headCount: headCount)
    let keys = headsInFront(product(input, keyProjection), headCount: headCount)
    let values = headsInFront(product(input, valueProjection), headCount: headCount)
    let root = Double(queries[0].columnCount).squareRoot()
    let weights = (0..<headCount).map { head in
      softmaxOfRows(mapped(product(queries[head], transposed(keys[head]))) { $0 / root })
    }
    let answers = (0..<headCount).map { head in product(weights[head], values[head]) }
    let joined = Matrix((0..<input.rowCount).map { i in answers.flatMap { $0.row(i) } })
    return Steps(
      weights: weights, mergedHeads: joined, output: product(joined, outputProjection))
  }
}
