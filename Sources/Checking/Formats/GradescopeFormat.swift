// SPDX-License-Identifier: MIT

import Explanation

/// Gradescope's `results.json`: one test a step.
///
/// Source: gradescope/autograder_samples, docs/specs.md. The top-level `score` is left out: it would
/// override the sum of the tests.
struct GradescopeFormat {
  let report: GradingReport

  var json: JSONValue {
    let files = report.files
    var members: [(String, JSONValue)] = [
      ("execution_time", .points(files.reduce(0) { $0 + $1.duration })),
      ("stdout_visibility", .string("hidden")),
    ]
    let remarks = files.flatMap { file in
      file.notes + (file.failure == nil ? [report.message(file)].compactMap { $0 } : [])
    }
    if !remarks.isEmpty {
      members.append(("output", .string(remarks.joined(separator: "\n"))))
      members.append(("output_format", .string("text")))
    }
    var tests = files.enumerated().flatMap(tests)
    if files.isEmpty {
      tests = [test("1", "grading", 0, 0, isPassed: false, GradingReport.nothingToGrade, [])]
    }
    members.append(("tests", .array(tests)))
    members.append(("extra_data", .object([("attn", report.json)])))
    return .object(members)
  }

  private func tests(_ place: Int, _ file: GradedFile) -> [JSONValue] {
    let prefix = report.hasSeveralFiles ? "\(place + 1)." : ""
    if file.failure != nil {
      let name = report.hasSeveralFiles ? report.label(file) : "grading"
      return [
        test(
          prefix + "1", name, 0, file.maximumScore, isPassed: false, report.message(file) ?? "", [])
      ]
    }
    return file.steps.enumerated().map { number, step in
      test(
        "\(prefix)\(number + 1)", report.name(step, of: file), step.score, step.maximum,
        isPassed: step.isPassed, step.report.joined(separator: "\n"), step.mistakes.map(\.id))
    }
  }

  private func test(
    _ number: String, _ name: String, _ score: Double, _ maximum: Double, isPassed: Bool,
    _ output: String, _ tags: [String]
  ) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("number", .string(number)), ("name", .string(name)), ("score", .points(score)),
      ("max_score", .points(maximum)), ("status", .string(isPassed ? "passed" : "failed")),
      ("output", .string(output)), ("output_format", .string("text")),
    ]
    if !tags.isEmpty { members.append(("tags", .array(tags.map(JSONValue.string)))) }
    return .object(members)
  }
}
