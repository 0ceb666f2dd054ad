// SPDX-License-Identifier: MIT

import Tensors

/// The header of a `.safetensors` file: its length in eight bytes, then JSON.
///
///     {"X":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}
///
/// Source: the format section of https://github.com/huggingface/safetensors.
struct SafetensorsHeader {
  struct Entry {
    let name: String
    let type: String
    let shape: [Int]
    /// Where the numbers lie, from the first byte behind the header.
    let bytes: Range<Int>
  }

  /// The arrays, in the order of the header.
  private(set) var entries: [Entry] = []
  /// Where the numbers of all arrays begin within the file.
  let dataStart: Int

  /// Reads the header and holds it against the size of the file.
  ///
  /// - Throws: `TensorFileError`; no more than `limits.safetensorsHeaderBytes` were allocated.
  init(_ file: RegularFile, limits: TensorFileLimits) throws(TensorFileError) {
    let lengthBytes = try file.bytes(8, at: 0, part: "the length of the header")
    let length = lengthBytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let place = ArrayPlace(file: file.path, byte: 0)
    guard length <= UInt64(limits.safetensorsHeaderBytes) else {
      throw .aboveLimit(
        place, what: "the length of the header", found: Int(clamping: length),
        limit: limits.safetensorsHeaderBytes)
    }
    dataStart = 8 + Int(length)
    let bytes = try file.bytes(Int(length), at: 8, part: "the header")
    var scanner = HeaderScanner(bytes, place: ArrayPlace(file: file.path), firstByte: 8)
    guard scanner.peek == UInt8(ascii: "{") else { throw scanner.problem("'{'") }
    try parse(&scanner, limits: limits)
    try checkOffsets(size: file.size - dataStart, path: file.path)
  }

  /// The layout of one array, held against its bytes.
  ///
  /// - Throws: `TensorFileError.unsupportedType`, `.sizeDisagrees`, `.aboveLimit` or `.badHeader`.
  func layout(
    of entry: Entry, path: String, limits: TensorFileLimits
  ) throws(TensorFileError) -> ArrayLayout {
    let place = ArrayPlace(file: path, array: entry.name)
    guard let format = NumberFormat(safetensors: entry.type) else {
      throw .unsupportedType(place, type: entry.type)
    }
    let layout = ArrayLayout(format: format, shape: entry.shape, isFortran: false)
    try layout.check(available: entry.bytes.count, place: place, limits: limits)
    return layout
  }

  /// Refuses overlaps and gaps: as the format wants, the arrays cover the data without either, so
  /// that no byte is read twice and nothing is hidden.
  private func checkOffsets(size: Int, path: String) throws(TensorFileError) {
    var end = 0
    let inOrder = entries.sorted {
      ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound)
    }
    for entry in inOrder {
      let place = ArrayPlace(file: path, array: entry.name)
      guard entry.bytes.upperBound <= size else {
        throw .endsEarly(
          place, part: "the data of the arrays so far", needed: entry.bytes.upperBound,
          available: size)
      }
      guard entry.bytes.lowerBound == end else {
        throw .badHeader(
          place, found: "data_offsets that begin at \(entry.bytes.lowerBound)",
          expected: "\(end), where the array before ends")
      }
      end = entry.bytes.upperBound
    }
    guard end == size else {
      throw .badHeader(
        ArrayPlace(file: path, byte: dataStart + end),
        found: "no array for the last "
          + byteCount(size - end), expected: "arrays that cover the file to its end")
    }
  }
}

// MARK: - JSON

extension SafetensorsHeader {
  private mutating func parse(
    _ scanner: inout HeaderScanner, limits: TensorFileLimits
  ) throws(TensorFileError) {
    var names = NameCheck(file: scanner.place.file, limits: limits)
    try scanner.expect("{")
    if !scanner.take("}") {
      repeat {
        let name = try scanner.jsonString()
        try names.add(name)
        try scanner.expect(":")
        if name == "__metadata__" {
          try Self.skipMetadata(&scanner)
        } else {
          entries.append(try Self.entry(name, &scanner, limits: limits))
        }
      } while scanner.take(",")
      try scanner.expect("}")
    }
    scanner.skipSpaces()
    guard scanner.isAtEnd else { throw scanner.problem("nothing behind '}'") }
  }

  /// Texts under `__metadata__` concern other programs.
  private static func skipMetadata(_ scanner: inout HeaderScanner) throws(TensorFileError) {
    try scanner.expect("{")
    if scanner.take("}") { return }
    repeat {
      _ = try scanner.jsonString()
      try scanner.expect(":")
      _ = try scanner.jsonString()
    } while scanner.take(",")
    try scanner.expect("}")
  }

  private static func entry(
    _ name: String, _ scanner: inout HeaderScanner, limits: TensorFileLimits
  ) throws(TensorFileError) -> Entry {
    let start = scanner.next
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
    try scanner.expect("{")
    repeat {
      scanner.skipSpaces()
      let keyStart = scanner.next
      let key = try scanner.jsonString()
      try scanner.expect(":")
      switch key {
      case "dtype" where type == nil: type = try scanner.jsonString()
      case "shape" where shape == nil: shape = try list(&scanner, limit: limits.axes)
      case "data_offsets" where offsets == nil: offsets = try list(&scanner, limit: 2)
      default:
        throw scanner.problem("the keys dtype, shape and data_offsets, each once", at: keyStart)
      }
    } while scanner.take(",")
    try scanner.expect("}")
    guard let type, let shape, let offsets else {
      throw scanner.problem("dtype, shape and data_offsets for \(quoted(name))", at: start)
    }
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw scanner.problem("two data_offsets for \(quoted(name)), the smaller first", at: start)
    }
    return Entry(name: name, type: type, shape: shape, bytes: offsets[0]..<offsets[1])
  }

  private static func list(
    _ scanner: inout HeaderScanner, limit: Int
  ) throws(TensorFileError) -> [Int] {
    try scanner.expect("[")
    return try scanner.wholeNumbers(until: "]", limit: limit, isPython: false)
  }

  /// The bytes before the numbers of some arrays, which follow one another in this order.
  static func bytes(_ arrays: [(name: String, tensor: AnyTensor)]) -> [UInt8] {
    var next = 0
    let entries = arrays.map { array in
      let start = next
      next += array.tensor.count * array.tensor.precision.byteCount
      let shape = array.tensor.shape.map(String.init).joined(separator: ",")
      return "\(jsonQuoted(array.name)):{\"dtype\":\"\(array.tensor.precision.safetensorsName)\","
        + "\"shape\":[\(shape)],\"data_offsets\":[\(start),\(next)]}"
    }
    var json = Array("{\(entries.joined(separator: ","))}".utf8)
    json.append(contentsOf: [UInt8](repeating: 0x20, count: (8 - json.count % 8) % 8))
    return (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) } + json
  }
}
