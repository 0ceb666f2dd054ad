// SPDX-License-Identifier: MIT

import AttentionEngine

/// Finds the one factor a row's numbers may differ by from what they should be.
///
/// e^(score − c) is right for every constant c, so a row of exponentials is judged up to e^(−c).
struct RowFactor {
  /// The factors that fit the most cells; 1 is tried first.
  let value: Double

  /// - Parameters:
  ///   - wanted: What each cell of the row should be, up to the factor.
  ///   - typed: What each cell can stand for; `nil` where it is blank.
  ///   - usual: Factors people use: nothing taken off, the largest score taken off.
  init(wanted: [Interval], typed: [Interval?], usual: [Double]) {
    var ranges: [(lower: Double, upper: Double)] = []
    var isInformative = false
    for (wanted, typed) in zip(wanted, typed) {
      guard let typed, let range = Self.factors(wanted, typed) else { continue }
      ranges.append(range)
      if typed.lower > 0 || typed.upper < 0 { isInformative = true }
    }
    var best = (value: usual.first ?? 1, fitting: -1)
    // A row of zeros would fit any score, if only enough were taken off.
    let ends = isInformative ? ranges.flatMap { [$0.lower, $0.upper] } : []
    for factor in usual + ends where factor.isFinite && factor > 0 {
      let fitting = ranges.count {
        factor >= $0.lower * (1 - 1e-9) && factor <= $0.upper * (1 + 1e-9)
      }
      if fitting > best.fitting { best = (factor, fitting) }
    }
    value = best.value
  }

  /// The positive factors that bring the wanted number into what was typed.
  private static func factors(
    _ wanted: Interval, _ typed: Interval
  ) -> (lower: Double, upper: Double)? {
    guard !wanted.isNaN, !typed.isNaN, wanted.lower > 0, typed.upper >= 0 else { return nil }
    return (max(0, typed.lower) / wanted.upper, typed.upper / wanted.lower)
  }
}
