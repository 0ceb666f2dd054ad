// SPDX-License-Identifier: MIT

/// A sorted set of code points, looked up by bisection.
struct CodePointSet: Sendable {
  private let firsts: [UInt32]
  private let lasts: [UInt32]

  /// Reads ranges such as `300-36F 483` that stand in ascending order.
  init(ranges: String) {
    var firsts: [UInt32] = []
    var lasts: [UInt32] = []
    var current: UInt32 = 0
    var first: UInt32?
    func close(into lasts: inout [UInt32], _ firsts: inout [UInt32]) {
      firsts.append(first ?? current)
      lasts.append(current)
    }
    var hasDigits = false
    for byte in ranges.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x46:
        current = current << 4 | UInt32(byte <= 0x39 ? byte - 0x30 : byte - 0x37)
        hasDigits = true
      case 0x2d:
        first = current
        current = 0
      default:
        if hasDigits { close(into: &lasts, &firsts) }
        (current, first, hasDigits) = (0, nil, false)
      }
    }
    if hasDigits { close(into: &lasts, &firsts) }
    self.firsts = firsts
    self.lasts = lasts
  }

  /// The number of ranges.
  var rangeCount: Int { firsts.count }

  /// Returns whether the code point belongs to the set.
  func contains(_ scalar: Unicode.Scalar) -> Bool {
    var low = 0
    var high = firsts.count
    while low < high {
      let middle = (low + high) / 2
      if firsts[middle] <= scalar.value { low = middle + 1 } else { high = middle }
    }
    return low > 0 && scalar.value <= lasts[low - 1]
  }

  static let zero = CodePointSet(ranges: WidthTables.zero)
  static let wide = CodePointSet(ranges: WidthTables.wide)
  static let ambiguous = CodePointSet(ranges: WidthTables.ambiguous)
  static let emoji = CodePointSet(ranges: WidthTables.emoji)
}
