// SPDX-License-Identifier: MIT

import ExerciseHarness

/// One call of a task: what goes in, what must come out, and what mistakes would give instead.
struct TaskCase: Sendable {
  /// What is special about the inputs; a function that is right only here is told so.
  enum Trait: String, Sendable, CaseIterable {
    case oneHead = "only-one-head"
    case square = "only-square-shapes"
    case nothingMasked = "only-without-mask"
    case small = "only-small-scores"
  }

  var inputs: [Value]
  /// The stages of the answer, first to last.
  var expected: [ExpectedStage]
  var explanations: [Explanation] = []
  var properties: [TaskProperty] = []
  var trait: Trait?

  func with(_ trait: Trait?) -> TaskCase {
    var copy = self
    copy.trait = trait
    return copy
  }

  /// Adds explanations that are not in the engine's catalogue.
  func explained(by more: [Explanation]) -> TaskCase {
    var copy = self
    copy.explanations += more
    return copy
  }

  /// Adds a property that must hold between this call and another.
  func having(_ property: TaskProperty) -> TaskCase {
    var copy = self
    copy.properties.append(property)
    return copy
  }
}

/// A stage of an answer.
struct ExpectedStage: Sendable {
  /// What the numbers are, which decides their colours.
  enum Numbers: Sendable { case signed, shares }

  let value: Value
  var numbers = Numbers.signed

  var name: String { value.name }
}

/// A mistake, and the answer it leads to.
struct Explanation: Sendable {
  /// The catalogue's id, kebab-case.
  let id: String
  /// The stage it shows at first.
  let stage: String
  let summary: String
  let remedy: String
  let answer: Value

  init(_ id: String, _ summary: String, remedy: String, gives answer: Value) {
    self.id = id
    self.stage = answer.name
    self.summary = summary
    self.remedy = remedy
    self.answer = answer
  }
}

/// What must hold between the answer to a case and the answer to changed inputs.
struct TaskProperty: Sendable {
  /// What was done and must hold, such as: when a later token changes, earlier rows stay.
  let sentence: String
  let inputs: [Value]
  /// Says how the two answers break the property; `nil` when it holds.
  let violation: @Sendable (_ first: [Value], _ second: [Value]) -> String?
}
