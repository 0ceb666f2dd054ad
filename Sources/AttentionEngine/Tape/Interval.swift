// SPDX-License-Identifier: MIT

import Glibc

/// All numbers from `lower` to `upper`, both included.
///
///     let typed = Interval(0.125...0.135)          // "0.13" at two decimals
///     (typed + typed).contains(0.26)               // true
///
/// Bounds are computed in double precision and not rounded outwards; whoever compares adds 1e-9 for
/// the checker's own rounding, as the catalogue of mistakes asks.
public struct Interval: Sendable, Equatable {
  public var lower: Double
  public var upper: Double

  public init(_ range: ClosedRange<Double>) {
    lower = range.lowerBound
    upper = range.upperBound
  }

  init(unordered a: Double, _ b: Double) {
    // Written without `min` and `max`: the judging of sheets spends its time here.
    lower = a < b ? a : b
    upper = a < b ? b : a
    if a != a || b != b { (lower, upper) = (.nan, .nan) }
  }

  /// Whether a number lies inside, give or take `slack`.
  public func contains(_ number: Double, slack: Double = 0) -> Bool {
    number >= lower - slack && number <= upper + slack
  }

  public var width: Double { upper - lower }
}

extension Interval: ArithmeticNumber {
  public init(constant value: Double) {
    lower = value
    upper = value
  }

  public static func + (left: Interval, right: Interval) -> Interval {
    Interval(unordered: left.lower + right.lower, left.upper + right.upper)
  }

  public static func - (left: Interval, right: Interval) -> Interval {
    Interval(unordered: left.lower - right.upper, left.upper - right.lower)
  }

  /// Zero times a bound that is never reached is zero; zero times infinity itself is NaN.
  public static func * (left: Interval, right: Interval) -> Interval {
    let reachesInfinity = left.isInfinite || right.isInfinite
    func corner(_ a: Double, _ b: Double) -> Double {
      (a == 0 || b == 0) && !reachesInfinity && !a.isNaN && !b.isNaN ? 0 : a * b
    }
    return hull(
      corner(left.lower, right.lower), corner(left.lower, right.upper),
      corner(left.upper, right.lower), corner(left.upper, right.upper))
  }

  /// Whether the number can only be ∞, or only −∞.
  private var isInfinite: Bool { lower == upper && lower.isInfinite }

  /// A divisor that may be zero leaves the quotient unbounded.
  public static func / (left: Interval, right: Interval) -> Interval {
    if right.lower <= 0 && right.upper >= 0 {
      return right.isZero ? Interval(constant: .nan) : Interval(-.infinity ... .infinity)
    }
    return hull(
      left.lower / right.lower, left.lower / right.upper, left.upper / right.lower,
      left.upper / right.upper)
  }

  private static func hull(_ a: Double, _ b: Double, _ c: Double, _ d: Double) -> Interval {
    let first = Interval(unordered: a, b)
    let second = Interval(unordered: c, d)
    guard first.lower == first.lower, second.lower == second.lower else {
      return Interval(constant: .nan)
    }
    return Interval(
      unordered: first.lower < second.lower ? first.lower : second.lower,
      first.upper > second.upper ? first.upper : second.upper)
  }

  private static func hull(of corners: [Double]) -> Interval {
    guard !corners.contains(where: \.isNaN) else { return Interval(constant: .nan) }
    return Interval(unordered: corners.min() ?? .nan, corners.max() ?? .nan)
  }

  public func exponential() -> Interval { Interval(unordered: exp(lower), exp(upper)) }
  public func hyperbolicTangent() -> Interval { Interval(unordered: tanh(lower), tanh(upper)) }
  public func sine() -> Interval { (self - Interval(constant: .pi / 2)).cosine() }

  public func cosine() -> Interval {
    guard width < 2 * .pi else { return Interval(-1...1) }
    var result = Interval(unordered: cos(lower), cos(upper))
    // Every whole multiple of π inside is a peak or a trough.
    let first = (lower / .pi).rounded(.up)
    if first * .pi <= upper {
      let isPeak = first.truncatingRemainder(dividingBy: 2) == 0
      if isPeak { result.upper = 1 } else { result.lower = -1 }
      if (first + 1) * .pi <= upper {
        if isPeak { result.lower = -1 } else { result.upper = 1 }
      }
    }
    return result
  }

  /// A power rises or falls between its ends, but for an even one of a base that may be zero, which
  /// has its least there; a negative one is unbounded there.
  public func raised(to exponent: Interval) -> Interval {
    guard lower >= 0 || exponent.width == 0 else { return Interval(constant: .nan) }
    var corners = [
      pow(lower, exponent.lower), pow(lower, exponent.upper), pow(upper, exponent.lower),
      pow(upper, exponent.upper),
    ]
    if lower < 0 && upper > 0 {
      guard exponent.lower >= 0 else { return Interval(-.infinity ... .infinity) }
      corners.append(pow(0, exponent.lower))
    }
    return Self.hull(of: corners)
  }

  /// NaN anywhere makes the maximum NaN, so that it is not hidden.
  public static func maximum(_ numbers: [Interval]) -> Interval {
    if numbers.contains(where: \.lower.isNaN) { return Interval(constant: .nan) }
    guard let first = numbers.first else { return Interval(constant: -.infinity) }
    return numbers.dropFirst().reduce(first) {
      Interval(unordered: max($0.lower, $1.lower), max($0.upper, $1.upper))
    }
  }

  public static func share(_ index: Int, of logits: [Interval], empty: Double) -> Interval {
    if logits.allSatisfy({ $0.upper == -.infinity }) { return Interval(constant: empty) }
    func end(own: KeyPath<Interval, Double>, others: KeyPath<Interval, Double>) -> Double {
      let chosen = logits.indices.map {
        $0 == index ? logits[$0][keyPath: own] : logits[$0][keyPath: others]
      }
      // A bound that is never reached: the share comes as near to 0 or 1 as one likes.
      let unbounded = logits.indices.filter {
        chosen[$0] == .infinity && !logits[$0].isInfinite
      }
      if let first = unbounded.first { return first == index && unbounded.count == 1 ? 1 : 0 }
      return Double.share(index, of: chosen, empty: empty)
    }
    return Interval(
      unordered: end(own: \.lower, others: \.upper), end(own: \.upper, others: \.lower))
  }

  public var isZero: Bool { lower == 0 && upper == 0 }
  public var isMinusInfinity: Bool { upper == -.infinity }

  public static func isFirstMaximum(_ index: Int, of numbers: [Interval]) -> Interval {
    let own = numbers[index]
    let others = numbers.indices.filter { $0 != index }
    if others.allSatisfy({ numbers[$0].upper < own.lower }) { return Interval(constant: 1) }
    if others.contains(where: { numbers[$0].lower > own.upper }) { return Interval(constant: 0) }
    if own.width == 0, numbers.allSatisfy({ $0.width == 0 }) {
      return Interval(constant: Double.isFirstMaximum(index, of: numbers.map(\.lower)))
    }
    return Interval(0...1)
  }
}
