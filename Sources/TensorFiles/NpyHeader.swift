// SPDX-License-Identifier: MIT

import Tensors

/// The header of a `.npy` file: six bytes of magic, a version, a length, and a Python literal.
///
///     {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }
///
/// Source: the format description in NumPy's `numpy/lib/format.py`, versions 1.0 to 3.0.
enum NpyHeader {
  /// `\x93NUMPY`.
  static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]

  /// Takes the header off the front of a stream and holds it against the bytes that follow.
  ///
  /// - Throws: `TensorFileError`; nothing larger than `limits.npyHeaderBytes` was allocated.
  static func read(
    from stream: some ByteStream, place: ArrayPlace, limits: TensorFileLimits
  ) throws(TensorFileError) -> ArrayLayout {
    let start = try stream.take(8, part: "the magic and version", place: place)
    guard start.starts(with: magic) else {
      throw problem(place, 0, "the bytes \(hexadecimal(start[..<6]))", "\\x93NUMPY")
    }
    guard (1...3).contains(start[6]), start[7] == 0 else {
      throw problem(place, 6, "version \(start[6]).\(start[7])", "version 1.0, 2.0 or 3.0")
    }
    let width = start[6] == 1 ? 2 : 4
    let lengthBytes = try stream.take(width, part: "the length of the header", place: place)
    let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= limits.npyHeaderBytes else {
      throw .aboveLimit(
        ArrayPlace(file: place.file, array: place.array, byte: 8), what: "the length of the header",
        found: length, limit: limits.npyHeaderBytes)
    }
    let bytes = try stream.take(length, part: "the header", place: place)
    var scanner = HeaderScanner(bytes, place: place, firstByte: 8 + width)
    let layout = try parse(&scanner, limits: limits)
    try layout.check(available: stream.remaining, place: place, limits: limits)
    return layout
  }

  private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
    bytes.map(\.hexadecimal).joined(separator: " ")
  }

  private static func problem(
    _ place: ArrayPlace, _ byte: Int, _ found: String, _ expected: String
  ) -> TensorFileError {
    .badHeader(
      ArrayPlace(file: place.file, array: place.array, byte: byte), found: found,
      expected: expected)
  }

  /// Reads the literal: the three keys in any order, each once, and nothing else.
  private static func parse(
    _ scanner: inout HeaderScanner, limits: TensorFileLimits
  ) throws(TensorFileError) -> ArrayLayout {
    var format: NumberFormat?
    var isFortran: Bool?
    var shape: [Int]?
    try scanner.expect("{")
    while !scanner.take("}") {
      scanner.skipSpaces()
      let start = scanner.next
      let key = try scanner.pythonString()
      try scanner.expect(":")
      switch key {
      case "descr" where format == nil: format = try numberFormat(&scanner)
      case "fortran_order" where isFortran == nil:
        if scanner.take("True") {
          isFortran = true
        } else if scanner.take("False") {
          isFortran = false
        } else {
          throw scanner.problem("True or False")
        }
      case "shape" where shape == nil:
        try scanner.expect("(")
        shape = try scanner.wholeNumbers(until: ")", limit: limits.axes, isPython: true)
      default:
        throw scanner.problem("the keys 'descr', 'fortran_order' and 'shape', each once", at: start)
      }
      if !scanner.take(",") {
        try scanner.expect("}")
        break
      }
    }
    scanner.skipSpaces()
    guard scanner.isAtEnd else { throw scanner.problem("nothing behind '}'") }
    guard let format, let isFortran, let shape else {
      throw scanner.problem("the keys 'descr', 'fortran_order' and 'shape'", at: 0)
    }
    return ArrayLayout(format: format, shape: shape, isFortran: isFortran)
  }

  private static func numberFormat(
    _ scanner: inout HeaderScanner
  ) throws(TensorFileError) -> NumberFormat {
    scanner.skipSpaces()
    if scanner.peek == UInt8(ascii: "[") {
      let fields = String(decoding: scanner.rest.prefix(60), as: UTF8.self)
      throw .unsupportedType(scanner.place, type: fields)
    }
    let name = try scanner.pythonString()
    guard let format = NumberFormat(npy: name) else {
      throw .unsupportedType(scanner.place, type: name)
    }
    return format
  }

  /// The bytes before the numbers of a row-major array, filled with spaces so that the numbers
  /// begin at a multiple of 64, as NumPy does.
  ///
  /// - Parameters:
  ///   - precision: The type of the numbers.
  ///   - shape: Any number of sizes up to some thousand, which always fits version 1.0.
  /// - Returns: A multiple of 64 bytes.
  static func bytes(precision: Precision, shape: [Int]) -> [UInt8] {
    let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var literal = Array(
      "{'descr': '\(precision.npyName)', 'fortran_order': False, 'shape': (\(sizes)), }".utf8)
    let unpadded = magic.count + 4 + literal.count + 1
    literal.append(contentsOf: [UInt8](repeating: 0x20, count: (64 - unpadded % 64) % 64))
    literal.append(0x0A)
    return magic + [1, 0, UInt8(literal.count & 0xFF), UInt8(literal.count >> 8)] + literal
  }
}
