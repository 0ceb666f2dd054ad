// SPDX-License-Identifier: MIT

import Display

/// How numbers stand inside a calculation: short where they are exact, else with fixed decimals.
struct PrintedNumber: Sendable {
  let decimals: Int

  /// `2` for two, `0.5` for a half, `0.707` for 1/√2, `-1.2e-07` where fixed decimals show nothing.
  func text(_ value: Double) -> String {
    guard value.isFinite, value != 0 else {
      return value.isInfinite && value > 0 ? "inf" : special(value)
    }
    let format = NumberFormat(decimals: decimals)
    if format.isExact(value) {
      return NumberFormat(decimals: decimals, notation: .trimmed).string(value)
    }
    let magnitude = abs(value)
    if magnitude < 10 * unit || magnitude >= 1e7 {
      return NumberFormat(decimals: 3, notation: .scientific).string(value)
    }
    return format.string(value)
  }

  /// With fixed decimals whatever the number, so that the digits of a sum stand under each other.
  func fixed(_ value: Double) -> String {
    guard value.isFinite else { return special(value) }
    let text = NumberFormat(decimals: decimals).string(value)
    // A term that rounds to nothing adds nothing that is printed.
    return text.hasPrefix("<") || text.hasPrefix(">") ? "0" : text
  }

  /// What two numbers both read as, or `nil` if they read differently.
  ///
  /// Where a sum cancels, its digits far behind the point are rounding noise and depend on the
  /// order of the terms; then both read as the decimals say, `~0` where those are all zero.
  func commonText(_ first: Double, _ second: Double) -> String? {
    let own = text(first)
    if own == text(second) { return own }
    guard first.isFinite, second.isFinite, fixed(first) == fixed(second) else { return nil }
    let common = fixed(first)
    return common != "0" ? common : first == 0 ? "0" : "~0"
  }

  /// Whether the printed decimals are all there are.
  func isExact(_ value: Double) -> Bool {
    value.isFinite && NumberFormat(decimals: decimals).isExact(value)
  }

  private func special(_ value: Double) -> String {
    value.isNaN ? "nan" : value == 0 ? "0" : value < 0 ? "-inf" : "inf"
  }

  /// One unit of the last printed place.
  var unit: Double {
    var unit = 1.0
    for _ in 0..<decimals { unit /= 10 }
    return unit
  }

  /// The number of units of the last place, as printed by `fixed`.
  func units(_ value: Double) -> Int? {
    guard value.isFinite, abs(value) < 1e9 else { return nil }
    let text = fixed(value).filter { $0 != "." }
    guard fixed(value).contains(".") || decimals == 0 else {
      return fixed(value) == "0" ? 0 : nil
    }
    return Int(text)
  }
}
