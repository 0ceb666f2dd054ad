// SPDX-License-Identifier: MIT

/// A table in the form of RFC 4180: commas, CRLF, quotes where they are needed.
struct CSVTable {
  private(set) var text = ""

  /// A field of a row.
  enum Field {
    /// A name or another text of strangers; what a spreadsheet would take for a formula gets a `'`.
    case text(String)
    /// A number, left alone.
    case number(Double)
    case count(Int)
  }

  mutating func add(_ fields: [Field]) {
    text += fields.map(Self.written).joined(separator: ",") + "\r\n"
  }

  private static func written(_ field: Field) -> String {
    switch field {
    case .text(let text): quoted(harmless(text))
    case .number(let number): decimal(number)
    case .count(let count): String(count)
    }
  }

  /// At most six decimals and at least one, without an exponent.
  static func decimal(_ value: Double) -> String {
    let millionths = (value.asPoints * 1e6).rounded()
    guard abs(millionths) < 9e18 else { return value < 0 ? "-9000000000000.0" : "9000000000000.0" }
    let number = Int(millionths)
    var digits = String(number.magnitude % 1_000_000)
    digits = String(repeating: "0", count: 6 - digits.count) + digits
    while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
    return "\(number < 0 ? "-" : "")\(number.magnitude / 1_000_000).\(digits)"
  }

  private static func harmless(_ text: String) -> String {
    guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else {
      return text
    }
    return "'" + text
  }

  private static func quoted(_ text: String) -> String {
    let needs = text.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) }
    guard needs else { return text }
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { result += "\"" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }
}
