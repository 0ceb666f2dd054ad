// SPDX-License-Identifier: MIT

/// A JSON parser that forgives nothing, written apart from the program's own writer.
indirect enum StrictJSON: Equatable {
  case null
  case bool(Bool)
  case number(Double, text: String)
  case string(String)
  case array([StrictJSON])
  case object([(key: String, value: StrictJSON)])

  struct Failure: Error { let at: Int, what: String }

  static func == (left: StrictJSON, right: StrictJSON) -> Bool { "\(left)" == "\(right)" }

  init(_ text: String) throws {
    var parser = Parser(bytes: Array(text.utf8))
    self = try parser.value(depth: 0)
    parser.skipBlanks()
    guard parser.next == parser.bytes.count else { throw parser.failure("text after the end") }
  }

  subscript(key: String) -> StrictJSON? {
    if case .object(let members) = self { members.first { $0.key == key }?.value } else { nil }
  }

  var items: [StrictJSON] { if case .array(let items) = self { items } else { [] } }
  var keys: [String] { if case .object(let members) = self { members.map(\.key) } else { [] } }
  var string: String? { if case .string(let text) = self { text } else { nil } }
  var double: Double? { if case .number(let value, _) = self { value } else { nil } }
  var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  var isNull: Bool { self == .null }

  /// Every string in it, keys too.
  var strings: [String] {
    switch self {
    case .string(let text): [text]
    case .array(let items): items.flatMap(\.strings)
    case .object(let members): members.flatMap { [$0.key] + $0.value.strings }
    default: []
    }
  }

  /// The text of every number in it.
  var numbers: [String] {
    switch self {
    case .number(_, let text): [text]
    case .array(let items): items.flatMap(\.numbers)
    case .object(let members): members.flatMap(\.value.numbers)
    default: []
    }
  }

  private struct Parser {
    let bytes: [UInt8]
    var next = 0

    func failure(_ what: String) -> Failure { Failure(at: next, what: what) }

    mutating func skipBlanks() {
      while next < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[next]) { next += 1 }
    }

    mutating func take(_ text: String) -> Bool {
      let wanted = Array(text.utf8)
      guard bytes.dropFirst(next).starts(with: wanted) else { return false }
      next += wanted.count
      return true
    }

    mutating func value(depth: Int) throws -> StrictJSON {
      guard depth < 100 else { throw failure("too deep") }
      skipBlanks()
      guard next < bytes.count else { throw failure("the end") }
      if take("null") { return .null }
      if take("true") { return .bool(true) }
      if take("false") { return .bool(false) }
      switch bytes[next] {
      case UInt8(ascii: "\""): return .string(try string())
      case UInt8(ascii: "["): return try array(depth)
      case UInt8(ascii: "{"): return try object(depth)
      default: return try number()
      }
    }

    private mutating func array(_ depth: Int) throws -> StrictJSON {
      next += 1
      var items: [StrictJSON] = []
      skipBlanks()
      if take("]") { return .array([]) }
      while true {
        items.append(try value(depth: depth + 1))
        skipBlanks()
        if take("]") { return .array(items) }
        guard take(",") else { throw failure("no comma") }
      }
    }

    private mutating func object(_ depth: Int) throws -> StrictJSON {
      next += 1
      var members: [(key: String, value: StrictJSON)] = []
      skipBlanks()
      if take("}") { return .object([]) }
      while true {
        skipBlanks()
        let key = try string()
        guard !members.contains(where: { $0.key == key }) else { throw failure("\(key) twice") }
        skipBlanks()
        guard take(":") else { throw failure("no colon") }
        members.append((key, try value(depth: depth + 1)))
        skipBlanks()
        if take("}") { return .object(members) }
        guard take(",") else { throw failure("no comma") }
      }
    }

    private mutating func string() throws -> String {
      guard take("\"") else { throw failure("no string") }
      var result: [UInt8] = []
      while next < bytes.count {
        let byte = bytes[next]
        next += 1
        switch byte {
        case UInt8(ascii: "\""):
          guard let text = String(validating: result, as: UTF8.self) else {
            throw failure("no UTF-8")
          }
          return text
        case UInt8(ascii: "\\"): try escape(&result)
        case 0..<0x20: throw failure("a control character")
        default: result.append(byte)
        }
      }
      throw failure("an open string")
    }

    private mutating func escape(_ result: inout [UInt8]) throws {
      guard next < bytes.count else { throw failure("an open escape") }
      let letter = Character(UnicodeScalar(bytes[next]))
      next += 1
      let plain: [Character: UInt8] = [
        "\"": 0x22, "\\": 0x5C, "/": 0x2F, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9,
      ]
      if let byte = plain[letter] { return result.append(byte) }
      guard letter == "u", next + 4 <= bytes.count,
        let code = UInt32(String(decoding: bytes[next..<(next + 4)], as: UTF8.self), radix: 16),
        let scalar = UnicodeScalar(code)
      else { throw failure("an unknown escape") }
      next += 4
      result += Array(String(Character(scalar)).utf8)
    }

    private mutating func number() throws -> StrictJSON {
      let start = next
      while next < bytes.count, "+-.0123456789eE".utf8.contains(bytes[next]) { next += 1 }
      let text = String(decoding: bytes[start..<next], as: UTF8.self)
      guard text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil,
        let value = Double(text), value.isFinite
      else { throw failure("no number: \(text)") }
      return .number(value, text: text)
    }
  }
}
