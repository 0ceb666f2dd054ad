// SPDX-License-Identifier: MIT

// How texts and numbers from files appear in sentences.

/// Puts a text from outside in quotes, with what could disturb a terminal written out, and cut.
///
/// - Parameters:
///   - text: Anything, also hostile.
///   - limit: How many characters are shown.
/// - Returns: One line.
package func quoted(_ text: String, limit: Int = 200) -> String {
  var shown = ""
  var count = 0
  for scalar in text.unicodeScalars {
    guard count < limit else { return "'\(shown)…'" }
    count += 1
    if scalar.isShowable {
      shown.unicodeScalars.append(scalar)
    } else {
      shown += "\\u{\(String(scalar.value, radix: 16))}"
    }
  }
  return "'\(shown)'"
}

/// Bytes from a file, quoted as text.
func quoted(_ bytes: some Collection<UInt8>) -> String {
  quoted(String(decoding: bytes.prefix(60), as: UTF8.self))
}

/// A number of bytes, in words.
func byteCount(_ count: Int) -> String { count == 1 ? "1 byte" : "\(count.grouped) bytes" }

extension Unicode.Scalar {
  /// Whether a terminal shows this as a mark, instead of obeying it.
  var isShowable: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    default: true
    }
  }
}

extension Int {
  /// The number with its digits in groups of three: `1,048,576`.
  var grouped: String {
    let digits = Array(String(magnitude))
    var result = self < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return result
  }
}

extension UInt8 {
  /// Two hexadecimal digits.
  var hexadecimal: String { (self < 16 ? "0" : "") + String(self, radix: 16) }
}
