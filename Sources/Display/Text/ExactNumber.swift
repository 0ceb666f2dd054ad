// SPDX-License-Identifier: MIT

/// A number written so that reading it gives the stored one: `0.125`, `1/3`, `0.8815823017`.
struct ExactNumber {
  let text: String

  /// Short decimals stay decimals; others become a fraction when one with a small denominator is
  /// stored as this very number, else all the digits.
  ///
  /// - Parameters:
  ///   - value: The stored number.
  ///   - form: The type it is stored in.
  init(_ value: Double, _ form: MatrixView.ExactForm) {
    let shortest: String =
      switch form {
      case .float32 where Double(Float(value)) == value: NumberFormat.shortest(Float(value))
      default: NumberFormat.shortest(value)
      }
    if !value.isFinite || shortest.utf8.count <= Self.shortDecimal {
      text = value.isFinite ? shortest : NumberFormat.shortest(value)
    } else {
      text = Self.fraction(value, form) ?? shortest
    }
  }

  /// Decimals of this length are as easy to read as a fraction.
  private static let shortDecimal = 6
  /// Larger denominators say nothing to a reader.
  private static let largestDenominator = 999.0

  /// The convergents of the continued fraction, the first that is stored as the number itself.
  private static func fraction(_ value: Double, _ form: MatrixView.ExactForm) -> String? {
    guard value.magnitude < 1e6 else { return nil }
    var rest = value.magnitude
    var (numerator, before) = (rest.rounded(.down), 1.0)
    var (denominator, earlier) = (1.0, 0.0)
    while denominator <= largestDenominator {
      let matches =
        switch form {
        case .float64: numerator / denominator == value.magnitude
        case .float32: Double(Float(numerator) / Float(denominator)) == value.magnitude
        }
      if matches {
        let sign = value < 0 ? "-" : ""
        return denominator == 1 ? nil : "\(sign)\(Int(numerator))/\(Int(denominator))"
      }
      let part = rest - rest.rounded(.down)
      guard part > 1e-9 else { return nil }
      rest = 1 / part
      (numerator, before) = (rest.rounded(.down) * numerator + before, numerator)
      (denominator, earlier) = (rest.rounded(.down) * denominator + earlier, denominator)
    }
    return nil
  }
}
