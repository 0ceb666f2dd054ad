// SPDX-License-Identifier: MIT

/// Zips of our own wording, with room for lies.
struct ZipBytes {
  struct Entry {
    var name: String
    var data: [UInt8]
    /// What the list of contents claims; the truth when `nil`.
    var unpackedSize: UInt32?
    var packedSize: UInt32?
    var checkSum: UInt32?
    var method: UInt16 = 0
    var flags: UInt16 = 0
  }

  var entries: [Entry] = []
  /// What the end record claims; the truth when `nil`.
  var count: UInt16?
  var directorySize: UInt32?
  var directoryStart: UInt32?
  /// Bytes between the list of contents and the end record.
  var beforeEnd: [UInt8] = []

  /// The file.
  var bytes: [UInt8] {
    var result: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let start = UInt32(result.count)
      let sum = entry.checkSum ?? Self.checkSum(entry.data)
      let packed = entry.packedSize ?? UInt32(entry.data.count)
      let unpacked = entry.unpackedSize ?? UInt32(entry.data.count)
      let shared =
        Self.two(20) + Self.two(entry.flags) + Self.two(entry.method) + Self.four(0x0021_0000)
        + Self.four(sum) + Self.four(packed) + Self.four(unpacked)
        + Self.two(UInt16(entry.name.utf8.count)) + Self.two(0)
      result += Array("PK\u{3}\u{4}".utf8) + shared + Array(entry.name.utf8) + entry.data
      directory += Array("PK\u{1}\u{2}".utf8) + Self.two(20) + shared + Self.two(0) + Self.two(0)
      directory += Self.two(0) + Self.four(0) + Self.four(start) + Array(entry.name.utf8)
    }
    let start = UInt32(result.count)
    let count = count ?? UInt16(entries.count)
    result += directory + beforeEnd + Array("PK\u{5}\u{6}".utf8) + Self.four(0)
    result += Self.two(count) + Self.two(count)
    result += Self.four(directorySize ?? UInt32(directory.count))
    return result + Self.four(directoryStart ?? start) + Self.two(0)
  }

  static func two(_ number: UInt16) -> [UInt8] { [UInt8(number & 0xFF), UInt8(number >> 8)] }

  static func four(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  static func eight(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// CRC-32, bit by bit.
  static func checkSum(_ bytes: [UInt8]) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}
