// SPDX-License-Identifier: MIT

import AttentionEngine

/// The reckoners of one sheet: from the learner's own numbers for each habit, and from the truth.
struct Reckoners {
  let trees: TreeStore
  let decimals: Int
  /// For each habit, one reckoner; two where it is open whether a maximum was taken off.
  let own: [Habit: [Reckoner]]
  /// From the given numbers alone.
  let truth: [Reckoner]
  private(set) var typed: [Int: TypedStage] = [:]
  private let shiftIsOpen: Bool

  init(_ trees: TreeStore, decimals: Int, typedStages: Set<StageID>) {
    self.trees = trees
    self.decimals = decimals
    shiftIsOpen =
      trees.trace.place(of: .exponentials) != nil && !typedStages.contains(.exponentials)
    let shifts = shiftIsOpen ? [false, true] : [false]
    var own: [Habit: [Reckoner]] = [:]
    for habit in Habit.allCases {
      own[habit] = shifts.map {
        Reckoner(trees, habit, decimals: decimals, takesNothingOff: $0)
      }
    }
    self.own = own
    truth = shifts.map { Reckoner(trees, .rounding, decimals: decimals, takesNothingOff: $0) }
  }

  /// The one whose numbers are quoted to the learner.
  var best: Reckoner { own[.rounding]?.first ?? truth[0] }

  /// From here on, a stage counts as typed.
  mutating func use(_ stage: TypedStage) {
    typed[stage.place] = stage
    for reckoner in own.values.joined() { reckoner.use(stage) }
  }

  /// Reckoners for one habit that compute a stage in another way.
  func replacing(_ place: Int, by recipe: Recipe, habit: Habit) -> [Reckoner] {
    (shiftIsOpen ? [false, true] : [false]).map {
      Reckoner(
        trees, habit, decimals: decimals, takesNothingOff: $0, typed: typed,
        replacing: (place, recipe))
    }
  }
}
