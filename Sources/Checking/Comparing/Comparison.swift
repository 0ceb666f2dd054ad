// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// An implementation's arrays, judged against a trace: one entry a stage, in the order of computation.
///
///     let comparison = try Comparison(of: [DumpedArray("weights", tensor)], with: trace)
///     comparison.firstWrong?.stage            // "weights"
///     comparison.firstWrong?.mistakes[0].id   // "softmax-over-columns"
///
/// Every stage is computed again in float64 from the implementation's own earlier arrays, so one
/// mistake is charged once. The tolerance of a cell follows from the type of number and the length
/// of its sums; it is never a constant.
public struct Comparison: Sendable {
  public let stages: [ComparedStage]
  /// Names of arrays that are no stage of this problem.
  public let unknown: [String]
  /// What the arrays were computed in: the coarsest type among them.
  public let type: NumberType
  /// Things to know that are no mistakes.
  public let notes: [ComparedStage.Note]
  /// The computation; `nil` when two dumps were held against each other.
  let trace: Trace?
  /// The arrays as later stages used them, by place in the trace.
  let used: [Int: Tensor<Double>]

  /// The first stage that does not follow from the ones before it.
  public var firstWrong: ComparedStage? { stages.first { $0.verdict == .wrong } }

  public var score: Double { stages.reduce(0) { $0 + $1.score } }
  public var maximumScore: Double { Double(stages.count) }

  /// Judges arrays against a trace.
  ///
  /// - Parameters:
  ///   - arrays: Any subset of the stages, under their ids or other names, in any order.
  ///   - trace: The right computation.
  ///   - layer: Which layer's arrays to take, where names such as `blocks.3.attn.hook_q` have several.
  /// - Throws: `ComparisonError` when no array is a stage, two are the same one, or layers are mixed.
  public init(
    of arrays: [DumpedArray], with trace: Trace, layer: Int? = nil
  ) throws(ComparisonError) {
    let matched = try MatchedArrays(arrays, trace, layer: layer)
    self = ArrayJudge.judge(matched, trace)
  }

  init(
    stages: [ComparedStage], unknown: [String], type: NumberType,
    notes: [ComparedStage.Note] = [], trace: Trace? = nil, used: [Int: Tensor<Double>] = [:]
  ) {
    self.stages = stages
    self.unknown = unknown
    self.type = type
    self.notes = notes
    self.trace = trace
    self.used = used
  }
}

/// One judged stage.
public struct ComparedStage: Sendable {
  public let stage: StageID
  /// What its array was called.
  public let name: String
  /// Only right, follows, wrong and blank occur.
  public let verdict: Verdict
  /// The axes of the stage.
  public let axes: [Axis]
  /// The difference in the worst cell: the one that exceeds its tolerance most, or comes nearest to it.
  public let largestError: Double
  /// How far rounding can explain a difference in that cell.
  public let tolerance: Double
  public let worstCell: [Int]
  /// Cells that do not follow from the arrays before, row-major; at most `mostCells` of them.
  public let wrongCells: [[Int]]
  public let wrongCount: Int
  /// Every mistake that explains the array.
  public let mistakes: [NamedMistake]
  /// What the difference looks like.
  public let pattern: DifferencePattern?
  /// Whether it is a bug or rounding; `nil` for a right stage.
  public let cause: Cause?
  /// The shape that was handed over, where it is another than the stage's.
  public let typedShape: [Int]?
  /// The array as it was laid over the axes, and what it should be, where it is wrong; `nil` when the
  /// shape differs, or there is nothing to show.
  let found: Tensor<Double>?
  let expected: Tensor<Double>?

  /// Wrong cells that are listed.
  static let mostCells = 100

  public var score: Double { verdict.earns ? 1 : 0 }

  /// Why an array differs.
  public enum Cause: Sendable, Equatable {
    /// Computed again in float64, the difference stays. `float32` is how far the same step in the type
    /// of the array is from float64.
    case bug(typeError: Double)
    /// More than the type explains, but no more than arithmetic in a coarser type would.
    case coarserArithmetic(NumberType)
  }

  /// A remark that costs nothing.
  public enum Note: String, Sendable, Equatable, CaseIterable {
    case queryScaledBeforeProduct = "query-scaled-before-product"
    case scaleSplit = "scale-split-between-query-and-key"
    case columnConvention = "column-convention"
    case largeNegativeMask = "large-negative-mask-constant"
    case positionBeforeHead = "position-before-head"
    case anyRowConstant = "any-row-constant-subtracted"
    case ownNumbersUsed = "own-numbers-used"
    case notEarned = "follow-through-not-earned"
  }
}

/// Why arrays cannot be compared at all.
public enum ComparisonError: Error, Sendable, Equatable, CustomStringConvertible {
  /// No name is a stage's.
  case nothingKnown(names: [String])
  /// All arrays are what the problem gives; none is computed from it.
  case nothingComputed(names: [String])
  /// Two dumps have no array in common.
  case nothingShared([String], [String])
  /// Two arrays are the same stage.
  case twice(StageID, names: [String])
  /// The names belong to several layers.
  case severalLayers([Int])
  /// No array belongs to the wanted layer.
  case noLayer(Int, found: [Int])

  public var description: String {
    switch self {
    case .nothingKnown(let names):
      "none of the arrays is a stage of this problem: found "
        + (names.isEmpty ? "no array at all" : Self.list(names))
        + "; expected stage ids such as query, raw_scores, weights, output, or another name of "
        + "theirs such as q, pattern, hook_z. attn compare --recipe numpy shows how to dump them"
    case .nothingComputed(let names):
      "\(Self.list(names)) \(names.count == 1 ? "is" : "are") given by the problem; expected a stage "
        + "that is computed, such as weights or output"
    case .nothingShared(let left, let right):
      "the dumps have no array in common: one has \(Self.list(left)), the other "
        + "\(Self.list(right)); name the arrays of both by their stages"
    case .twice(let stage, let names):
      "\(Self.list(names)) are all the stage \(stage); expected one array for it: rename or drop "
        + "the others"
    case .severalLayers(let layers):
      "the arrays belong to the layers \(layers.map(String.init).joined(separator: ", ")); a "
        + "problem is one layer: name it with --layer"
    case .noLayer(let layer, let found):
      "no array belongs to layer \(layer); found "
        + (found.isEmpty
          ? "no names with a layer"
          : "the layers "
            + found.map(String.init).joined(separator: ", "))
    }
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "'\($0.prefix(60))'" }.joined(separator: ", ")
    return names.count > 8 ? shown + " and \(names.count - 8) more" : shown
  }
}
