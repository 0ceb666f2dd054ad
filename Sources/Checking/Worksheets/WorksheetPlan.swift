// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// Which stages a hand calculation goes through, read off the trace.
public enum WorksheetPlan {
  /// At this many decimals or fewer, exponentials and row sums are asked for as steps of their own:
  /// rounded on scratch paper they would leave a weight almost open.
  static let decimalsWithOpenSoftmax = 2

  /// Computes a problem in the form that a sheet with these decimals asks for.
  ///
  /// - Throws: `ProblemError` when the problem cannot be computed.
  public static func trace(_ problem: Problem, decimals: Int) throws(ProblemError) -> Trace {
    var problem = problem
    problem.opensSoftmax = decimals <= decimalsWithOpenSoftmax
    return try Attention.trace(problem)
  }

  /// The stages that are computed, in order.
  ///
  /// Left out are values that are given, gradients unless they are wanted, stages that copy another cell by cell (scores
  /// that no mask touches, the answer of an only head), and the row maximum, since any constant may
  /// be taken off. Where the answers are computed in tiles or around a ring as well, the sheet asks for
  /// those steps in place of the plain ones.
  ///
  /// - Parameters:
  ///   - trace: The computation, in the form the sheet asks for.
  ///   - withGradients: Whether the backward pass is gone through as well.
  /// - Returns: Their ids.
  public static func stages(of trace: Trace, withGradients: Bool = false) -> [StageID] {
    let isInParts = trace.stages.contains { $0 == .tiledOutput || $0 == .ringOutput }
    return trace.records.indices.compactMap { place in
      guard let stage = trace.records[place].stage, trace.records[place].operation != nil,
        withGradients || stage.differentiated == nil, stage != .rowMaximum,
        !isCopy(place, in: trace),
        !isInParts || !plainSteps.contains(stage), !moves(place, in: trace)
      else { return nil }
      return stage
    }
  }

  /// From the scores to the answers.
  private static let plainSteps: Set<StageID> = [
    .rawScores, .scaledScores, .cappedScores, .maskedScores, .exponentials, .rowSums, .weights,
    .headOutput,
  ]

  /// Whether a step of a ring only hands numbers on: nothing to compute with a pencil.
  private static func moves(_ place: Int, in trace: Trace) -> Bool {
    let record = trace.records[place]
    guard let stage = record.stage,
      StagePart(stage) != nil || stage == .ringQuery || stage == .ringOutput
    else { return false }
    let cells = record.axes.placeCount
    return (0..<cells).allSatisfy { index in
      if case .operand = trace.arithmetic(at: place, cell: cell(at: index, record.axes)) {
        true
      } else {
        false
      }
    }
  }

  private static func isCopy(_ place: Int, in trace: Trace) -> Bool {
    let axes = trace.records[place].axes
    return (0..<axes.placeCount).allSatisfy { index in
      guard
        case .operand(let operand, let source) = trace.arithmetic(
          at: place, cell: cell(at: index, axes))
      else { return false }
      return rowMajorIndex(source, trace.records[operand].axes) == index
    }
  }
}
