// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// A worksheet that was judged: one entry a step, in the order of the computation.
public struct MarkedSheet: Sendable {
  public let steps: [MarkedStep]
  /// Things to know that cost nothing, said once a sheet.
  public let notes: [Note]
  public let decimals: Int
  let trace: Trace
  /// What was typed, by place in the trace; later steps are explained with it.
  let typed: [Int: TypedStage]

  /// The first step with a wrong cell.
  public var firstWrong: MarkedStep? { steps.first { $0.verdict == .wrong } }

  public var score: Double { steps.reduce(0) { $0 + $1.score } }
  public var maximumScore: Double { Double(steps.count) }

  /// A remark that names no mistake.
  public enum Note: String, Sendable, Equatable {
    case scratchRounding = "scratch-rounding"
    case digitsTruncated = "digits-truncated"
    case fewDecimals = "few-decimals"
    case lastWeightAdjusted = "last-weight-adjusted"
    case queryScaledBeforeProduct = "query-scaled-before-product"
    case scaleSplit = "scale-split-between-query-and-key"
    case columnConvention = "column-convention"
    case largeNegativeMask = "large-negative-mask-constant"
    case ownNumbersUsed = "own-numbers-used"
    case notEarned = "follow-through-not-earned"
  }
}

/// One judged step.
public struct MarkedStep: Sendable {
  public let stage: StageID
  public let verdict: Verdict
  public let axes: [Axis]
  /// Row-major; empty when the shape is wrong.
  public let cells: [MarkedCell]
  /// Every mistake that explains the wrong cells.
  public let mistakes: [NamedMistake]
  /// Why the step as a whole could not be judged by cells.
  public let reason: Reason?
  /// The line of the sheet it begins on.
  public var line: Int?
  /// How long judging it took, in seconds.
  public var duration = 0.0

  /// What is wrong with a whole step.
  public enum Reason: Sendable, Equatable {
    case shape(typed: [Int], expected: [Int])
  }

  public var score: Double { verdict.earns ? 1 : 0 }
  public var wrongCells: [MarkedCell] { cells.filter { $0.verdict == .wrong } }
}

/// One judged cell.
public struct MarkedCell: Sendable {
  public let cell: [Int]
  public let typed: TypedNumber?
  public internal(set) var verdict: Verdict
  /// What follows from the learner's own earlier numbers.
  public let expected: Interval
}

/// A mistake that explains what was typed.
public struct NamedMistake: Sendable, Equatable, Codable {
  public let id: String
  /// What was done, in one sentence.
  public let summary: String
  /// What to do instead, in one sentence.
  public let remedy: String

  public init(id: String, summary: String, remedy: String) {
    self.id = id
    self.summary = summary
    self.remedy = remedy
  }
}
