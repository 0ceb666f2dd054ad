// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// Computes what follows from a learner's own numbers, as intervals, for one habit of rounding.
///
/// A cell that was typed is taken as typed; one that was not is computed from what it is made of,
/// down to the last typed stage or to what the problem gives.
final class Reckoner {
  let trees: TreeStore
  let habit: Habit
  let decimals: Int
  let takesNothingOff: Bool
  /// Typed stages by their place in the trace.
  private var typed: [Int: TypedStage] = [:]
  /// How a stage that was not typed is computed instead, to try a mistake on it.
  private let replacement: (place: Int, recipe: Recipe)?
  /// What is known of cells already, by place and cell; empty until a place is asked for.
  private var known: [[Interval?]]
  /// What cells should be, in the same order.
  private var wanted: [[Interval?]]

  var trace: Trace { trees.trace }

  init(
    _ trees: TreeStore, _ habit: Habit, decimals: Int, takesNothingOff: Bool = false,
    typed: [Int: TypedStage] = [:], replacing replacement: (place: Int, recipe: Recipe)? = nil
  ) {
    self.trees = trees
    self.habit = habit
    self.decimals = decimals
    self.takesNothingOff = takesNothingOff
    self.typed = typed
    self.replacement = replacement
    known = Array(repeating: [], count: trees.trace.records.count)
    wanted = known
  }

  /// From here on, a stage counts as typed.
  func use(_ stage: TypedStage) {
    typed[stage.place] = stage
    known[stage.place] = []
    // What comes later is made of it.
    for place in (stage.place + 1)..<max(stage.place + 1, known.count) {
      known[place] = []
      wanted[place] = []
    }
  }

  /// What a tree over cells of the trace comes to.
  func value(of tree: Arithmetic) -> Interval {
    IntervalCalculation(
      habit: habit, decimals: decimals, takesNothingOff: takesNothingOff,
      operand: { self.operand($0, $1) }
    ).value(of: tree)
  }

  /// What a cell should be, from the learner's own earlier numbers.
  func expected(_ place: Int, _ cell: [Int]) -> Interval {
    let index = trees.index(place, cell)
    if wanted[place].isEmpty {
      wanted[place] = [Interval?](repeating: nil, count: trees.count(place))
    } else if let interval = wanted[place][index] {
      return interval
    }
    let interval: Interval =
      if let tree = tree(place, cell) {
        value(of: tree)
      } else {
        Interval(constant: trace.value(at: place, cell: cell))
      }
    wanted[place][index] = interval
    return interval
  }

  /// A cell as later steps use it.
  private func operand(_ place: Int, _ cell: [Int]) -> Interval {
    let index = trees.index(place, cell)
    if known[place].isEmpty {
      known[place] = [Interval?](repeating: nil, count: trees.count(place))
    } else if let interval = known[place][index] {
      return interval
    }
    let interval = computedOperand(place, cell, index)
    known[place][index] = interval
    return interval
  }

  private func computedOperand(_ place: Int, _ cell: [Int], _ index: Int) -> Interval {
    if let stage = typed[place], let number = stage.typed(index) {
      return asOperand(number, of: stage, index, cell)
    }
    guard let tree = tree(place, cell) else {
      return Interval(constant: trace.value(at: place, cell: cell))
    }
    let result = value(of: tree)
    return tree.isCopy ? result : result.widened(by: habit.scratchMargin(decimals))
  }

  /// What a typed number may stand for in a later step.
  ///
  /// The learner went on either with the number as it is written or with what the calculator showed
  /// before it was rounded; the latter fits the typed digits and follows from the earlier steps.
  private func asOperand(
    _ number: TypedNumber, of stage: TypedStage, _ index: Int, _ cell: [Int]
  ) -> Interval {
    if isBlockedOnPurpose(number, stage, cell) { return Interval(constant: -.infinity) }
    guard number.value.isFinite, let places = number.decimals else {
      return Interval(constant: number.value / stage.factor)
    }
    let counted = stage.countsAsAsked.contains(index) ? max(places, decimals) : places
    var meant = number.rounded(to: counted)
    if habit == .truncating {
      let cut = number.truncated(to: counted)
      meant = .between(min(meant.lower, cut.lower), max(meant.upper, cut.upper))
    }
    let canonical = Interval.between(meant.lower / stage.factor, meant.upper / stage.factor)
    // Up to a factor a row, what it should be is not known as a number.
    if stage.isDoubtful || tree(stage.place, cell)?.isUpToFactor ?? false { return canonical }
    let follows = expected(stage.place, cell)
    guard let both = canonical.intersection(follows) else { return canonical }
    return both.including(number.value / stage.factor)
  }

  /// −1e9 stands for −∞ where a score is blocked.
  private func isBlockedOnPurpose(
    _ number: TypedNumber, _ stage: TypedStage, _ cell: [Int]
  ) -> Bool {
    guard number.value <= leastBlockingScore else { return false }
    return expected(stage.place, cell).isMinusInfinity
  }

  private func tree(_ place: Int, _ cell: [Int]) -> Arithmetic? {
    if let replacement, replacement.place == place {
      return trace.arithmetic(of: replacement.recipe, cell: cell)
    }
    return trees.tree(place, cell)
  }
}

/// From here down a finite score blocks as well as −∞: e^(−1000) is 0 in every floating type.
let leastBlockingScore = -1000.0

extension Arithmetic {
  /// Whether the cell is only copied or blocked, so that nothing is computed and nothing rounded.
  var isCopy: Bool {
    switch self {
    case .operand, .blocked: true
    default: false
    }
  }

  /// Whether the number is right up to one factor a row, because any constant may be taken off the
  /// scores first.
  var isUpToFactor: Bool {
    if case .shiftedExponential = self { return true }
    return false
  }
}
