// SPDX-License-Identifier: MIT

import AttentionEngine
import Glibc
import Tensors

/// A number that knows how far another order of the same sum may be from it.
///
/// An `Arithmetic` computed in it gives the value in double precision and a bound on what the same
/// computation may give in another precision and another order:
/// `roundings · unit roundoff · magnitude`. The magnitude is the result over absolute values, so a
/// sum that cancels keeps the size of its terms; the roundings are those on the longest way from
/// an operand to the result (Higham 2002, section 3.1: n terms in any order take n − 1).
///
/// `Precision.unitRoundoff` is the distance from 1 to the next number, twice the rounding of one
/// step. The other half is for the tree's own roundings in double precision.
struct BoundedNumber {
  var value: Double
  var magnitude: Double
  var roundings: Double

  init(_ value: Double, magnitude: Double, roundings: Double) {
    self.value = value
    // What is infinite or NaN must be met exactly.
    self.magnitude = value.isFinite ? magnitude : 0
    self.roundings = roundings
  }

  /// A number that is exact in the precision under test.
  init(exact value: Double) { self.init(value, magnitude: abs(value), roundings: 0) }

  /// How far a result in `precision` may be away.
  ///
  /// Below the smallest normal number the absolute error stops falling with the value.
  func bound(_ precision: Precision) -> Double {
    let smallest =
      precision == .float32
      ? Double(Float.leastNormalMagnitude) : Double.leastNormalMagnitude
    return roundings * precision.unitRoundoff * magnitude + smallest
  }

  /// Whether a result in `precision` may be what this number stands for.
  func allows(_ found: Double, _ precision: Precision) -> Bool {
    if value.isNaN || found.isNaN { return value.isNaN && found.isNaN }
    if value == found { return true }
    return value.isFinite && found.isFinite && abs(found - value) <= bound(precision)
  }
}

extension BoundedNumber: ArithmeticNumber {
  /// A constant is rounded to the type, and may itself be a root or a quotient: two roundings.
  init(constant value: Double) { self.init(value, magnitude: abs(value), roundings: 2) }

  static func + (left: BoundedNumber, right: BoundedNumber) -> BoundedNumber {
    BoundedNumber(
      left.value + right.value, magnitude: left.magnitude + right.magnitude,
      roundings: max(left.roundings, right.roundings) + 1)
  }

  static func - (left: BoundedNumber, right: BoundedNumber) -> BoundedNumber {
    BoundedNumber(
      left.value - right.value, magnitude: left.magnitude + right.magnitude,
      roundings: max(left.roundings, right.roundings) + 1)
  }

  static func * (left: BoundedNumber, right: BoundedNumber) -> BoundedNumber {
    BoundedNumber(
      left.value * right.value, magnitude: left.magnitude * right.magnitude,
      roundings: left.roundings + right.roundings + 1)
  }

  /// The relative error of a divisor is its magnitude over its value.
  static func / (left: BoundedNumber, right: BoundedNumber) -> BoundedNumber {
    let relative = right.magnitude / abs(right.value)
    return BoundedNumber(
      left.value / right.value,
      magnitude: right.magnitude == 0 ? 0 : left.magnitude * relative / abs(right.value),
      roundings: left.roundings + right.roundings + 1)
  }

  /// d e^x = e^x · dx, and two roundings for a kernel that is right to 1 ulp.
  func exponential() -> BoundedNumber {
    BoundedNumber(
      exp(value), magnitude: exp(value) * max(1, magnitude), roundings: roundings + 2)
  }

  /// d tanh x = (1 − tanh² x) · dx; the kernel is right to 4 ulp.
  func hyperbolicTangent() -> BoundedNumber {
    let result = tanh(value)
    return BoundedNumber(
      result, magnitude: max(abs(result), magnitude * (1 - result * result)),
      roundings: roundings + 5)
  }

  /// |d sin x| ≤ dx.
  func sine() -> BoundedNumber {
    BoundedNumber(sin(value), magnitude: max(1, magnitude), roundings: roundings + 2)
  }

  func cosine() -> BoundedNumber {
    BoundedNumber(cos(value), magnitude: max(1, magnitude), roundings: roundings + 2)
  }

  /// d x^y = x^y · (y · dx/x + ln x · dy).
  func raised(to exponent: BoundedNumber) -> BoundedNumber {
    let result = pow(value, exponent.value)
    let growth =
      exponent.magnitude * magnitude / abs(value) + abs(log(abs(value))) * exponent.magnitude
    return BoundedNumber(
      result, magnitude: abs(result) * max(1, growth), roundings: roundings + exponent.roundings + 2
    )
  }

  static func maximum(_ numbers: [BoundedNumber]) -> BoundedNumber {
    BoundedNumber(
      Double.maximum(numbers.map(\.value)), magnitude: numbers.map(\.magnitude).max() ?? 0,
      roundings: numbers.map(\.roundings).max() ?? 0)
  }

  /// Every exponential is off by its logit's error and the rounding of x − max; the sum of n adds
  /// n − 1 roundings, the kernel two, the division one.
  static func share(_ index: Int, of logits: [BoundedNumber], empty: Double) -> BoundedNumber {
    let result = Double.share(index, of: logits.map(\.value), empty: empty)
    let largest = logits.map(\.magnitude).max() ?? 0
    return BoundedNumber(
      result, magnitude: result * (1 + 4 * largest),
      roundings: (logits.map(\.roundings).max() ?? 0) + Double(logits.count) + 3)
  }

  var isZero: Bool { value == 0 }
  var isMinusInfinity: Bool { value == -.infinity }

  /// A jump: right or wrong, nothing between.
  static func isFirstMaximum(_ index: Int, of numbers: [BoundedNumber]) -> BoundedNumber {
    BoundedNumber(exact: Double.isFirstMaximum(index, of: numbers.map(\.value)))
  }
}
