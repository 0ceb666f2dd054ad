// SPDX-License-Identifier: MIT

import Foundation
import ProblemFiles
import TestSupport
import Testing

@testable import Checking

/// Real sheets, read from folders: good ones, broken ones, hostile ones.
@Suite struct SheetGraderTests {
  let folder: TemporaryFolder
  let grader: SheetGrader

  static let problem = """
    format: 1
    query: |
      1 0 2
      0 1 0
    key: |
      1 1 0
      0 1 1
    value: |
      1 2
      3 4
    """

  init() throws {
    folder = try TemporaryFolder()
    _ = try folder.write(Self.problem.utf8, to: "p.yaml")
    grader = SheetGrader(locator: ProblemLocator())
  }

  private func sheet(_ name: String, _ text: String) throws -> String {
    try folder.write(text.utf8, to: name)
  }

  private func sheet(_ name: String, student: String, steps: String) throws -> String {
    try sheet(
      name, "format: 1\nproblem: p.yaml\nstudent: \(student)\ndecimals: 2\nsteps:\n\(steps)\n")
  }

  @Test func `a sheet becomes a result with lines, findings and names`() throws {
    let path = try sheet(
      "s.yaml", student: "{id: s-1, name: Ada}",
      steps: """
          raw_scores: |
            1 2
            1 1
          scaled_scores: |
            1.00 2.00
            1.00 1.00
          exponentials:
        """)
    let file = grader.grade(path)
    #expect(file.student.id == "s-1" && file.student.name == "Ada" && file.assignment == "p")
    #expect(file.steps.map(\.verdict) == [.right, .wrong] + Array(repeating: .blank, count: 4))
    #expect(file.steps.prefix(3).map(\.line) == [6, 9, 12])
    #expect(file.steps[1].mistakes.map(\.id) == ["no-scaling"])
    #expect(file.steps[1].finding == .init(place: "[0,0,0]", found: "1.00", expected: "0.58"))
    #expect(file.steps[1].statement.hasPrefix("scaled_scores = "))
    #expect(file.score == 1 && file.maximumScore == 6 && file.submitted != nil)
  }

