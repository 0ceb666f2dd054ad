// SPDX-License-Identifier: MIT

import Explanation

/// GitHub Classroom's result of one runner, to be handed on as Base64.
///
/// Source: classroom-resources/autograding-grading-reporter and autograding-io-grader.
struct ClassroomFormat {
  let report: GradingReport

  /// The result travels in an environment variable of at most 128 KiB, as Base64.
  static let mostBytes = 90_000

  /// The JSON; messages are cut where it would be too long, tests are never dropped.
  var text: String {
    var most = Int.max
    while true {
      let text = json(cuttingMessagesAt: most).text + "\n"
      if text.utf8.count <= Self.mostBytes || most == 0 { return text }
      most = most == .max ? 400 : most / 2
    }
  }

  private func json(cuttingMessagesAt most: Int) -> JSONValue {
    let hasFailed = report.files.isEmpty || report.files.contains { $0.failure != nil }
    let isPassed = report.files.allSatisfy { file in file.steps.allSatisfy(\.isPassed) }
    return .object([
      ("version", .integer(1)),
      ("status", .string(hasFailed ? "error" : isPassed ? "pass" : "fail")),
      ("max_score", .points(report.maximumScore)),
      ("tests", .array(report.files.flatMap { tests($0, most) })),
    ])
  }

  private func tests(_ file: GradedFile, _ most: Int) -> [JSONValue] {
    if let failure = file.failure {
      return [
        test(
          report.hasSeveralFiles ? report.label(file) : "grading", "error",
          cut(report.message(file) ?? failure.message, most), 0, file, line: failure.line,
          file.duration, code: "")
      ]
    }
    return file.steps.map { step in
      let message = step.verdict == .right && step.isPassed ? nil : step.sentence
      return test(
        report.name(step, of: file), step.isPassed ? "pass" : "fail",
        message.map { cut($0, most) }, step.score, file, line: step.line, step.duration,
        code: most == .max ? step.statement : "")
    }
  }

  private func cut(_ text: String, _ most: Int) -> String {
    text.count <= most ? text : text.prefix(most) + "…"
  }

  private func test(
    _ name: String, _ status: String, _ message: String?, _ score: Double, _ file: GradedFile,
    line: Int?, _ duration: Double, code: String
  ) -> JSONValue {
    .object([
      ("name", .string(name)), ("status", .string(status)), ("message", .text(message)),
      ("score", .points(score)), ("test_code", .string(code)), ("filename", .string(file.file)),
      ("line_no", .integer(line ?? 0)), ("duration", .points(duration * 1000)),
    ])
  }
}
