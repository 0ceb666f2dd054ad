// SPDX-License-Identifier: MIT

/// Any JSON value, read and written without losing what is not understood.
enum JSONTree: Codable, Equatable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONTree])
  case object([String: JSONTree])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let found = try? value.decode(Bool.self) {
      self = .bool(found)
    } else if let found = try? value.decode(Int.self) {
      self = .integer(found)
    } else if let found = try? value.decode(Double.self) {
      self = .number(found)
    } else if let found = try? value.decode(String.self) {
      self = .string(found)
    } else if let found = try? value.decode([JSONTree].self) {
      self = .array(found)
    } else {
      self = .object(try value.decode([String: JSONTree].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .null: try value.encodeNil()
    case .bool(let found): try value.encode(found)
    case .integer(let found): try value.encode(found)
    case .number(let found): try value.encode(found)
    case .string(let found): try value.encode(found)
    case .array(let found): try value.encode(found)
    case .object(let found): try value.encode(found)
    }
  }

  /// A member of an object; `nil` where there is none, and for values that are no objects.
  subscript(key: String) -> JSONTree? {
    get { if case .object(let members) = self { members[key] } else { nil } }
    set {
      guard case .object(var members) = self else { return }
      members[key] = newValue
      self = .object(members)
    }
  }

  var isObject: Bool { if case .object = self { true } else { false } }
  var whole: Int? { if case .integer(let value) = self { value } else { nil } }
  var isTrue: Bool { self == .bool(true) }

  /// The whole numbers of a list.
  var wholes: [Int] {
    if case .array(let items) = self { items.compactMap(\.whole) } else { [] }
  }

  /// The members of an object.
  var members: [String: JSONTree] {
    if case .object(let members) = self { members } else { [:] }
  }
}
