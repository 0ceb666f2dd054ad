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

  /// Computes the product: small ones with a loop of our own, which needs no library to be loaded.
  ///
  /// - Complexity: O(rows · columns · inner).
  func multiply() {
    if rows * columns * inner <= Self.largestOwn { ownLoop() } else { Scalar.multiply(self) }
  }

  /// Multiplications up to which calling the library takes longer than computing.
  private static var largestOwn: Int { 1 << 15 }

  /// The plain loop's sums in the plain loop's order, so the same bits, many columns at a time.
  func ownLoop() {
    let steps = leftIsTransposed ? (row: 1, column: leftStep) : (row: leftStep, column: 1)
    guard rightIsTransposed, columns > 1, inner > 1 else {
      // One row or column is the same both ways round.
      let step = rightIsTransposed && inner == 1 ? columns : rightStep
      if rightIsTransposed && columns == 1 {
        return Scalar.ownProduct(self, left: steps, right: right, rightStep: 1)
      }
      if rightIsTransposed && rightStep != 1 { return plainLoop() }
      return Scalar.ownProduct(self, left: steps, right: right, rightStep: step)
    }
    withUnsafeTemporaryAllocation(of: Scalar.self, capacity: inner * columns) { turned in
      guard let base = turned.baseAddress else { return }
      for column in 0..<columns {
        let source = right + column * rightStep
        for k in 0..<inner { base[k * columns + column] = source[k] }
      }
      Scalar.ownProduct(self, left: steps, right: base, rightStep: columns)
    }
  }
}
