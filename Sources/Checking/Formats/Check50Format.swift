// SPDX-License-Identifier: MIT

import Explanation

/// What `check50 -o json` prints.
///
/// `dependency` is always null: check50 leaves out what depends on a failed check; here every step is
/// judged on the learner's own numbers. Source: cs50/check50, docs/source/json_specification.rst.
struct Check50Format {
  let report: GradingReport

  static let version = "1.0.0"

  var json: JSONValue {
    var members: [(String, JSONValue)] = [("slug", .string(report.assignment ?? "attn"))]
    if report.files.isEmpty {
      members.append(("error", error("nothing-to-grade", GradingReport.nothingToGrade)))
    } else if report.files.count == 1, let file = report.files.first, let failure = file.failure {
      let message = report.message(file) ?? failure.message
      members.append(("error", error(failure.kind.rawValue, message)))
    } else {
      members.append(("results", .array(report.files.flatMap(results))))
    }
    return .object(members + [("version", .string(Self.version))])
  }

  private func error(_ type: String, _ message: String) -> JSONValue {
    .object([
      ("type", .string(type)), ("value", .string(message)), ("traceback", .array([])),
      ("data", .object([])),
    ])
  }

  private func results(_ file: GradedFile) -> [JSONValue] {
    if let failure = file.failure {
      let message = report.message(file) ?? failure.message
      let cause = JSONValue.object([
        ("rationale", .string(message)), ("help", .null),
        ("error", error(failure.kind.rawValue, message)),
      ])
      let data = JSONValue.object([
        ("verdict", .string(failure.kind.rawValue)), ("score", .integer(0)),
        ("max_score", .points(file.maximumScore)),
      ])
      return [result(report.label(file), "the file as a whole", nil, [], cause, data)]
    }
    return file.steps.map { step in
      let isPassed: Bool? = step.verdict == .blank ? nil : step.isPassed
      var data: [(String, JSONValue)] = [
        ("verdict", .string(step.verdict.rawValue)), ("score", .points(step.score)),
        ("max_score", .points(step.maximum)),
      ]
      if !step.mistakes.isEmpty {
        data.append(("mistakes", .array(step.mistakes.map { .string($0.id) })))
      }
      let log =
        step.verdict == .right || step.verdict == .blank
        ? step.details
        : step.verdict == .wrong && !step.details.isEmpty ? step.details : step.report
      return result(
        report.name(step, of: file), step.title, isPassed, log,
        isPassed == true ? .null : cause(step), .object(data))
    }
  }

  private func cause(_ step: GradedStep) -> JSONValue {
    let why =
      step.verdict == .blank
      ? "nothing typed"
      : step.explanation ?? step.details.first ?? step.report.joined(separator: " ")
    var members: [(String, JSONValue)] = [
      ("rationale", .string(why)), ("help", .text(step.remedy)),
    ]
    if let finding = step.finding {
      members += [("expected", .string(finding.expected)), ("actual", .string(finding.found))]
    }
    return .object(members)
  }

  private func result(
    _ name: String, _ description: String, _ isPassed: Bool?, _ log: [String], _ cause: JSONValue,
    _ data: JSONValue
  ) -> JSONValue {
    .object([
      ("name", .string(name)), ("description", .string(description)),
      ("passed", isPassed.map(JSONValue.bool) ?? .null),
      ("log", .array(log.map(JSONValue.string))), ("cause", cause), ("data", data),
      ("dependency", .null),
    ])
  }
}
