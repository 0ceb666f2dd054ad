// SPDX-License-Identifier: MIT

import Explanation

extension ExerciseReport {
  /// The verdict for programs.
  public var json: JSONValue {
    var fields: [(String, JSONValue)] = [
      ("format", .integer(1)), ("exercise", .string(exercise.lesson)),
      ("seed", .string("\(seed)")),
    ]
    switch verdict {
    case .doesNotCompile(let messages):
      fields.append(("verdict", .string("does-not-compile")))
      fields.append(
        (
          "errors",
          .array(
            messages.map {
              .object([
                ("file", .string($0.file)), ("line", .integer($0.line)),
                ("sentence", .string($0.sentence)),
              ])
            })
        ))
    case .judged(let tasks):
      let word = verdict.hasPassed ? "passed" : verdict.isWrong ? "wrong" : "not-attempted"
      fields.append(("verdict", .string(word)))
      fields.append(("tasks", .array(tasks.map(json))))
    }
    return .object(fields)
  }

  private func json(_ judged: JudgedTask) -> JSONValue {
    var fields: [(String, JSONValue)] = [
      ("task", .string(judged.task.id)), ("verdict", .string(judged.verdict.word)),
    ]
    if case .wrong(let wrong) = judged.verdict {
      fields.append(("stage", .string(wrong.stageName)))
      fields.append(("cells", .integer(wrong.rightCells.count)))
      fields.append(("right_cells", .integer(wrong.rightCells.filter { $0 }.count)))
    }
    if case .failed(let failure) = judged.verdict, let line = failure.line {
      fields.append(("line", .integer(line)))
    }
    fields.append(("mistakes", .array(judged.verdict.mistakes.map { .string($0) })))
    return .object(fields)
  }
}

extension TaskVerdict {
  /// One word, as programs read it.
  public var word: String {
    switch self {
    case .notAttempted: "not-attempted"
    case .passed: "right"
    case .wrong: "wrong"
    case .broken: "rule-broken"
    case .threw: "threw"
    case .failed(let failure): failure.kind.rawValue
    }
  }
}