  @Test func `a step that was deleted is blank, one that was added is worth nothing`() throws {
    let asked = [
      "raw_scores", "scaled_scores", "exponentials", "row_sums", "weights", "head_output",
    ]
    for kept in [[], ["raw_scores"], ["row_sums", "weights"], asked] {
      let steps = kept.map { "  \($0): '?'" }.joined(separator: "\n")
      let file = grader.grade(
        try sheet("deleted.yaml", student: "{}", steps: steps.isEmpty ? "  {}" : steps))
      #expect(file.steps.map(\.name) == asked)
      #expect(file.steps.allSatisfy { $0.verdict == .blank } && file.maximumScore == 6)
    }
    let text = """
      format: 1
      problem: p.yaml
      decimals: 3
      steps:
        row_sums: [[1.561], [2.000]]
        raw_scores: [[1, 2], [1, 1]]
      """
    let file = grader.grade(try sheet("added.yaml", text))
    #expect(
      file.steps.map(\.name) == [
        "raw_scores", "scaled_scores", "row_sums", "weights", "head_output",
      ])
    #expect(file.steps.map(\.maximum) == [1, 1, 0, 1, 1])
    #expect(file.steps[2].verdict == .right && file.score == 1)
  }

  @Test func `what cannot be read is one error, with what could be read of it`() throws {
    let big = String(repeating: "# x\n", count: 2_500_000)
    let cases: [(String, String, String)] = [
      (
        "shape.yaml", "format: 1\nproblem: p.yaml\nstudent: {id: a}\nsteps: {weights: {x: 1}}",
        "expected a matrix"
      ),
      ("yaml.yaml", "format: 1\nsteps: [", "line"),
      ("bomb.yaml", "format: 1\na: &a [1]\nb: [*a, *a]\nsteps: {}", "anchor"),
      ("lost.yaml", "format: 1\nproblem: nowhere.yaml\nsteps: {}", "there is no 'nowhere.yaml'"),
      ("out.yaml", "format: 1\nproblem: ../../etc/passwd\nsteps: {}", "problem: "),
      ("root.yaml", "format: 1\nproblem: /etc/passwd\nsteps: {}", "outside the folders"),
      ("big.yaml", "format: 1\nsteps: {}\n" + big, "bytes long"),
      (
        "word.yaml", "format: 1\nproblem: p.yaml\nsteps:\n  weights: |\n    1 two",
        "'two' is not a number"
      ),
      ("empty.yaml", "", "is empty"),
    ]
    for (name, text, said) in cases {
      let file = grader.grade(try sheet(name, text))
      let failure = try #require(file.failure, "\(name)")
      #expect(failure.kind == .unreadable && failure.message.contains(said), "\(failure.message)")
      #expect(file.score == 0)
    }
    let known = grader.grade(folder.file("shape.yaml"))
    #expect(known.student.id == "a" && known.assignment == "p" && known.failure?.line == 4)
    #expect(
      grader.grade(folder.file("none.yaml")).failure?.message.contains("no such file") ?? false)
  }

  @Test(arguments: ["1e999", "-1e308", "nan", "inf", "99999999999999999999999", "1e-400"])
  func `odd numbers are judged`(_ number: String) throws {
    let path = try sheet(
      "odd.yaml", student: "{}",
      steps: "  raw_scores: |\n    \(number) 2\n    1 1\n  weights: |\n    \(number) 0\n    0 1")
    let file = grader.grade(path)
    for format in ResultFormat.allCases {
      let text = format.text(SampleReports.report([file]))
      if JSONFormatTests.formats.contains(format) { _ = try StrictJSON(text) }
    }
  }

  @Test func `folders are searched, other files counted, links not followed`() throws {
    let good = try sheet("b.yaml", student: "{}", steps: "  weights: ?")
    let inner = folder.file("inner")
    try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
    try Data("format: 1\n'steps' : {}\n".utf8).write(to: URL(filePath: inner + "/a.yml"))
    try Data("steps".utf8).write(to: URL(filePath: inner + "/notes.txt"))
    try FileManager.default.createSymbolicLink(
      atPath: inner + "/link.yaml", withDestinationPath: "/etc/passwd")
    try FileManager.default.createSymbolicLink(
      atPath: inner + "/loop", withDestinationPath: folder.path)
    let inputs = GradingInputs([folder.path, good, folder.file("missing.yaml")])
    #expect(inputs.files == [good, inner + "/a.yml", folder.file("missing.yaml")])
    #expect(inputs.passedOver == 4)
    #expect(GradingInputs([]).files.isEmpty)
  }

  @Test func `a class of sheets shares its problem, with numbers of its own or not`() throws {
    let problem = try ProblemFile(path: folder.file("p.yaml")).problem
    for seed in [nil, 0, 1, 2] as [UInt64?] {
      let key = try BlankSheet(problem, name: "p.yaml", seed: seed, isKey: true)
      let path = try sheet("key.yaml", key.yaml)
      for _ in 0..<2 {
        let graded = grader.grade(path)
        #expect(graded.isGood && graded.seed == seed && graded.score == graded.maximumScore)
      }
    }
  }

  @Test func `results travel between processes unchanged`() throws {
    for (name, report) in SampleReports.all where name != "hostile" {
      for file in report.files {
        #expect(GradingWorker.decoded(GradingWorker.encoded(file)) == file, "\(name)")
      }
    }
    #expect(GradingWorker.decoded([1, 2, 3]) == nil)
    let hostile = GradingWorker.decoded(GradingWorker.encoded(SampleReports.hostile))
    #expect(hostile?.file == SampleReports.poison && hostile?.duration.isNaN ?? false)
  }

  @Test func `moments are read and written in UTC`() {
    for text in ["2026-10-12 09:30:00", "1999-12-31 23:59:59", "2024-02-29 00:00:00"] {
      #expect(TimeStamp(text)?.gradebook == text)
      #expect(TimeStamp(text.replacing(" ", with: "T"))?.gradebook == text)
    }
    #expect(TimeStamp("2026-10-12")?.iso == "2026-10-12T00:00:00")
    for text in ["", "2026-13-01", "2026-02-30", "2026-1-1", "2026-10-12 25:00:00", "tomorrow!!"] {
      #expect(TimeStamp(text) == nil, "\(text)")
    }
  }
}
