// SPDX-License-Identifier: MIT

import ExerciseHarness

/// What is said of a task.
public enum TaskVerdict: Sendable {
  /// Neither right nor wrong.
  case notAttempted
  /// Every call gave what it must, and every property held.
  case passed(calls: Int)
  case wrong(WrongAnswer)
  /// A property does not hold although the numbers that were compared are right.
  case broken(property: String, how: String)
  /// The function threw an error of its own.
  case threw(String)
  case failed(RunFailure)
}

extension TaskVerdict {
  public var hasPassed: Bool { if case .passed = self { true } else { false } }
  public var isNotAttempted: Bool { if case .notAttempted = self { true } else { false } }

  /// The ids of what explains a wrong answer, in the catalogue's order.
  public var mistakes: [String] {
    switch self {
    case .wrong(let wrong): wrong.mistakes.map(\.id)
    case .failed(let failure): [failure.kind.rawValue]
    case .notAttempted, .passed, .broken, .threw: []
    }
  }
}

/// The first stage of an answer that is wrong.
public struct WrongAnswer: Sendable {
  /// A mistake that explains it.
  public struct Named: Equatable, Sendable {
    public let id: String
    public let summary: String
    public let remedy: String
  }

  /// The inputs of the call.
  let inputs: [Value]
  let stage: ExpectedStage
  /// What the learner's function returned; `nil` when the stage is missing.
  let answer: Value?
  /// The stages before it, which are right.
  let rightStages: [String]
  public let mistakes: [Named]
  /// Properties that do not hold either: what was done, and how it shows.
  let violations: [String]

  public var stageName: String { stage.name }
  public var hasRightShape: Bool { answer?.shape == stage.value.shape }
  /// Whether a cell is right, row-major; empty when the shape is wrong.
  var rightCells: [Bool] {
    guard let answer, hasRightShape else { return [] }
    return zip(answer.numbers, stage.value.numbers).map { Value.agree($0, $1) }
  }
}

extension WrongAnswer {
  /// The cells that are wrong; none when the shape is.
  public var wrongCells: [[Int]] {
    rightCells.indices.filter { !rightCells[$0] }.map { stage.value.cell(at: $0) }
  }

  /// The first wrong cell: where, what was found, what was expected.
  public var finding: (place: String, found: String, expected: String)? {
    guard let answer, let place = rightCells.firstIndex(of: false) else { return nil }
    let (found, expected) = WrongAnswerBlocks.told(
      answer.numbers[place], stage.value.numbers[place])
    let cell = stage.value.cell(at: place).map { "\($0)" }.joined(separator: ",")
    return ("\(stage.name)[\(cell)]", found, expected)
  }
}

/// What is said of a whole file.
public enum ExerciseVerdict: Sendable {
  case doesNotCompile([CompilerMessage])
  case judged([JudgedTask])

  public var hasPassed: Bool {
    if case .judged(let tasks) = self { tasks.allSatisfy(\.verdict.hasPassed) } else { false }
  }

  public var isNotAttempted: Bool {
    if case .judged(let tasks) = self { tasks.allSatisfy(\.verdict.isNotAttempted) } else { false }
  }

  /// Whether something that was written is wrong; what was not attempted is not.
  public var isWrong: Bool {
    switch self {
    case .doesNotCompile: true
    case .judged(let tasks):
      tasks.contains { !$0.verdict.hasPassed && !$0.verdict.isNotAttempted }
    }
  }
}

/// A task and what is said of it.
public struct JudgedTask: Sendable {
  public let task: ExerciseTask
  public let verdict: TaskVerdict
  /// What the learner's code printed.
  public let printed: String
}
