// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

@testable import Checking

extension SimulatedLearner {
  /// A sheet with one mistake.
  struct MistakenSheet {
    let steps: [TypedStep]
    /// Whether the step with the mistake could be an honest one: then there is nothing to be found.
    let isWithinRounding: Bool
  }

  /// Fills in the sheet with one mistake at one stage; honest before and after.
  ///
  /// A cell for which the mistake gives no number (0/0) is left open, as anybody would. A mistake of
  /// another shape ends the sheet: nobody can go on from there.
  ///
  /// - Returns: `nil` where the mistake cannot be made, or leaves every cell open.
  func fill(
    _ trace: Trace, trees: TreeStore, making mistake: Trace.Alternative, at stage: StageID
  ) -> MistakenSheet? {
    guard let place = trace.place(of: stage), let axes = trace.axes(of: mistake.recipe) else {
      return nil
    }
    let isOfShape = axes.map(\.size) == trace.records[place].axes.map(\.size)
    var before: Sheet?
    var numbers: [Double] = []
    var steps = fill(trace, trees: trees) { current, sheet in
      guard current == stage else { return nil }
      before = sheet
      numbers = (0..<axes.placeCount).map { index in
        trace.arithmetic(of: mistake.recipe, cell: cell(at: index, axes))?
          .evaluate { sheet.value($0, $1) } ?? .nan
      }
      return isOfShape ? numbers : nil
    }
    guard let before, let index = steps.firstIndex(where: { $0.stage == stage }),
      numbers.contains(where: { !$0.isNaN })
    else { return nil }
    guard isOfShape else {
      steps.removeSubrange(index...)
      steps.append(
        TypedStep(stage: stage, shape: axes.map(\.size), cells: numbers.map(write)))
      return MistakenSheet(steps: steps, isWithinRounding: false)
    }
    let reach = HonestReach(sheet: before, decimals: decimals)
    return MistakenSheet(
      steps: steps, isWithinRounding: reach.allows(steps[index].cells, at: place))
  }
}
