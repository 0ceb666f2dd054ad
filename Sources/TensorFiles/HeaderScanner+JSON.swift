// SPDX-License-Identifier: MIT

extension HeaderScanner {
  /// Takes a JSON string.
  ///
  /// - Throws: `TensorFileError.badHeader` for control characters, unknown escapes, lone
  ///   surrogates and bytes that are no UTF-8.
  mutating func jsonString() throws(TensorFileError) -> String {
    skipSpaces()
    let start = next
    guard peek == UInt8(ascii: "\"") else { throw problem("a text in double quotes") }
    next += 1
    var units: [UInt8] = []
    while let byte = peek, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw problem("no control character in a text") }
      next += 1
      if byte == UInt8(ascii: "\\") {
        units.append(contentsOf: Array(String(try escapedScalar()).utf8))
      } else {
        units.append(byte)
      }
    }
    guard peek != nil else { throw problem("a closing quote", at: start) }
    guard let text = String(validating: units, as: UTF8.self) else {
      throw problem("text in UTF-8", at: start)
    }
    next += 1
    return text
  }

  /// Takes what stands behind a backslash.
  private mutating func escapedScalar() throws(TensorFileError) -> Unicode.Scalar {
    let start = next - 1
    guard let byte = peek else { throw problem("a character behind the backslash", at: start) }
    next += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw problem("an escape of JSON", at: start)
    }
    let first = try fourDigits(start)
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, bytes[next...].starts(with: Array("\\u".utf8)) else {
      throw problem("both halves of a surrogate pair", at: start)
    }
    next += 2
    let second = try fourDigits(start)
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { throw problem("both halves of a surrogate pair", at: start) }
    return scalar
  }

  private mutating func fourDigits(_ start: Int) throws(TensorFileError) -> UInt32 {
    let digits = bytes[next...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw problem("four hexadecimal digits", at: start) }
    next += 4
    return value
  }
}

/// Puts a text into JSON quotes.
func jsonQuoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case _ where scalar.value < 0x20:
      result += "\\u00" + UInt8(scalar.value).hexadecimal
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
