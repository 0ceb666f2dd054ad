// SPDX-License-Identifier: MIT

import ExerciseHarness

/// Judges the answers to all calls of a task.
struct TaskJudge {
  let cases: [TaskCase]
  let calls: [TaskRun.CallOutcome]

  /// All inputs in the order they are called: each case, then its properties; at the end the first case
  /// once more, which must give the same answer again.
  static func inputs(_ cases: [TaskCase]) -> [[Value]] {
    cases.flatMap { [$0.inputs] + $0.properties.map(\.inputs) } + [cases[0].inputs]
  }

  func verdict(_ failure: RunFailure?) -> TaskVerdict {
    for call in calls {
      switch call {
      case .notAttempted: return .notAttempted
      case .threw(let text): return .threw(text)
      case .answer: break
      }
    }
    // What is known before a crash says more than the crash only if it is wrong.
    let answered = answeredCases
    if let wrong = firstWrong(answered) { return .wrong(wrong) }
    if let failure { return .failed(failure) }
    for (index, answers) in answered {
      for violation in violations(index, answers) {
        return .broken(property: violation.sentence, how: violation.how)
      }
    }
    if let again = calls.last, again != calls[0] {
      return .broken(
        property: "Called twice with the same numbers, a function gives the same answer.",
        how: "The second answer differs: it depends on what was called before.")
    }
    return .passed(calls: calls.count)
  }

  /// The cases that were answered, with the places of their calls.
  private var answeredCases: [(Int, [Value])] {
    var place = 0
    var result: [(Int, [Value])] = []
    for (index, taskCase) in cases.enumerated() {
      if place < calls.count, case .answer(let values) = calls[place] {
        result.append((index, values))
      }
      place += 1 + taskCase.properties.count
    }
    return result
  }

  // MARK: - Values

  private func firstWrong(_ answered: [(Int, [Value])]) -> WrongAnswer? {
    let stageNames = cases[0].expected.map(\.name)
    for name in stageNames {
      let judged = answered.compactMap { index, answers -> JudgedStage? in
        guard let stage = cases[index].expected.first(where: { $0.name == name }) else {
          return nil
        }
        return JudgedStage(
          taskCase: cases[index], index: index, stage: stage,
          answer: answers.first { $0.name == name }, answers: answers)
      }
      guard let wrong = judged.first(where: { !$0.isRight }) else { continue }
      return WrongAnswer(
        inputs: wrong.taskCase.inputs, stage: wrong.stage, answer: wrong.answer,
        rightStages: Array(stageNames.prefix { $0 != name }),
        mistakes: Naming(judged: judged).mistakes,
        violations: violations(wrong.index, wrong.answers).map { "\($0.sentence) \($0.how)" })
    }
    return nil
  }

  // MARK: - Properties

  private struct Violation {
    let sentence: String
    let how: String
  }

  private func violations(_ index: Int, _ answers: [Value]) -> [Violation] {
    let start = cases[..<index].reduce(0) { $0 + 1 + $1.properties.count } + 1
    return cases[index].properties.enumerated().compactMap { offset, property in
      guard start + offset < calls.count, case .answer(let second) = calls[start + offset],
        let how = property.violation(answers, second)
      else { return nil }
      return Violation(sentence: property.sentence, how: how)
    }
  }
}

/// One stage of the answer to one case.
struct JudgedStage {
  let taskCase: TaskCase
  let index: Int
  let stage: ExpectedStage
  let answer: Value?
  let answers: [Value]

  var isRight: Bool { answer?.agrees(with: stage.value) ?? false }
}
