// SPDX-License-Identifier: MIT

import AttentionEngine

/// A sum of numbers whose printed terms add up to its printed total.
///
/// Rounded terms need not add up to the rounded total. Where they do not, a last term says what the
/// rounding of the others left, so that whoever adds what is on the screen gets what is on the
/// screen.
struct SumText {
  private let total: Double
  private let numbers: PrintedNumber
  /// The terms that are written out; of a long sum, those between become one.
  private let shown: [Double]
  private let joinedCount: Int

  private static let longest = 12

  /// - Parameters:
  ///   - addends: The terms.
  ///   - total: What they must come to.
  ///   - numbers: How they are printed.
  init(_ addends: [Double], total: Double, _ numbers: PrintedNumber) {
    self.total = total
    self.numbers = numbers
    guard addends.count > Self.longest else {
      shown = addends
      joinedCount = 0
      return
    }
    let middle = addends.dropFirst(Self.longest / 2).dropLast(2)
    shown = addends.prefix(Self.longest / 2) + [middle.reduce(0, +)] + addends.suffix(2)
    joinedCount = middle.count
  }

  /// Whether every term is short and exact, so that nothing is rounded at all.
  private var isExact: Bool { (shown + [total]).allSatisfy { numbers.isExact($0) } }

  /// What the printed total has more than the printed terms, in units of the last place.
  private var remainder: Int? {
    let units = shown.compactMap { numbers.units($0) }
    guard units.count == shown.count, let total = numbers.units(total) else {
      return nil
    }
    return total - units.reduce(0, +)
  }

  var addsUp: Bool { isExact || remainder.map { $0 == 0 } ?? true }

  func text(_ notation: Notation) -> String {
    let minus = notation == .unicode ? " − " : " - "
    let isExact = isExact
    var line = ""
    for (index, term) in shown.enumerated() {
      let text = isExact ? numbers.text(term) : numbers.fixed(term)
      if index == 0 {
        line = text
      } else {
        line += text.hasPrefix("-") ? minus + text.dropFirst() : " + " + text
      }
      if joinedCount > 0, index == Self.longest / 2 { line += " (\(joinedCount) terms)" }
    }
    if !isExact, let remainder, remainder != 0 {
      let size = numbers.fixed(Double(abs(remainder)) * numbers.unit)
      line += (remainder < 0 ? minus : " + ") + size + " (rounding of the terms)"
    }
    return line
  }
}
