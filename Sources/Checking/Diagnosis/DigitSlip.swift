// SPDX-License-Identifier: MIT

import AttentionEngine

/// Whether a number was written down with its digits in the wrong order or its point moved.
struct DigitSlip {
  private let typed: TypedNumber?
  private let expected: Interval
  private let decimals: Int

  init(_ cell: MarkedCell, decimals: Int) {
    typed = cell.typed
    expected = cell.expected
    self.decimals = decimals
  }

  var isMiscopied: Bool {
    guard let typed, let places = typed.decimals, typed.value.isFinite, typed.value != 0,
      expected.isFinite
    else { return false }
    return isPointMoved(typed, places) || areDigitsExchanged(typed, max(places, decimals))
  }

  private func isPointMoved(_ typed: TypedNumber, _ places: Int) -> Bool {
    // One digit says too little, and 0 is any number with its point moved.
    guard min(abs(expected.lower), abs(expected.upper)) >= 10 * unit(decimals),
      expected.lower.sign == expected.upper.sign
    else { return false }
    let meant = typed.rounded(to: max(places, decimals))
    return [0.01, 0.1, 10, 100].contains { power in
      // A moved point loses or gains places, but the digits are the same.
      let moved = Interval.between(meant.lower * power, meant.upper * power)
      let room = unit(decimals) / 2
      return Interval.between(typed.value * power - room, typed.value * power + room)
        .intersection(moved.widened(by: room))?.meets(expected) ?? false
    }
  }

  private func areDigitsExchanged(_ typed: TypedNumber, _ places: Int) -> Bool {
    let unit = unit(places)
    // Beyond this, units of the last place no longer fit a whole number.
    guard max(abs(typed.value), abs(expected.lower), abs(expected.upper)) < 1e15 * unit,
      expected.width < 50 * unit
    else { return false }
    let typedUnits = Int((typed.value / unit).rounded())
    let first = Int(((expected.lower - unit / 2) / unit - 1e-6).rounded(.up))
    let last = Int(((expected.upper + unit / 2) / unit + 1e-6).rounded(.down))
    guard first <= last else { return false }
    return (first...last).contains { right in
      right.signum() * typedUnits.signum() >= 0
        && Self.neighboursExchanged(abs(right), places).contains(abs(typedUnits))
    }
  }

  /// The numbers that differ by two digits next to each other in the wrong order.
  private static func neighboursExchanged(_ number: Int, _ places: Int) -> Set<Int> {
    var digits = Array(String(number).utf8.map { Int($0) - 48 })
    while digits.count < places + 1 { digits.insert(0, at: 0) }
    var result: Set<Int> = []
    for index in digits.indices.dropLast() where digits[index] != digits[index + 1] {
      var changed = digits
      changed.swapAt(index, index + 1)
      result.insert(changed.reduce(0) { $0 * 10 + $1 })
    }
    return result
  }
}
