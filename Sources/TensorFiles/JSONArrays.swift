// SPDX-License-Identifier: MIT

import Tensors

/// Arrays in a JSON file: nested lists by name, or what `attn trace --export` writes.
///
///     {"weights": [[1, 0], [0.25, 0.75]], "raw_scores": [["nan", "-inf"], [1, 2]]}
///     {"format": 1, "stages": [{"id": "weights", "values": [[1, 0], [0.25, 0.75]]}]}
///
/// Numbers that are not finite are the strings `"nan"`, `"inf"`, `"-inf"`, or bare as Python writes
/// them: `NaN`, `Infinity`, `-Infinity`. Members that hold no numbers are passed over.
public struct JSONArrays: Sendable {
  /// The arrays, in the order of the file.
  public let arrays: [(name: String, tensor: AnyTensor)]

  /// Reads a file.
  ///
  /// - Throws: `TensorFileError` that names the byte.
  public init(path: String, limits: TensorFileLimits = .standard) throws(TensorFileError) {
    let file = try RegularFile(path)
    guard file.size <= limits.jsonBytes else {
      throw .aboveLimit(
        ArrayPlace(file: path), what: "the number of bytes of JSON", found: file.size,
        limit: limits.jsonBytes)
    }
    let bytes = try file.bytes(file.size, at: 0, part: "the file")
    var reader = JSONArrayReader(bytes, path: path, limits: limits)
    try reader.readFile()
    arrays = reader.arrays
  }
}

/// Reads the one object of a JSON file of arrays.
struct JSONArrayReader {
  private var scanner: HeaderScanner
  private var names: NameCheck
  private let limits: TensorFileLimits
  private let path: String
  private(set) var arrays: [(name: String, tensor: AnyTensor)] = []

  init(_ bytes: [UInt8], path: String, limits: TensorFileLimits) {
    scanner = HeaderScanner(bytes, place: ArrayPlace(file: path), firstByte: 0)
    names = NameCheck(file: path, limits: limits)
    self.limits = limits
    self.path = path
  }

  mutating func readFile() throws(TensorFileError) {
    try readMembers { name, reader throws(TensorFileError) in
      if name == "stages" {
        try reader.readStages()
      } else if let tensor = try reader.array() {
        try reader.add(name, tensor)
      }
    }
    scanner.skipSpaces()
    guard scanner.isAtEnd else { throw scanner.problem("nothing behind the object") }
  }

  private mutating func add(_ name: String, _ tensor: AnyTensor) throws(TensorFileError) {
    try names.add(name)
    arrays.append((name, tensor))
  }

  private mutating func readMembers(
    _ body: (String, inout JSONArrayReader) throws(TensorFileError) -> Void
  ) throws(TensorFileError) {
    guard scanner.take("{") else { throw scanner.problem("'{': an object of arrays by name") }
    if scanner.take("}") { return }
    repeat {
      let name = try scanner.jsonString()
      try scanner.expect(":")
      try body(name, &self)
    } while scanner.take(",")
    try scanner.expect("}")
  }

  /// What `attn trace --export file.json` writes.
  private mutating func readStages() throws(TensorFileError) {
    guard scanner.take("[") else { throw scanner.problem("'[': a list of stages") }
    if scanner.take("]") { return }
    repeat {
      var id: String?
      var values: AnyTensor?
      try readMembers { name, reader throws(TensorFileError) in
        switch name {
        case "id": id = try reader.scanner.jsonString()
        case "values": values = try reader.array()
        default: try reader.skip(depth: 0)
        }
      }
      guard let id, let values else {
        throw scanner.problem("a stage with an id and values before this")
      }
      try add(id, values)
    } while scanner.take(",")
    try scanner.expect("]")
  }

  // MARK: - Values

  /// Takes nested lists of numbers; `nil` for a value that holds none, which is passed over.
  private mutating func array() throws(TensorFileError) -> AnyTensor? {
    scanner.skipSpaces()
    let start = scanner.next
    var list = NestedNumbers(limit: limits.axes)
    if scanner.peek == UInt8(ascii: "[") {
      guard try read(into: &list, depth: 0) else {
        scanner.next = start
        try skip(depth: 0)
        return nil
      }
    } else if let number = try number() {
      list.numbers = [number]
    } else {
      try skip(depth: 0)
      return nil
    }
    let axes = list.shape.enumerated().map {
      Axis(AxisName(rawValue: "axis\($0.offset)"), $0.element)
    }
    return .float64(Tensor(axes: axes, scalars: list.numbers))
  }

