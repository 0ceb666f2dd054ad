// SPDX-License-Identifier: MIT

import Glibc

/// A number with a bound on how far it is off when it is computed in another type or another order.
///
/// Running error analysis: every operation passes on the errors of its operands and adds its own
/// rounding. A sum knows the size of its terms, so that the bound holds for every order of summing.
/// Source: Higham 2002, section 3.3.
struct RoundedNumber: ArithmeticNumber {
  let value: Double
  /// The size of the terms a sum was made of; the size of the value otherwise.
  private let magnitude: Double
  private let own: Double
  /// `nil` for a constant, which is rounded in the type of whatever it meets.
  private let rounding: Rounding?

  init(_ value: Double, error: Double, _ rounding: Rounding) {
    self.init(value, error, magnitude: abs(value), rounding)
  }

  private init(_ value: Double, _ error: Double, magnitude: Double, _ rounding: Rounding?) {
    self.value = value
    self.magnitude = magnitude
    own = value.isFinite ? error : 0
    self.rounding = rounding
  }

  /// A constant is rounded once, and may be a root or a quotient itself.
  init(constant value: Double) { self.init(value, 0, magnitude: abs(value), nil) }

  /// How far the number may be off.
  func error(_ rounding: Rounding) -> Double {
    self.rounding == nil && value.isFinite ? 2 * rounding.unit * abs(value) : own
  }

  private static func joined(_ a: Rounding?, _ b: Rounding?) -> Rounding? { a ?? b }

  /// The result of an operation on one or two numbers: its error is a function of theirs.
  private static func make(
    _ value: Double, _ a: RoundedNumber, _ b: RoundedNumber? = nil, magnitude: Double? = nil,
    roundings: Double = 1, _ passedOn: (_ a: Double, _ b: Double) -> Double
  ) -> RoundedNumber {
    let magnitude = magnitude ?? abs(value)
    guard let rounding = joined(a.rounding, b?.rounding) else {
      return RoundedNumber(value, 0, magnitude: magnitude, nil)
    }
    let error =
      passedOn(a.error(rounding), b?.error(rounding) ?? 0)
      + roundings * rounding.unit * magnitude + rounding.smallest
    return RoundedNumber(
      value, error.isNaN ? .infinity : error, magnitude: magnitude, rounding)
  }

  static func + (a: RoundedNumber, b: RoundedNumber) -> RoundedNumber {
    make(a.value + b.value, a, b, magnitude: a.magnitude + b.magnitude) { $0 + $1 }
  }

  static func - (a: RoundedNumber, b: RoundedNumber) -> RoundedNumber {
    make(a.value - b.value, a, b, magnitude: a.magnitude + b.magnitude) { $0 + $1 }
  }

  static func * (a: RoundedNumber, b: RoundedNumber) -> RoundedNumber {
    make(a.value * b.value, a, b) { abs(a.value) * $1 + abs(b.value) * $0 + $0 * $1 }
  }

  static func / (a: RoundedNumber, b: RoundedNumber) -> RoundedNumber {
    let result = a.value / b.value
    return make(result, a, b) { errorOfA, errorOfB in
      let divisor = abs(b.value) - errorOfB
      return divisor > 0 ? (errorOfA + abs(result) * errorOfB) / divisor : .infinity
    }
  }

  /// Kernels are right to a few units in the last place.
  func exponential() -> RoundedNumber {
    let result = exp(value)
    return Self.make(result, self, roundings: 4) { error, _ in result * expm1(error) }
  }

  func hyperbolicTangent() -> RoundedNumber {
    Self.make(tanh(value), self, roundings: 8) { error, _ in error }
  }

  func sine() -> RoundedNumber {
    Self.make(sin(value), self, magnitude: 1, roundings: 4) { error, _ in error }
  }

  func cosine() -> RoundedNumber {
    Self.make(cos(value), self, magnitude: 1, roundings: 4) { error, _ in error }
  }

