// SPDX-License-Identifier: MIT

/// Reads the header of a file from left to right and says where something else was expected.
///
/// Serves the Python literal of a `.npy` and the JSON of a `.safetensors`. It is ours, and not
/// `JSONDecoder`, because that one silently keeps the last of two equal keys, cannot say at which
/// byte something is wrong, and does not read Python.
struct HeaderScanner {
  let bytes: [UInt8]
  let place: ArrayPlace
  /// Where `bytes` begin within the file.
  let firstByte: Int
  var next = 0

  init(_ bytes: [UInt8], place: ArrayPlace, firstByte: Int) {
    self.bytes = bytes
    self.place = place
    self.firstByte = firstByte
  }

  var isAtEnd: Bool { next == bytes.count }
  var peek: UInt8? { next < bytes.count ? bytes[next] : nil }
  /// What comes next, for sentences about a value that is longer than one word.
  var rest: ArraySlice<UInt8> { bytes[next...] }

  /// The error for what stands at `start`, or here.
  func problem(_ expected: String, at start: Int? = nil) -> TensorFileError {
    let start = start ?? next
    var place = place
    place.byte = firstByte + start
    let found = start < bytes.count ? quoted(bytes[start...].prefix(24)) : "its end"
    return .badHeader(place, found: found, expected: expected)
  }

  mutating func skipSpaces() {
    while let byte = peek, byte == 0x20 || (0x09...0x0D).contains(byte) { next += 1 }
  }

  /// Takes a word if it comes next, after spaces.
  mutating func take(_ word: StaticString) -> Bool {
    skipSpaces()
    let taken = word.withUTF8Buffer { bytes[next...].starts(with: $0) ? $0.count : nil }
    next += taken ?? 0
    return taken != nil
  }

  mutating func expect(_ word: StaticString) throws(TensorFileError) {
    guard take(word) else { throw problem("\(quoted("\(word)"))") }
  }

  /// Takes a number without sign, point or exponent.
  mutating func wholeNumber() throws(TensorFileError) -> Int {
    skipSpaces()
    let start = next
    var value = 0
    while let byte = peek, byte >= 0x30, byte <= 0x39 {
      let (tenfold, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, tooLargeStill) = tenfold.addingReportingOverflow(Int(byte - 0x30))
      guard !tooLarge, !tooLargeStill else {
        throw problem("a whole number below 2^63", at: start)
      }
      value = sum
      next += 1
    }
    guard next > start, next == start + 1 || bytes[start] != 0x30 else {
      throw problem("a whole number, 0 or more", at: start)
    }
    return value
  }

  /// Takes whole numbers between brackets that were opened before, with commas between them.
  ///
  /// - Parameters:
  ///   - closing: The bracket that ends the list.
  ///   - limit: How many numbers there may be.
  ///   - isPython: Whether a comma may stand behind the last, and `L` behind each (Python 2).
  /// - Returns: The numbers; `closing` is taken.
  /// - Throws: `TensorFileError.badHeader`.
  mutating func wholeNumbers(
    until closing: StaticString, limit: Int, isPython: Bool
  ) throws(TensorFileError) -> [Int] {
    var numbers: [Int] = []
    if take(closing) { return numbers }
    while true {
      guard numbers.count < limit else { throw problem("at most \(limit) numbers in a list") }
      numbers.append(try wholeNumber())
      if isPython { _ = take("L") }
      if take(closing) {
        // `(3)` is a number in Python and no tuple.
        guard !isPython || numbers.count > 1 else { throw problem("',' behind the only number") }
        return numbers
      }
      try expect(",")
      if isPython, take(closing) { return numbers }
    }
  }

  /// Takes a Python string in either quotes; escapes are refused, no honest header has them.
  mutating func pythonString() throws(TensorFileError) -> String {
    skipSpaces()
    let start = next
    guard let quote = peek, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw problem("a text in quotes")
    }
    next += 1
    guard let end = bytes[next...].firstIndex(of: quote), end - next <= 200,
      !bytes[next..<end].contains(UInt8(ascii: "\\")),
      let text = String(validating: bytes[next..<end], as: UTF8.self)
    else { throw problem("a short text in quotes, without backslashes", at: start) }
    next = end + 1
    return text
  }
}