  /// Takes one list; `false` when it holds something else than numbers and lists.
  private mutating func read(
    into list: inout NestedNumbers, depth: Int
  ) throws(TensorFileError) -> Bool {
    let start = scanner.next
    try scanner.expect("[")
    guard depth < limits.axes else {
      throw scanner.problem("at most \(limits.axes) lists in a list")
    }
    var count = 0
    if !scanner.take("]") {
      repeat {
        scanner.skipSpaces()
        if scanner.peek == UInt8(ascii: "[") {
          guard try read(into: &list, depth: depth + 1) else { return false }
        } else {
          guard let number = try number() else { return false }
          guard list.isDepth(depth + 1) else {
            throw scanner.problem("lists of equal depth: a number stands beside a list")
          }
          list.numbers.append(number)
        }
        count += 1
      } while scanner.take(",")
      try scanner.expect("]")
    }
    guard list.close(depth: depth, count: count) else {
      throw scanner.problem("as many numbers as in the rows before, not \(count)", at: start)
    }
    return true
  }

  /// Takes a number, also one that is not finite; `nil` when something else comes.
  private mutating func number() throws(TensorFileError) -> Double? {
    scanner.skipSpaces()
    if scanner.take("NaN") || scanner.take("\"nan\"") || scanner.take("\"NaN\"") { return .nan }
    if scanner.take("-Infinity") || scanner.take("\"-inf\"") || scanner.take("\"-Infinity\"") {
      return -.infinity
    }
    if scanner.take("Infinity") || scanner.take("\"inf\"") || scanner.take("\"Infinity\"") {
      return .infinity
    }
    let start = scanner.next
    let isNumber = { (byte: UInt8) in
      (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
    }
    while let byte = scanner.peek, isNumber(byte) { scanner.next += 1 }
    guard scanner.next > start else { return nil }
    let text = String(decoding: scanner.bytes[start..<scanner.next], as: UTF8.self)
    guard scanner.next - start <= 400, let first = text.utf8.first, first != 0x2B, first != 0x2E,
      let value = Double(text)
    else { throw scanner.problem("a number of JSON", at: start) }
    return value
  }

  /// Passes over any value.
  private mutating func skip(depth: Int) throws(TensorFileError) {
    guard depth < 64 else { throw scanner.problem("at most 64 values in one another") }
    scanner.skipSpaces()
    switch scanner.peek {
    case UInt8(ascii: "\""): _ = try scanner.jsonString()
    case UInt8(ascii: "{"):
      try readMembers { _, reader throws(TensorFileError) in try reader.skip(depth: depth + 1) }
    case UInt8(ascii: "["):
      _ = scanner.take("[")
      if scanner.take("]") { return }
      repeat { try skip(depth: depth + 1) } while scanner.take(",")
      try scanner.expect("]")
    default:
      if scanner.take("true") || scanner.take("false") || scanner.take("null") { return }
      guard try number() != nil else { throw scanner.problem("a value of JSON") }
    }
  }
}

/// Numbers of nested lists as they come in, and the shape found so far.
struct NestedNumbers {
  var numbers: [Double] = []
  /// The length of the lists at each depth; `nil` until the first of them ends.
  private var counts: [Int?]
  /// How many lists stand around a number; `nil` until the first number.
  private var depth: Int?

  init(limit: Int) { counts = Array(repeating: nil, count: limit) }

  /// Whether numbers may stand at this depth.
  mutating func isDepth(_ depth: Int) -> Bool {
    if self.depth == nil { self.depth = depth }
    return self.depth == depth && (counts[depth...].allSatisfy { $0 == nil })
  }

  /// Ends a list; `false` when others of its depth have another length.
  mutating func close(depth: Int, count: Int) -> Bool {
    if let other = counts[depth] { return other == count }
    counts[depth] = count
    return true
  }

  var shape: [Int] { counts.prefix { $0 != nil }.compactMap { $0 } }
}
