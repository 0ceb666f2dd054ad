// SPDX-License-Identifier: MIT

import ExerciseKit

/// Lesson 13: what attention costs.
///
/// A multiplication and an addition count as two operations. Replace each `throw NotAttempted()`,
/// save, and see: `attn exercise run 13`.
enum CostExercise {
  /// Task 1, one line: the operations of a matrix product.
  ///
  /// - `rows`, `inner`, `columns`: [rows, inner] times [inner, columns].
  /// - Gives: two operations for each product of two numbers that is added up.
  static func productOperations(rows: Int, inner: Int, columns: Int) throws -> Int {
    throw NotAttempted()
  }

  /// What the two products of attention cost, and what the scores weigh.
  struct Cost {
    /// Operations of Q·Kᵀ over all heads.
    var scoreOperations: Int
    /// Operations of A·V over all heads.
    var outputOperations: Int
    /// Bytes of the scores of all heads.
    var scoreBytes: Int
  }

  /// Task 2, a few lines: the cost of attention.
  ///
  /// - `queries`, `keys`: how many positions ask and answer.
  /// - `heads`, `keyDimension`, `valueDimension`: d_k and d_v are those of one head.
  /// - `bytesPerNumber`: 4 for float32.
  /// - Gives: operations and bytes.
  static func attentionCost(
    queries: Int, keys: Int, heads: Int, keyDimension: Int, valueDimension: Int,
    bytesPerNumber: Int
  ) throws -> Cost {
    throw NotAttempted()
  }

  /// Task 3, to think about: how many pairs a causal window leaves.
  ///
  /// Query i sees its own key, and at most `window` keys before it; none after it.
  ///
  /// - `positions`: how many queries, and as many keys.
  /// - `window`: 0 or more.
  /// - Gives: how many pairs of a query and a key are visible.
  static func visiblePairs(positions: Int, window: Int) throws -> Int {
    throw NotAttempted()
  }
}
