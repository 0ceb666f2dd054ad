// SPDX-License-Identifier: MIT

/// One number as people type it: `0.5`, `.5`, `-3`, `5e-1`, `1/3`, `sqrt(2)`, `1/sqrt(8)`, `-inf`, `nan`.
///
/// The same notation serves problem files, worksheets and cells typed at a prompt.
public struct NumberText: Sendable, Equatable {
  public let value: Double
  /// Digits written after the decimal point; `nil` for a fraction or a root, which is exact.
  public let decimals: Int?

  /// Reads one number; `nil` when the word is none.
  ///
  /// - Parameter text: One word, without spaces around it.
  public init?(_ text: some StringProtocol) {
    var reader = Reader(bytes: Array(text.utf8.prefix(Self.longestNumber + 1)))
    guard reader.bytes.count <= Self.longestNumber, let number = reader.number(),
      reader.isAtEnd
    else { return nil }
    self = number
  }

  init(value: Double, decimals: Int?) {
    self.value = value
    self.decimals = decimals
  }

  /// No honest number is longer; the limit keeps hostile text cheap.
  package static let longestNumber = 400
}

extension NumberText {
  private struct Reader {
    let bytes: [UInt8]
    var next = 0

    var isAtEnd: Bool { next == bytes.count }

    mutating func number() -> NumberText? {
      let negative = takeSign()
      guard let first = part() else { return nil }
      guard take("/") else { return signed(first, negative) }
      guard let second = part(), second.value != 0 else { return nil }
      return NumberText(
        value: (negative ? -1 : 1) * (first.value / second.value), decimals: nil)
    }

    private func signed(_ number: NumberText, _ negative: Bool) -> NumberText {
      NumberText(value: negative ? -number.value : number.value, decimals: number.decimals)
    }

    private mutating func part() -> NumberText? {
      if take("sqrt(") || take("√(") {
        guard let inner = number(), inner.value >= 0, take(")") else { return nil }
        return NumberText(value: inner.value.squareRoot(), decimals: nil)
      }
      if take("inf") || take("∞") { return NumberText(value: .infinity, decimals: nil) }
      if take("nan") { return NumberText(value: .nan, decimals: nil) }
      return decimal()
    }

    /// Digits with a point and an exponent; a digit must stand on one side of the point.
    private mutating func decimal() -> NumberText? {
      let start = next
      let whole = takeDigits()
      let fraction = take(".") ? takeDigits() : 0
      guard whole + fraction > 0 else { return nil }
      let significand = String(decoding: bytes[start..<next], as: UTF8.self)
      guard let exponent = exponent(), let value = Double("\(significand)e\(exponent)"),
        value.isFinite
      else { return nil }
      return NumberText(value: value, decimals: max(0, fraction - exponent))
    }

    /// The power of ten, 0 when none is written; `nil` when digits are missing.
    ///
    /// Beyond ±9999 nothing changes: a number of at most 400 digits is 0 or infinite by then.
    private mutating func exponent() -> Int? {
      guard take("e") || take("E") else { return 0 }
      let negative = takeSign()
      let start = next
      guard takeDigits() > 0 else { return nil }
      let magnitude = Int(String(decoding: bytes[start..<next], as: UTF8.self)) ?? .max
      return (negative ? -1 : 1) * min(magnitude, 9999)
    }

    private mutating func takeDigits() -> Int {
      let start = next
      while next < bytes.count, bytes[next] >= 0x30, bytes[next] <= 0x39 { next += 1 }
      return next - start
    }

    /// Takes a sign: `-`, `+`, or the minus of typeset text.
    private mutating func takeSign() -> Bool {
      if take("-") || take("−") { return true }
      _ = take("+")
      return false
    }

    private mutating func take(_ word: String) -> Bool {
      guard bytes[next...].starts(with: word.utf8) else { return false }
      next += word.utf8.count
      return true
    }
  }
}
