// SPDX-License-Identifier: MIT

import AttentionEngine
import Glibc

/// A double together with a bound on how far a computation in another order, or in another
/// precision, may be from it.
///
/// Every operation adds one rounding of its own result, u·|result|, and passes on the errors of its
/// operands by the first-order rules of calculus (Higham 2002, chapter 3). So the bound of a sum of
/// n products is about n·u·Σ|a·b|, whatever the order of the terms.
struct BoundedNumber: ArithmeticNumber {
  var value: Double
  /// In units of the rounding u, so that one evaluation serves both precisions.
  var error: Double

  init(_ value: Double, error: Double) {
    self.value = value
    // Infinity is exact: a hidden score is −∞ in every precision.
    self.error = value.isFinite ? error + abs(value) : 0
  }

  init(constant value: Double) {
    self.value = value
    // A constant such as 1/√7 is itself rounded to the type.
    error = value.isFinite ? abs(value) : 0
  }

  static func + (left: BoundedNumber, right: BoundedNumber) -> BoundedNumber {
    BoundedNumber(left.value + right.value, error: left.error + right.error)
  }

  static func - (left: BoundedNumber, right: BoundedNumber) -> BoundedNumber {
    BoundedNumber(left.value - right.value, error: left.error + right.error)
  }

  static func * (left: BoundedNumber, right: BoundedNumber) -> BoundedNumber {
    BoundedNumber(
      left.value * right.value,
      error: left.error * abs(right.value) + right.error * abs(left.value))
  }

  static func / (left: BoundedNumber, right: BoundedNumber) -> BoundedNumber {
    let value = left.value / right.value
    return BoundedNumber(
      value, error: (left.error + abs(value) * right.error) / abs(right.value))
  }

  /// e^x turns an absolute error of x into a relative one; the kernel itself is within 2 ulp.
  func exponential() -> BoundedNumber { BoundedNumber(exp(value), error: exp(value) * (error + 2)) }
  func hyperbolicTangent() -> BoundedNumber { BoundedNumber(tanh(value), error: error + 2) }
  func sine() -> BoundedNumber { BoundedNumber(sin(value), error: error) }
  func cosine() -> BoundedNumber { BoundedNumber(cos(value), error: error) }

  func raised(to exponent: BoundedNumber) -> BoundedNumber {
    BoundedNumber(pow(value, exponent.value), error: pow(value, exponent.value))
  }

  static func maximum(_ numbers: [BoundedNumber]) -> BoundedNumber {
    BoundedNumber(
      Double.maximum(numbers.map(\.value)), error: numbers.map(\.error).max() ?? 0)
  }

  /// The shift by the maximum and the two exponentials each cost an error of the size of a score.
  static func share(_ index: Int, of logits: [BoundedNumber], empty: Double) -> BoundedNumber {
    let value = Double.share(index, of: logits.map(\.value), empty: empty)
    let finite = logits.filter { $0.value.isFinite }
    let largest = finite.map { $0.error + abs($0.value) }.max() ?? 0
    return BoundedNumber(value, error: abs(value) * (2 * largest + Double(logits.count) + 6))
  }

  var isZero: Bool { value == 0 }
  var isMinusInfinity: Bool { value == -.infinity }

  static func isFirstMaximum(_ index: Int, of numbers: [BoundedNumber]) -> BoundedNumber {
    BoundedNumber(Double.isFirstMaximum(index, of: numbers.map(\.value)), error: 0)
  }
}
