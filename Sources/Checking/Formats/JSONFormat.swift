// SPDX-License-Identifier: MIT

import Explanation

extension GradingReport {
  /// The report for programs: the contract of `attn grade --format json`.
  public var json: JSONValue {
    .object([
      ("format", .integer(1)), ("graded", .string(graded.iso)), ("due", .text(due?.gradebook)),
      ("results", .array(files.map(json))), ("summary", summary.json),
    ])
  }

  private func json(_ file: GradedFile) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("file", .string(file.file)), ("assignment", .string(file.assignment)),
      ("student", file.student.json),
    ]
    if let seed = file.seed { members.append(("seed", .number(seed))) }
    members.append(("submitted", .text(file.submitted?.gradebook)))
    members.append(("duration", .points(file.duration)))
    if let failure = file.failure {
      members += [
        ("error", .string(message(file) ?? failure.message)),
        ("error_kind", .string(failure.kind.rawValue)),
        ("line", failure.line.map(JSONValue.integer) ?? .null), ("score", .integer(0)),
        ("max_score", .points(file.maximumScore)),
      ]
    } else {
      members.append(("result", file.result))
      if let message = message(file) { members.append(("message", .string(message))) }
    }
    return .object(members)
  }
}

extension GradedFile {
  /// The steps and their sum, as `attn check --json` has them.
  var result: JSONValue {
    .object([
      ("format", .integer(1)), ("steps", .array(steps.map(\.json))),
      ("first_wrong", .text(firstWrong?.name)), ("score", .points(score)),
      ("max_score", .points(maximumScore)), ("notes", .array(notes.map(JSONValue.string))),
    ])
  }
}

extension GradedFile.Student {
  var json: JSONValue {
    var members: [(String, JSONValue)] = [("id", .string(id)), ("name", .string(name))]
    if !firstName.isEmpty { members.append(("first_name", .string(firstName))) }
    if !email.isEmpty { members.append(("email", .string(email))) }
    return .object(members)
  }
}

extension GradedStep {
  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("step", .string(name)), ("verdict", .string(verdict.rawValue)),
      ("cells", .array(cells.map { .array($0.map(JSONValue.integer)) })),
      ("mistakes", .array(mistakes.map { .string($0.id) })), ("score", .points(score)),
      ("max_score", .points(maximum)),
    ]
    if let reason { members.append(("reason", .string(reason))) }
    if let finding {
      members.append(
        (
          "first_cell",
          .object([
            ("place", .string(finding.place)), ("typed", .string(finding.found)),
            ("expected", .string(finding.expected)),
          ])
        ))
    }
    if let largestError { members.append(("largest_error", .number(largestError))) }
    if let tolerance { members.append(("tolerance", .number(tolerance))) }
    if verdict == .wrong || !details.isEmpty { members.append(("message", .string(sentence))) }
    if let output { members.append(("output", .string(output))) }
    if let line { members.append(("line", .integer(line))) }
    return .object(members)
  }
}

extension GradingSummary {
  /// The class report for programs.
  var json: JSONValue {
    .object([
      ("files", .integer(fileCount)), ("judged", .integer(fileCount - failedCount - missingCount)),
      ("failed", .integer(failedCount)), ("missing", .integer(missingCount)),
      ("passed_over", .integer(passedOver)),
      (
        "marks",
        marks.map {
          .object([
            ("mean", .points($0.mean)), ("median", .points($0.median)),
            ("lowest", .points($0.lowest)), ("highest", .points($0.highest)),
          ])
        } ?? .null
      ), ("histogram", .array(histogram.map(JSONValue.integer))),
      (
        "mistakes",
        .array(
          mistakes.map {
            .object([
              ("mistakes", .array($0.ids.map(JSONValue.string))), ("files", .integer($0.count)),
            ])
          })
      ),
      (
        "steps",
        .array(
          steps.map {
            .object([
              ("step", .string($0.name)), ("asked", .integer($0.asked)),
              ("wrong", .integer($0.wrong)), ("blank", .integer($0.blank)),
              ("follows", .integer($0.follows)), ("lost", .points($0.lost)),
              ("max_score", .points($0.maximum)),
            ])
          })
      ),
    ])
  }
}

extension JSONValue {
  /// A whole number that may be larger than `Int` can hold.
  static func number(_ value: UInt64) -> JSONValue {
    // Programs read JSON numbers as doubles; beyond 2^53 only a text keeps every digit.
    Int(exactly: value).flatMap { $0 < 1 << 53 ? .integer($0) : nil } ?? .string(String(value))
  }
}
