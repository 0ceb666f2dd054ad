// SPDX-License-Identifier: MIT

/// Turns the bytes of a terminal into keys, however the reads have cut them.
///
/// Unknown sequences and pasted text are swallowed whole, so that they never become commands.
///
/// ```swift
/// var decoder = KeyDecoder()
/// decoder.feed([0x1b, 0x5b])  // []: more must follow
/// decoder.feed([0x41])  // [.up]
/// ```
public struct KeyDecoder: Sendable {
  /// What has not become a key yet.
  var pending: [UInt8] = []
  var isPasting = false

  /// The longest control sequence that is waited for.
  static let longestSequence = 256
  static let pasteEnd: [UInt8] = [0x1b, 0x5b, 0x32, 0x30, 0x31, 0x7e]

  /// Creates a decoder that has seen nothing.
  public init() {}

  /// The milliseconds after which `expire()` must be called; `nil` when nothing is half read.
  public var patience: Int32? {
    if isPasting || pending.isEmpty { return nil }
    return pending == [0x1b] ? 50 : 150
  }

  /// Returns the keys that some more bytes complete.
  public mutating func feed(_ bytes: some Sequence<UInt8>) -> [Key] {
    pending += bytes
    var keys: [Key] = []
    while !pending.isEmpty, let step = next() {
      pending.removeFirst(min(step.length, pending.count))
      if let key = step.key { keys.append(key) }
    }
    return keys
  }

  /// Returns what half a sequence means when nothing follows: Escape, or nothing.
  public mutating func expire() -> [Key] {
    guard !isPasting else { return [] }
    let keys: [Key] = pending == [0x1b] ? [.escape] : []
    pending = []
    return keys
  }

  /// A number of bytes, and the key they are, if they are one.
  struct Step {
    let length: Int
    var key: Key?
  }

  /// The first step that is complete; `nil` when more bytes are needed.
  private mutating func next() -> Step? {
    if isPasting { return pasted() }
    let byte = pending[0]
    switch byte {
    case 0x1b: return escape()
    case 0x09: return Step(length: 1, key: .tab)
    case 0x0a, 0x0d: return Step(length: 1, key: .enter)
    case 0x08, 0x7f: return Step(length: 1, key: .backspace)
    case 0x01...0x1a: return Step(length: 1, key: .control(Character(Unicode.Scalar(byte + 0x60))))
    case 0x00, 0x1c...0x1f: return Step(length: 1)
    default: return character(at: 0)
    }
  }

  /// Skips pasted text; at its end, what might be the beginning of the closing sequence is kept.
  private mutating func pasted() -> Step? {
    let end = Self.pasteEnd
    for start in pending.indices where pending[start] == 0x1b {
      let rest = pending[start...].prefix(end.count)
      guard end.starts(with: rest) else { continue }
      if rest.count == end.count {
        isPasting = false
        return Step(length: start + end.count)
      }
      return start > 0 ? Step(length: start) : nil
    }
    return Step(length: pending.count)
  }

  /// One character of UTF-8; what is none is dropped byte by byte.
  func character(at start: Int) -> Step? {
    let lead = pending[start]
    let length =
      switch lead {
      case 0x20...0x7e: 1
      case 0xc2...0xdf: 2
      case 0xe0...0xef: 3
      case 0xf0...0xf4: 4
      default: 0
      }
    guard length > 0 else { return Step(length: 1) }
    let bytes = pending[start...].prefix(length)
    guard bytes.dropFirst().allSatisfy({ $0 & 0xc0 == 0x80 }) else { return Step(length: 1) }
    guard bytes.count == length else { return nil }
    guard let text = String(validating: bytes, as: UTF8.self),
      let scalar = text.unicodeScalars.first,
      !(0x80...0x9f).contains(scalar.value)
    else { return Step(length: length) }
    return Step(length: length, key: .character(Character(scalar)))
  }
}
