// SPDX-License-Identifier: MIT

import Tensors

/// How a file stores one number.
struct NumberFormat: Equatable, Sendable {
  enum Kind: String, Sendable {
    case bool
    case int8, int16, int32, int64
    case uint8, uint16, uint32, uint64
    case float16, bfloat16, float32, float64
  }

  let kind: Kind
  let isBigEndian: Bool
  /// What the file calls it, such as `<f4` or `BF16`.
  let name: String

  /// How many bytes a number takes in the file.
  var byteCount: Int {
    switch kind {
    case .bool, .int8, .uint8: 1
    case .int16, .uint16, .float16, .bfloat16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }

  /// The type of tensor that holds every number of up to 32 bits exactly.
  var precision: Precision {
    switch kind {
    case .bool, .int8, .int16, .uint8, .uint16, .float16, .bfloat16, .float32: .float32
    case .int32, .int64, .uint32, .uint64, .float64: .float64
    }
  }
}

extension NumberFormat {
  /// The format that NumPy's `descr` means; `nil` for types no tensor holds.
  init?(npy name: String) {
    let order = name.first
    guard let order, "<>|=".contains(order), let kind = Self.npyKinds[String(name.dropFirst())]
    else { return nil }
    self.init(kind: kind, isBigEndian: order == ">", name: name)
    // A number of several bytes must say which comes first.
    if byteCount > 1 && (order == "|" || order == "=") { return nil }
  }

  /// The format that the `dtype` of a `.safetensors` means; `nil` for types no tensor holds.
  init?(safetensors name: String) {
    guard let kind = Self.safetensorsKinds[name] else { return nil }
    self.init(kind: kind, isBigEndian: false, name: name)
  }

  private static let npyKinds: [String: Kind] = [
    "b1": .bool, "i1": .int8, "i2": .int16, "i4": .int32, "i8": .int64, "u1": .uint8,
    "u2": .uint16, "u4": .uint32, "u8": .uint64, "f2": .float16, "f4": .float32, "f8": .float64,
  ]

  private static let safetensorsKinds: [String: Kind] = [
    "BOOL": .bool, "I8": .int8, "I16": .int16, "I32": .int32, "I64": .int64, "U8": .uint8,
    "U16": .uint16, "U32": .uint32, "U64": .uint64, "F16": .float16, "BF16": .bfloat16,
    "F32": .float32, "F64": .float64,
  ]
}

extension Precision {
  /// What NumPy calls the type, as we write it.
  var npyName: String { self == .float32 ? "<f4" : "<f8" }
  /// What safetensors calls the type.
  var safetensorsName: String { self == .float32 ? "F32" : "F64" }
}
