// SPDX-License-Identifier: MIT

/// Turns numbers into text: one formatter for every export and for the sentences between.
///
/// ```swift
/// let format = NumberFormat(decimals: 3)
/// format.string(0.97)     // "0.970"
/// format.string(0)        // "0"
/// format.string(0.0004)   // "<.001"
/// format.string(-.infinity)  // "-inf"
/// ```
///
/// Rounding is half to even on the binary value, as `printf` does; the point is never a comma.
public struct NumberFormat: Sendable, Hashable {
  /// The digits after the point.
  public var decimals: Int
  /// How the digits are written.
  public var notation: Notation

  /// The ways to write a finite number.
  public enum Notation: Sendable, Hashable {
    /// All decimals: `0.500`.
    case fixed
    /// No more decimals than the number needs: `0.5`.
    case trimmed
    /// Without the zero before the point: `.50`; 1 is `1.0`; what rounds to zero is `~0`.
    case brief
    /// With a power of ten: `5.000e-01`.
    case scientific
  }

  /// Creates a format.
  public init(decimals: Int = 3, notation: Notation = .fixed) {
    self.decimals = max(0, decimals)
    self.notation = notation
  }

  /// Returns the text of a number.
  ///
  /// Zero is `0`; a number that rounds to zero is `<.001` or `>-.001`; the others that are no
  /// numbers are `nan`, `+inf` and `-inf`.
  public func string(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "+inf" }
    if value == 0 { return "0" }
    if notation == .scientific { return printed(value, decimals: decimals, conversion: "e") }
    guard let fixed = FixedDecimals(value, decimals: decimals) else {
      let digits = printed(value, decimals: decimals)
      if digits.allSatisfy({ "-0.".contains($0) }) { return boundForZero(isNegative: value < 0) }
      return notation == .trimmed ? trimmed(digits) : digits
    }
    if fixed.magnitude == 0 { return boundForZero(isNegative: fixed.isNegative) }
    switch notation {
    case .trimmed: return fixed.text(dropsZeros: true)
    case .brief: return brief(fixed)
    default: return fixed.text
    }
  }

  /// Returns whether the printed decimals parse back to the stored number.
  public func isExact(_ value: Double) -> Bool {
    if !value.isFinite || value == 0 { return true }
    if let fixed = FixedDecimals(value, decimals: decimals) { return fixed.isExact(for: value) }
    return Double(printed(value, decimals: decimals)) == value
  }

  /// Returns the shortest text that parses back to the number, without `.0` after whole numbers.
  public static func shortest(_ value: some BinaryFloatingPoint & LosslessStringConvertible)
    -> String
  {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "+inf" }
    if value == 0 { return "0" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension NumberFormat {
  private func boundForZero(isNegative: Bool) -> String {
    if notation == .brief { return isNegative ? "-~0" : "~0" }
    let unit = decimals == 0 ? "1" : "." + String(repeating: "0", count: decimals - 1) + "1"
    return isNegative ? ">-" + unit : "<" + unit
  }

  private func brief(_ fixed: FixedDecimals) -> String {
    var text = fixed.text
    if fixed.magnitude < UInt64(powersOfTen[decimals]) {
      if let zero = text.firstIndex(of: "0") { text.remove(at: zero) }
    } else if text.utf8.last == UInt8(ascii: "0"), decimals > 1 {
      text.removeLast()
    }
    return text
  }

  private func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = text
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
