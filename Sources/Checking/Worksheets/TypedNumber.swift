// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// A number as a learner typed it: its value, and how many decimals say how exact it is meant.
public struct TypedNumber: Sendable, Equatable {
  public let value: Double
  /// Digits after the point; `nil` for a fraction, a root or an infinity, which are exact.
  public let decimals: Int?

  public init(value: Double, decimals: Int?) {
    self.value = value
    self.decimals = decimals
  }

  init(_ text: NumberText) {
    value = text.value
    // Beyond twenty places half a unit is far below what the checker itself rounds away.
    decimals = text.decimals.map { min($0, 20) }
  }

  /// What rounding can have made this number of, at the given number of decimals.
  ///
  /// - Parameter decimals: The places; `nil` for an exact number.
  /// - Returns: The value give or take half a unit of the last place, both ends included.
  func rounded(to decimals: Int?) -> Interval {
    guard let decimals, value.isFinite else { return Interval(constant: value) }
    let half = unit(decimals) / 2
    return .between(value - half, value + half)
  }

  /// How a typed number agrees with a computed one.
  public enum Fit: Sendable { case rounded, truncated, none }

  /// Whether rounding or cutting off a computed number can have given this one.
  public func fit(_ computed: Double) -> Fit {
    let computed = Interval(constant: computed)
    if rounded(to: decimals).meets(computed) { return .rounded }
    return truncated(to: decimals).meets(computed) ? .truncated : .none
  }

  /// What cutting digits off can have made this number of: nothing nearer to zero than itself.
  func truncated(to decimals: Int?) -> Interval {
    guard let decimals, value.isFinite else { return Interval(constant: value) }
    let unit = unit(decimals)
    if value == 0 { return .between(-unit, unit) }
    return value > 0 ? .between(value, value + unit) : .between(value - unit, value)
  }
}

/// One unit of a decimal place: 0.01 for two decimals.
func unit(_ decimals: Int) -> Double {
  decimals <= 0 ? 1 : units[decimals < units.count ? decimals : units.count - 1]
}

/// Far beyond the places any number is typed with.
private let units: [Double] = {
  var units = [1.0]
  while units.count <= 40 { units.append(units[units.count - 1] / 10) }
  return units
}()

extension Interval {
  /// The numbers between two ends, in whichever order they come.
  static func between(_ a: Double, _ b: Double) -> Interval {
    var result = Interval(constant: a)
    guard !a.isNaN && !b.isNaN else { return Interval(constant: .nan) }
    result.lower = min(a, b)
    result.upper = max(a, b)
    return result
  }

  var isNaN: Bool { lower.isNaN || upper.isNaN }
  var isFinite: Bool { lower.isFinite && upper.isFinite }
  var isPoint: Bool { lower == upper }
  var middle: Double { lower == upper ? lower : lower + (upper - lower) / 2 }

  /// Room for what the checker's own arithmetic rounds away; never for the learner.
  private static func slack(_ a: Interval, _ b: Interval) -> Double {
    1e-9 * max(1, min(abs(a.lower) + abs(a.upper), abs(b.lower) + abs(b.upper)))
  }

  /// Whether the two have a number in common.
  ///
  /// Infinities meet only themselves, and NaN, which stands for "there is no number", meets NaN.
  func meets(_ other: Interval) -> Bool {
    if isNaN || other.isNaN { return isNaN && other.isNaN }
    if !isFinite || !other.isFinite {
      return lower <= other.upper && other.lower <= upper
    }
    let slack = Self.slack(self, other)
    return lower - slack <= other.upper && other.lower - slack <= upper
  }

  /// The numbers in both; `nil` when there is none.
  func intersection(_ other: Interval) -> Interval? {
    guard !isNaN, !other.isNaN else { return nil }
    let (low, high) = (max(lower, other.lower), min(upper, other.upper))
    return low <= high ? .between(low, high) : nil
  }

  /// The smallest interval with a further number in it.
  func including(_ number: Double) -> Interval {
    isNaN ? self : .between(min(lower, number), max(upper, number))
  }

  /// The interval with its ends moved outward.
  func widened(by margin: Double) -> Interval {
    isFinite ? .between(lower - margin, upper + margin) : self
  }

  /// The interval times a positive number.
  func scaled(by factor: Double) -> Interval {
    factor == 1 ? self : .between(lower * factor, upper * factor)
  }
}
