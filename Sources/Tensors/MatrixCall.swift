// SPDX-License-Identifier: MIT

/// One product of two matrices in memory: `result[m, n] = Σ_k left[m, k] · right[k, n]`.
///
/// Shapes: left `[rows, inner]`, right `[inner, columns]`, result `[rows, columns]`, row-major.
/// A transposed operand is stored the other way round and read as if it were not.
public struct MatrixCall<Scalar: TensorScalar> {
  var rows: Int
  var columns: Int
  var inner: Int
  var left: UnsafePointer<Scalar>
  var leftIsTransposed: Bool
  /// Numbers from one stored row to the next.
  var leftStep: Int
  var right: UnsafePointer<Scalar>
  var rightIsTransposed: Bool
  var rightStep: Int
  var result: UnsafeMutablePointer<Scalar>
  var resultStep: Int

  /// The sum a person would write, one number after another: the oracle the fast product is
  /// tested against.
  ///
  /// - Complexity: O(rows · columns · inner).
  func plainLoop() {
    for row in 0..<rows {
      for column in 0..<columns {
        var sum: Scalar = 0
        for k in 0..<inner {
          let a = leftIsTransposed ? left[k * leftStep + row] : left[row * leftStep + k]
          let b = rightIsTransposed ? right[column * rightStep + k] : right[k * rightStep + column]
          sum += a * b
        }
        result[row * resultStep + column] = sum
      }
    }
  }
}
