// SPDX-License-Identifier: MIT

/// What is said of a typed cell or a step; the order is that of the contract, best first.
public enum Verdict: String, Sendable, CaseIterable, Comparable, Codable {
  case right
  case rightScratchRounding = "right-scratch-rounding"
  case rightTruncated = "right-truncated"
  case rightFewDecimals = "right-few-decimals"
  /// Consistent with the learner's own earlier wrong values.
  case follows
  case wrong
  /// Nothing typed, or `?`.
  case blank

  public static func < (left: Verdict, right: Verdict) -> Bool { left.rank < right.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// Whether the cell earns its mark by default.
  public var earns: Bool { self != .wrong && self != .blank }

  /// The worst of the verdicts that are not blank.
  static func worst(_ verdicts: [Verdict]) -> Verdict {
    verdicts.filter { $0 != .blank }.max() ?? .blank
  }
}
