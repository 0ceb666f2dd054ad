// SPDX-License-Identifier: MIT

/// How a learner brings numbers to a few decimals: the ladder of widths, narrowest first.
///
/// Verdicts and the rules for mistakes climb the same ladder.
enum Habit: Int, CaseIterable, Sendable {
  /// Rounds what stands on the sheet, and nothing else.
  case rounding
  /// Rounds what is noted on scratch paper, too: exponentials, row sums, skipped steps, roots.
  case scratchRounding
  /// Cuts digits off.
  case truncating

  /// How far a number on scratch paper may be from what it was computed as.
  ///
  /// - Parameter decimals: The places the sheet asks for.
  /// - Returns: Half a unit, or one where digits are cut off.
  func scratchMargin(_ decimals: Int) -> Double {
    switch self {
    case .rounding: 0
    case .scratchRounding: unit(decimals) / 2
    case .truncating: unit(decimals)
    }
  }
}