  func raised(to exponent: RoundedNumber) -> RoundedNumber {
    let result = pow(value, exponent.value)
    return Self.make(result, self, exponent, roundings: 8) { error, errorOfExponent in
      abs(result)
        * (abs(exponent.value) * error / abs(value)
          + abs(log(abs(value))) * errorOfExponent)
    }
  }

  static func maximum(_ numbers: [RoundedNumber]) -> RoundedNumber {
    let rounding = numbers.lazy.compactMap(\.rounding).first
    let value = Double.maximum(numbers.map(\.value))
    let error = rounding.map { rounding in numbers.map { $0.error(rounding) }.max() ?? 0 } ?? 0
    return RoundedNumber(value, error, magnitude: abs(value), rounding)
  }

  static func share(_ index: Int, of logits: [RoundedNumber], empty: Double) -> RoundedNumber {
    let values = logits.map(\.value)
    let value = Double.share(index, of: values, empty: empty)
    guard let rounding = logits.lazy.compactMap(\.rounding).first else {
      return RoundedNumber(value, 0, magnitude: abs(value), nil)
    }
    let top = values.lazy.filter(\.isFinite).max() ?? 0
    let powers = values.map { exp($0 - top) }
    let total = powers.reduce(0, +)
    let shares = powers.map { $0 / total }
    let error = ShareRounding.error(
      of: index, shares: shares, logits: values, errors: logits.map { $0.error(rounding) },
      rounding)
    return RoundedNumber(value, error, magnitude: abs(value), rounding)
  }

  var isZero: Bool { value == 0 }
  var isMinusInfinity: Bool { value == -.infinity }

  /// A jump: where the numbers are too close to call, it may go either way.
  static func isFirstMaximum(_ index: Int, of numbers: [RoundedNumber]) -> RoundedNumber {
    let result = Double.isFirstMaximum(index, of: numbers.map(\.value))
    guard let rounding = numbers.lazy.compactMap(\.rounding).first else {
      return RoundedNumber(constant: result)
    }
    let own = numbers[index]
    let rivals = numbers.indices.filter { $0 != index }.map { numbers[$0] }
    let best = rivals.map(\.value).max() ?? -.infinity
    let room = own.error(rounding) + (rivals.map { $0.error(rounding) }.max() ?? 0)
    return RoundedNumber(
      result, abs(own.value - best) <= room ? 1 : 0, magnitude: 1, rounding)
  }
}

/// How far a share of a softmax may be off.
enum ShareRounding {
  /// - Parameters:
  ///   - index: Which share.
  ///   - shares: All shares of the row.
  ///   - logits: What they were computed from.
  ///   - errors: How far those may be off.
  ///   - rounding: The type of number.
  /// - Returns: The bound: exponentials move with their logits and the rounding of score − maximum;
  ///   their sum adds one rounding a term.
  static func error(
    of index: Int, shares: [Double], logits: [Double], errors: [Double], _ rounding: Rounding
  ) -> Double {
    let row = Row(shares: shares, logits: logits, errors: errors, rounding)
    return row.error(of: index)
  }

  struct Row {
    private let shares: [Double]
    private let growth: [Double]
    private let total: Double
    private let rounding: Rounding

    init(shares: [Double], logits: [Double], errors: [Double], _ rounding: Rounding) {
      self.shares = shares
      self.rounding = rounding
      var largest = 0.0
      for logit in logits where logit.isFinite { largest = max(largest, abs(logit)) }
      growth = zip(logits, errors).map { logit, error in
        logit.isFinite ? expm1(error + rounding.unit * (abs(logit) + largest)) : 0
      }
      total = zip(shares, growth).reduce(0) { $0 + $1.0 * $1.1 }
    }

    func error(of index: Int) -> Double {
      let roundings = (Double(shares.count) + 8) * rounding.unit
      let relative =
        total < 1 ? (1 + growth[index]) / (1 - total) - 1 + roundings : .infinity
      return shares[index] == 0
        ? rounding.smallest : shares[index] * relative + rounding.smallest
    }
  }
}
