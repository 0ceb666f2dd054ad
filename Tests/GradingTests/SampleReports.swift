// SPDX-License-Identifier: MIT

import Checking

/// Results of every kind, made by hand.
enum SampleReports {
  static let byDimension = NamedMistake(
    id: "scaled-by-key-dimension", summary: "Divided by d_k instead of its root.",
    remedy: "Divide by √d_k.")
  static let twice = NamedMistake(
    id: "scaled-twice", summary: "Scaled twice.", remedy: "Scale once.")

  /// The example of the formats: 3 of 5 points.
  static var example: GradedFile {
    GradedFile(
      file: "sheets/s-017.yaml", assignment: "04-self-attention",
      student: .init(id: "s-017", name: "Li, Na"), seed: 17,
      submitted: TimeStamp("2026-10-12 09:30:00"), duration: 0.02,
      outcome: .judged([
        GradedStep("query", statement: "query = X·W_Q", verdict: .right, line: 8, duration: 0.001),
        GradedStep("raw_scores", verdict: .right, line: 12, duration: 0.001),
        GradedStep(
          "scaled_scores", statement: "scaled_scores = S/√d_k", verdict: .wrong,
          cells: [[0, 0, 1]], mistakes: [byDimension, twice],
          finding: .init(place: "[0,0,1]", found: "1.67", expected: "2.89"),
          details: ["[0,0,1] typed 1.67, your own numbers give 2.89"], line: 16, duration: 0.002),
        GradedStep("weights", verdict: .follows, line: 20, duration: 0.002),
        GradedStep("head_output", verdict: .blank, line: 24),
      ]), notes: ["After a wrong step, the following ones are judged from your own numbers."])
  }

  /// A file with a step of every verdict.
  static var everyVerdict: GradedFile {
    GradedFile(
      file: "all.yaml", assignment: "every-verdict", student: .init(id: "s-1"),
      outcome: .judged(
        Verdict.allCases.map { GradedStep("step_\($0)", verdict: $0, largestError: .infinity) }))
  }

  static func failed(_ kind: GradedFile.Failure.Kind) -> GradedFile {
    GradedFile(
      file: kind == .missing ? "" : "bad.yaml", student: .init(id: "s-9"),
      outcome: .failed(.init(kind, "line 9: expected 3 numbers, found \"two\"", line: 9)))
  }

  static func report(_ files: [GradedFile]) -> GradingReport {
    GradingReport(files: files, passedOver: 2, graded: TimeStamp(seconds: 1_790_000_000))
  }

  /// Every situation the formats must tell of, by name.
  static var all: [(name: String, report: GradingReport)] {
    [
      ("example", report([example])), ("every verdict", report([everyVerdict])),
      ("empty", report([])), ("several", report([example, everyVerdict, failed(.unreadable)])),
      ("hostile", report([hostile, hostile])), ("right", report([right])),
    ]
      + GradedFile.Failure.Kind.allCases.map { ("failed: \($0)", report([failed($0)])) }
  }

  static var right: GradedFile {
    GradedFile(
      file: "right.yaml", assignment: "p",
      outcome: .judged([GradedStep("query", verdict: .right)]))
  }

  /// Text that would act on a terminal, an XML parser, a spreadsheet or a page.
  static let poison = "=1+1\u{1B}[31m\u{0}\u{7}\r\n\u{202E}<&>\"']]>,;\u{FFFE}"

  static var hostile: GradedFile {
    GradedFile(
      file: poison, assignment: poison, student: .init(id: poison, name: poison, email: poison),
      duration: .nan,
      outcome: .judged([
        GradedStep(
          poison, statement: poison, verdict: .wrong, score: .nan, maximum: .infinity,
          mistakes: [.init(id: poison, summary: poison, remedy: poison)],
          finding: .init(place: poison, found: poison, expected: poison), details: [poison],
          output: String(repeating: poison, count: 100), duration: -.infinity, tolerance: .nan)
      ]), notes: [poison])
  }
}
