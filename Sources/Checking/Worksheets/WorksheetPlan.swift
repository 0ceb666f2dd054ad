// SPDX-License-Identifier: MIT

import AttentionEngine
import Explanation
import Tensors

/// Which stages a hand calculation goes through, read off the trace.
public enum WorksheetPlan {
  /// At this many decimals or fewer, exponentials and row sums are asked for as steps of their own:
  /// rounded on scratch paper they would leave a weight almost open.
  static let decimalsWithOpenSoftmax = 2

  /// Computes a problem in the form that a sheet with these decimals asks for.
  ///
  /// - Parameters:
  ///   - problem: The problem.
  ///   - decimals: The places the sheet asks for.
  ///   - opensSoftmax: Whether exponentials and row sums are steps at any number of decimals.
  /// - Returns: The computation.
  /// - Throws: `ProblemError` when the problem cannot be computed.
  public static func trace(
    _ problem: Problem, decimals: Int, opensSoftmax: Bool = false
  ) throws(ProblemError) -> Trace {
    var problem = problem
    problem.opensSoftmax = opensSoftmax || decimals <= decimalsWithOpenSoftmax
    return try Attention.trace(problem)
  }

  /// The stages that a sheet for a problem asks for, whatever the sheet at hand has opened or left out.
  ///
  /// - Parameters:
  ///   - trace: The computation of the sheet, its softmax opened or not.
  ///   - decimals: The places the sheet asks for.
  /// - Returns: The stages in the order of the computation.
  static func stages(of trace: Trace, decimals: Int) -> [StageID] {
    let steps: [StageID] = [.exponentials, .rowSums]
    var stages = stages(of: trace).filter { !steps.contains($0) }
    if decimals <= decimalsWithOpenSoftmax, let weights = stages.firstIndex(of: .weights) {
      stages.insert(contentsOf: steps, at: weights)
    }
    return stages
  }

  /// Whether somebody who asks for some steps means parts of the softmax.
  static func opensSoftmax(_ names: [String]?) -> Bool {
    let parts = [StageID.exponentials, .rowSums].map(\.rawValue)
    return names?.contains(where: parts.contains) ?? false
  }

  /// Whether somebody who asks for some steps means gradients.
  static func hasGradients(_ names: [String]?, of trace: Trace) -> Bool {
    names?.contains { (try? trace.stage(named: $0))?.differentiated != nil } ?? false
  }

  /// The stages of a sheet that asks for some only.
  ///
  /// - Parameters:
  ///   - names: Stages by any name they have.
  ///   - all: The stages that can be asked for.
  ///   - trace: The computation.
  /// - Returns: The stages in the order of the computation.
  /// - Throws: `WorksheetPlanError` for a name that is no step of the problem.
  static func stages(
    named names: [String], among all: [StageID], of trace: Trace
  ) throws(WorksheetPlanError) -> [StageID] {
    var chosen: Set<StageID> = []
    for name in names {
      guard let stage = try? trace.stage(named: name), all.contains(stage) else {
        let near = NearestSpelling.of(name, among: all.map(\.rawValue))
        throw WorksheetPlanError(name: name, near: near, steps: all.map(\.rawValue))
      }
      chosen.insert(stage)
    }
    return all.filter(chosen.contains)
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

/// A step that was asked for and is none of the problem's.
public struct WorksheetPlanError: Error, Equatable, Sendable, CustomStringConvertible {
  public let name: String
  public let near: String?
  public let steps: [String]

  public var description: String {
    "'\(name.prefix(80))' is no step of this problem\(near.map { "; did you mean '\($0)'?" } ?? ".") "
      + "Its steps are \(steps.joined(separator: ", "))"
  }
}
