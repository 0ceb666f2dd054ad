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
      sheet.numbers[place] = way == .calculator ? exact : typed.map(\.value)
      steps.append(TypedStep(stage: stage, shape: axes.map(\.size), cells: typed))
    }
    return steps
  }

  /// Fills in the sheet with one mistake at one stage; honest before and after.
  ///
  /// - Returns: `nil` where the mistake cannot be made, or gives no numbers or another shape.
  func fill(
    _ trace: Trace, trees: TreeStore? = nil, making mistake: Trace.Alternative, at stage: StageID
  ) -> [TypedStep]? {
    var isMade = false
    let steps = fill(trace, trees: trees) { current, sheet in
      guard current == stage, let place = trace.place(of: stage),
        let axes = trace.axes(of: mistake.recipe),
        axes.map(\.size) == trace.records[place].axes.map(\.size)
      else { return nil }
      let cells = (0..<axes.placeCount).map { cell(at: $0, axes) }
      let right = cells.map { sheet.value(place, $0) }
      let numbers = cells.map { cell in
        trace.arithmetic(of: mistake.recipe, cell: cell)?.evaluate { sheet.value($0, $1) } ?? .nan
      }
      // Nobody writes down a number divided by 0; only a mask is written with infinities.
      guard numbers.allSatisfy({ !$0.isNaN && ($0.isFinite || stage == .maskedScores) }) else {
        return nil
      }
      // Less than two units of the last place cannot be told from rounding.
      isMade = zip(numbers, right).contains {
        $0 != $1 && !(abs($0 - $1) <= 2 * unit(decimals))
      }
      return numbers
    }
    return isMade ? steps : nil
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
    guard value.isFinite else { return value }
    return Double(text(value)) ?? .nan
  }

  func write(_ value: Double) -> TypedNumber {
    guard value.isFinite else { return TypedNumber(value: value, decimals: nil) }
    var text = text(value)
    if leavesZerosOff, text.contains(".") {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    guard let number = NumberText(text) else { return TypedNumber(value: .nan, decimals: nil) }
    return TypedNumber(number)
  }

  private func text(_ value: Double) -> String {
    let power = pow(10, Double(decimals))
    let scaled = value * power
    let units: Double =
      switch way {
      case .truncating: (abs(scaled) + 1e-9).rounded(.down) * (scaled < 0 ? -1 : 1)
      case .halfEven: scaled.rounded(.toNearestOrEven)
      default: scaled.rounded(.toNearestOrAwayFromZero)
      }
    return String(format: "%.\(decimals)f", units / power)
  }
}
