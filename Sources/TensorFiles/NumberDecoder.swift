// SPDX-License-Identifier: MIT

import Tensors

/// Widens stored numbers to `Float` or `Double`, exactly.
struct NumberDecoder {
  let format: NumberFormat

  /// A number that has no exact place in the tensor.
  struct BadNumber {
    let index: Int
    let found: String
    let expected: String
  }

  /// Decodes as many numbers as `result` has places.
  ///
  /// - Parameters:
  ///   - bytes: `result.count · format.byteCount` bytes.
  ///   - result: Memory for the numbers.
  /// - Returns: The first number that cannot be held, or `nil`.
  func decode<Scalar: TensorScalar>(
    _ bytes: UnsafeRawBufferPointer, into result: UnsafeMutableBufferPointer<Scalar>
  ) -> BadNumber? {
    switch format.kind {
    case .bool: return truthValues(bytes, into: result)
    case .int8: return integers(bytes, Int8.self, into: result)
    case .int16: return integers(bytes, Int16.self, into: result)
    case .int32: return integers(bytes, Int32.self, into: result)
    case .int64: return integers(bytes, Int64.self, into: result)
    case .uint8: return integers(bytes, UInt8.self, into: result)
    case .uint16: return integers(bytes, UInt16.self, into: result)
    case .uint32: return integers(bytes, UInt32.self, into: result)
    case .uint64: return integers(bytes, UInt64.self, into: result)
    case .float16: words(bytes, UInt16.self) { result[$0] = Scalar(Float(half: $1)) }
    case .bfloat16:
      words(bytes, UInt16.self) { result[$0] = Scalar(Float(bitPattern: UInt32($1) << 16)) }
    case .float32: words(bytes, UInt32.self) { result[$0] = Scalar(Float(bitPattern: $1)) }
    case .float64: words(bytes, UInt64.self) { result[$0] = Scalar(Double(bitPattern: $1)) }
    }
    return nil
  }

  /// Calls `body` with every word, its bytes put in order.
  @inline(__always)
  private func words<Word: FixedWidthInteger>(
    _ bytes: UnsafeRawBufferPointer, _ type: Word.Type, _ body: (Int, Word) -> Void
  ) {
    let width = MemoryLayout<Word>.size
    for index in 0..<(bytes.count / width) {
      let word = bytes.loadUnaligned(fromByteOffset: index * width, as: Word.self)
      body(index, format.isBigEndian ? Word(bigEndian: word) : Word(littleEndian: word))
    }
  }

  private func integers<Word: FixedWidthInteger, Scalar: TensorScalar>(
    _ bytes: UnsafeRawBufferPointer, _ type: Word.Type,
    into result: UnsafeMutableBufferPointer<Scalar>
  ) -> BadNumber? {
    var bad: BadNumber?
    let isAlwaysExact = Word.bitWidth <= Scalar.significandBitCount + 1
    words(bytes, type) { index, word in
      if isAlwaysExact {
        result[index] = Scalar(word)
      } else if let exact = Scalar(exactly: word) {
        result[index] = exact
      } else if bad == nil {
        bad = BadNumber(
          index: index, found: "\(word)", expected: "an integer that float64 holds exactly")
      }
    }
    return bad
  }

  private func truthValues<Scalar: TensorScalar>(
    _ bytes: UnsafeRawBufferPointer, into result: UnsafeMutableBufferPointer<Scalar>
  ) -> BadNumber? {
    for index in bytes.indices {
      guard bytes[index] <= 1 else {
        return BadNumber(index: index, found: "the byte \(bytes[index])", expected: "0 or 1")
      }
      result[index] = Scalar(bytes[index])
    }
    return nil
  }
}

extension Float {
  /// Widens a float16: 1 sign, 5 exponent and 10 fraction bits.
  ///
  /// `Float16` does not exist on every
  /// system that Swift compiles for.
  init(half bits: UInt16) {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10) & 0x1F
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:
      let magnitude = Float(fraction) * 0x1p-24
      self = sign == 0 ? magnitude : -magnitude
    case 0x1F: self = Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: self = Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
