// SPDX-License-Identifier: MIT

import AttentionEngine
import Foundation
import Tensors

@testable import Checking

/// Someone who fills in a sheet honestly, in one of the ways people round.
///
/// Written without the checker's intervals: plain numbers, and text that is typed.
struct SimulatedLearner: CustomStringConvertible {
  enum Way: CaseIterable { case halfUp, halfEven, calculator, scratchPaper, truncating }

  let way: Way
  let decimals: Int
  /// What is taken off each row before the exponentials: nothing, the maximum, or any constant.
  var takesOff = TakesOff.maximum
  var leavesZerosOff = false
  /// Stages that are left out.
  var skipped: Set<StageID> = []

  enum TakesOff: CaseIterable { case nothing, maximum, one }

  var description: String { "\(way), \(decimals) decimals, takes off \(takesOff)" }

  /// Computes every stage asked for, from what stands on the sheet.
  ///
  /// - Parameters:
  ///   - trace: The computation.
  ///   - trees: Its arithmetic, where many sheets share it.
  ///   - slip: Changes the numbers of a stage before they are rounded and written.
  /// - Returns: The filled-in steps.
  func fill(
    _ trace: Trace, trees: TreeStore? = nil,
    slip: (_ stage: StageID, _ own: Sheet) -> [Double]? = { _, _ in nil }
  ) -> [TypedStep] {
    var sheet = Sheet(trace: trace, trees: trees ?? TreeStore(trace))
    var steps: [TypedStep] = []
    for stage in WorksheetPlan.stages(of: trace) where !skipped.contains(stage) {
      guard let place = trace.place(of: stage) else { continue }
      let axes = trace.records[place].axes
      let exact =
        slip(stage, sheet)
        ?? (0..<axes.placeCount).map { compute(place, cell(at: $0, axes), sheet) }
      let typed = exact.map(write)
      sheet.numbers[place] =
        way == .calculator ? exact : typed.map { $0?.value ?? .nan }
      steps.append(TypedStep(stage: stage, shape: axes.map(\.size), cells: typed))
    }
    return steps
  }

  /// What stands on the sheet so far.
  struct Sheet {
    let trace: Trace
    let trees: TreeStore
    var numbers: [Int: [Double]] = [:]

    func value(_ place: Int, _ cell: [Int]) -> Double {
      if let own = numbers[place] { return own[trees.index(place, cell)] }
      guard let tree = trees.tree(place, cell) else {
        return trace.value(at: place, cell: cell)
      }
      return tree.evaluate { value($0, $1) }
    }
  }

  private func compute(_ place: Int, _ cell: [Int], _ sheet: Sheet) -> Double {
    guard let tree = sheet.trees.tree(place, cell) else { return .nan }
    switch tree {
    case .shiftedExponential(let score, let maximum, _):
      let off = takenOff(maximum.evaluate { sheet.value($0, $1) })
      return exp(score.evaluate { sheet.value($0, $1) } - off)
    case .share(let index, let terms, _) where way == .scratchPaper || way == .truncating:
      let logits = terms.map { $0.evaluate { sheet.value($0, $1) } }
      let off = takenOff(logits.max() ?? 0)
      let noted = logits.map { round(exp($0 - off)) }
      let sum = round(noted.reduce(0, +))
      return noted[index] / sum
    case .quotient(let score, .constant(let root, .some)) where way == .scratchPaper:
      return score.evaluate { sheet.value($0, $1) } / round(root)
    default: return tree.evaluate { sheet.value($0, $1) }
    }
  }

  /// Nobody goes on with a row of zeros: then the maximum is taken off after all.
  private func takenOff(_ maximum: Double) -> Double {
    let off: Double =
      switch takesOff {
      case .nothing: 0
      case .one: 1
      case .maximum: maximum
      }
    return round(exp(maximum - off)) == 0 ? maximum : off
  }

  private func round(_ value: Double) -> Double {
    value.isFinite ? rounded(value) : value
  }

  /// What is written down; a cell that has no number, such as 0/0, is left open.
  func write(_ value: Double) -> TypedNumber? {
    if value.isNaN { return nil }
    guard value.isFinite, abs(value) < 1e12 else { return TypedNumber(value: value, decimals: nil) }
    guard leavesZerosOff else { return TypedNumber(value: rounded(value), decimals: decimals) }
    var text = String(format: "%.\(decimals)f", rounded(value))
    if text.contains(".") {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return NumberText(text).map(TypedNumber.init)
  }

  /// The number nearest to what would be written: the same that reading the text gives.
  private func rounded(_ value: Double) -> Double {
    let power = Self.powers[decimals]
    let scaled = value * power
    let units: Double =
      switch way {
      case .truncating: (abs(scaled) + 1e-9).rounded(.down) * (scaled < 0 ? -1 : 1)
      case .halfEven: scaled.rounded(.toNearestOrEven)
      default: scaled.rounded(.toNearestOrAwayFromZero)
      }
    return units / power
  }

  private static let powers = [1.0, 10, 100, 1000, 10_000]
}
