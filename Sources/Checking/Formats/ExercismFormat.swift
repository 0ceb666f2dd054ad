// SPDX-License-Identifier: MIT

import Explanation

/// exercism's `results.json`, version 3.
///
/// There is no "skipped": a step left open is a failure with a message. Source: exercism/docs,
/// building/tooling/test-runners/interface.md.
struct ExercismFormat {
  let report: GradingReport

  static let mostMessage = 65_535
  static let mostOutput = 500

  var json: JSONValue {
    let files = report.files
    if files.isEmpty { return couldNotRun(GradingReport.nothingToGrade) }
    if files.count == 1, let file = files.first, let failure = file.failure {
      return couldNotRun(report.message(file) ?? failure.message)
    }
    let isPassed = files.allSatisfy { $0.failure == nil && $0.steps.allSatisfy(\.isPassed) }
    return .object([
      ("version", .integer(3)), ("status", .string(isPassed ? "pass" : "fail")),
      ("message", .null), ("tests", .array(files.flatMap(tests))),
    ])
  }

  private func couldNotRun(_ message: String) -> JSONValue {
    .object([
      ("version", .integer(3)), ("status", .string("error")),
      ("message", .string(Self.cut(message, Self.mostMessage))), ("tests", .array([])),
    ])
  }

  private func tests(_ file: GradedFile) -> [JSONValue] {
    if let failure = file.failure {
      let message = report.message(file) ?? failure.message
      return [
        .object([
          ("name", .string(report.label(file))), ("status", .string("error")),
          ("message", .string(Self.cut(message, Self.mostMessage))), ("test_code", .string("")),
        ])
      ]
    }
    return file.steps.enumerated().map { number, step in
      var members: [(String, JSONValue)] = [
        ("name", .string(report.name(step, of: file))),
        ("status", .string(step.isPassed ? "pass" : "fail")),
      ]
      if !step.isPassed || step.verdict != .right {
        members.append(("message", .string(Self.cut(step.sentence, Self.mostMessage))))
      }
      if let output = step.output {
        members.append(("output", .string(Self.cut(output, Self.mostOutput))))
      }
      members.append(("task_id", .integer(number + 1)))
      members.append(("test_code", .string(step.statement)))
      return .object(members)
    }
  }

  /// At most so many characters, with a notice where something is missing.
  static func cut(_ text: String, _ most: Int) -> String {
    // Characters as JavaScript counts them: UTF-16 units.
    guard text.utf16.count > most else { return text }
    let notice = " … (cut)"
    var result = ""
    var count = notice.utf16.count
    for character in text {
      count += character.utf16.count
      if count > most { break }
      result.append(character)
    }
    return result + notice
  }
}
