// SPDX-License-Identifier: MIT

/// Sorts numbers into the bins of a palette.
///
/// A sequential scale runs from 0 to a limit in 10 bins, a diverging one from `-limit` to `limit`
/// in 11, the middle one symmetric about 0.
public struct ColorScale: Sendable, Equatable {
  /// The ends of the scale.
  public let limits: ScaleLimits

  /// Creates a scale with the given ends.
  public init(_ limits: ScaleLimits) {
    self.limits = limits
  }

  /// The number of bins.
  public var binCount: Int { limits.isDiverging ? 11 : 10 }

  /// Returns the bin of a number, or nil when it is not finite.
  public func bin(of value: Double) -> Int? {
    guard value.isFinite else { return nil }
    let share = value / limits.upper
    guard limits.isDiverging else { return Int(max(0, min(9, 10 * share))) }
    let steps = Int(min(5, 5.5 * share.magnitude + 0.5))
    return share < 0 ? 5 - steps : 5 + steps
  }

  /// Returns the upper end of a bin; of the outermost bins, the end of the scale.
  public func upperBound(of bin: Int) -> Double {
    guard limits.isDiverging else { return limits.upper * Double(bin + 1) / 10 }
    return limits.upper * min(1, Double(2 * bin - 9) / 11)
  }
}

extension ScaleLimits {
  /// Returns the limits that serve all the matrices, from finite cells that are not blocked.
  ///
  /// The kind decides between one and two arms; only a raw matrix looks at its signs.
  public static func shared(by views: [MatrixView]) -> ScaleLimits {
    var isDiverging = false
    var extremes = Extremes()
    for view in views {
      var own = Extremes()
      for index in view.values.indices where view.blocked.isEmpty || !view.blocked[index] {
        own.include(view.values[index])
      }
      switch view.kind {
      case .signed: isDiverging = true
      case .raw: isDiverging = isDiverging || own.hasNegative
      case .probability, .count: break
      }
      extremes.merge(own)
    }
    let upper = roundedUp(extremes.largest)
    let inner = extremes.count > 1 ? extremes.threeDeviations : extremes.largest
    return ScaleLimits(
      lower: isDiverging ? -upper : 0, upper: upper,
      clippedUpper: roundedUp(min(extremes.largest, inner)))
  }

  /// Returns the number rounded up to 1, 2, 2.5 or 5 times a power of ten; 1 for zero.
  static func roundedUp(_ limit: Double) -> Double {
    guard limit > 0, limit.isFinite else { return 1 }
    if limit > 1e22 { return roundedUpFar(limit) }
    var exponent = -22
    while exponent < 22, tenTo(exponent + 1) <= limit { exponent += 1 }
    for step in [1, 2, 2.5, 5, 10] {
      // One division of whole numbers gives the decimal that is printed, without a tail.
      let candidate = exponent < 0 ? step / powersOfTen[-exponent] : step * powersOfTen[exponent]
      if limit <= candidate { return candidate }
    }
    return limit
  }

  /// The same beyond the powers of ten that are exact: the number nearest to the decimal counts.
  private static func roundedUpFar(_ limit: Double) -> Double {
    for exponent in 22...308 where limit <= 10 * (Double("1e\(exponent)") ?? .infinity) {
      for step in ["1", "2", "2.5", "5", "10"] {
        if let candidate = Double("\(step)e\(exponent)"), limit <= candidate, candidate.isFinite {
          return candidate
        }
      }
    }
    return limit
  }
}

private func tenTo(_ exponent: Int) -> Double {
  exponent < 0 ? 1 / powersOfTen[min(22, -exponent)] : powersOfTen[min(22, exponent)]
}

/// The largest magnitude and the spread of a set of numbers.
private struct Extremes {
  var largest = 0.0
  var hasNegative = false
  var count = 0.0
  var sum = 0.0
  var sumOfSquares = 0.0

  mutating func include(_ value: Double) {
    guard value.isFinite else { return }
    largest = max(largest, value.magnitude)
    if value < 0 { hasNegative = true }
    count += 1
    sum += value
    sumOfSquares += value * value
  }

  mutating func merge(_ other: Extremes) {
    largest = max(largest, other.largest)
    hasNegative = hasNegative || other.hasNegative
    count += other.count
    sum += other.sum
    sumOfSquares += other.sumOfSquares
  }

  /// The mean's magnitude and three standard deviations.
  var threeDeviations: Double {
    let mean = sum / count
    let variance = max(0, sumOfSquares / count - mean * mean)
    let deviations = mean.magnitude + 3 * variance.squareRoot()
    return deviations > 0 ? deviations : largest
  }
}
