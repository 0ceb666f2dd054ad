// SPDX-License-Identifier: MIT

import Tensors

/// A classic way to get a step wrong: what was done instead, as operations.
///
/// Because the wrong way is made of the same operations as the right one, it can be computed as
/// tensors (to explain a dump) and cell by cell over intervals (to explain a sheet of paper).
public struct Mistake: Sendable {
  /// The catalogue's id, kebab-case; a contract.
  public let id: String
  /// What was done, in one sentence.
  public let summary: String
  /// What to do instead, in one sentence.
  public let remedy: String
  /// The earlier stage at which it is made, if that is a step too, so that here it is only gone on with.
  public let madeAt: StageID?
  /// Stages that would show it: where one of them is known, this place is not asked.
  public let onlyWithout: [StageID]
  /// Issues of real projects it happened to.
  public var seenIn: [String] { MistakeCatalogue.entry(id)?.seenIn ?? [] }
  /// What was computed instead, in this place; `nil` where the mistake cannot happen.
  public let instead: @Sendable (MistakeScene) -> Recipe?

  public init(
    _ id: String, _ summary: String, remedy: String, madeAt: StageID? = nil,
    onlyWithout: [StageID] = [], instead: @escaping @Sendable (MistakeScene) -> Recipe?
  ) {
    self.id = id
    self.summary = summary
    self.remedy = remedy
    self.madeAt = madeAt
    self.onlyWithout = onlyWithout
    self.instead = instead
  }
}

/// Where a mistake might be made: the axes of the operands and of every named stage.
public struct MistakeScene: Sendable {
  /// The axes of the operation's operands.
  public let operands: [[Axis]]
  /// The stages the operands are; `nil` for a value without a name.
  public let operandStages: [StageID?]
  /// The axes of every named stage of the trace.
  public let stages: [StageID: [Axis]]
  /// The type of number a program computed in; `nil` on paper, where no number is too large and
  /// nobody makes what only programs get wrong.
  public let rounding: Rounding?

  /// The size of an axis of a stage.
  public func size(_ axis: AxisName, of stage: StageID) -> Int? {
    stages[stage]?.first { $0.name == axis }?.size
  }

  /// A recipe for a stage, if the trace has it.
  public func stage(_ id: StageID) -> Recipe? { stages[id] == nil ? nil : .stage(id) }
}

/// A computation put together from operations, operands and stages of a trace.
public indirect enum Recipe: Sendable {
  /// An operand of the operation the mistake belongs to.
  case operand(Int)
  /// Any named stage.
  case stage(StageID)
  /// A value of the trace by its place.
  case record(Int)
  case apply(any Operation, [Recipe])
  /// The operation that recorded a stage, on other operands; those not given stay as they were.
  case again(StageID, [Recipe])
}

extension Recipe {
  /// Puts another recipe in the place of an operand.
  func replacingOperand(_ index: Int, by recipe: Recipe) -> Recipe {
    switch self {
    case .operand(index): recipe
    case .operand, .stage, .record: self
    case .apply(let operation, let parts):
      .apply(operation, parts.map { $0.replacingOperand(index, by: recipe) })
    case .again(let stage, let parts):
      .again(stage, parts.map { $0.replacingOperand(index, by: recipe) })
    }
  }

  /// Replaces operands by the records they stand for.
  func resolvingOperands(_ places: [Int]) -> Recipe {
    switch self {
    case .operand(let index): .record(places[index])
    case .stage, .record: self
    case .apply(let operation, let parts):
      .apply(operation, parts.map { $0.resolvingOperands(places) })
    case .again(let stage, let parts):
      .again(stage, parts.map { $0.resolvingOperands(places) })
    }
  }
}
