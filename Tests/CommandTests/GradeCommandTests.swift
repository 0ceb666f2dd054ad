// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// `attn grade` as a teacher runs it: folders, broken sheets, formats, exit statuses.
@Suite struct GradeCommandTests {
  let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    _ = try folder.file(
      "p.yaml",
      """
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
      """)
  }

  private func sheet(_ name: String, _ student: String, _ scores: String) throws {
    _ = try folder.file(
      name,
      """
      format: 1
      problem: p.yaml
      student: {id: "\(student)", name: "\(student) =1"}
      decimals: 2
      steps:
        raw_scores: |
          \(scores)
          1 1
        scaled_scores: |
          0.58 1.15
          0.58 0.58
      """)
  }

  private func grade(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(["grade"] + arguments, in: folder.path)
  }

  @Test func `a class is marked, and what is broken has a row`() throws {
    try sheet("s-b.yaml", "s-2", "1 2")
    try sheet("s-a.yaml", "=1+1", "1 -2")
    try sheet("s-c.yaml", "e\\e[31m\\x07", "1 two")
    _ = try folder.file("notes.txt", "hello")
    let text = try grade(".")
    #expect(text.status == 1, "\(text.message)")
    for part in [
      "2 files judged, 1 could not be judged", "Which step loses most",
      "'two' is not a number", "2 other files passed over", "█",
    ] {
      #expect(text.output.contains(part), "\(part)\n\(text.output)")
    }
    #expect(!text.output.contains("\u{1B}") && !text.output.contains("\u{7}"))
    // The order is that of the paths, and the bytes are the same each time.
    let csv = try grade(".", "--format", "csv", "--jobs", "2")
    #expect(try csv.output == grade(".", "--format", "csv", "--jobs", "1").output)
    let lines = csv.output.components(separatedBy: "\r\n")
    #expect(lines[1].contains("'=1+1") && lines[1].contains("./s-a.yaml"))
    #expect(lines[2].contains("graded") && lines[3].contains("error"))
    #expect(!csv.output.contains("\u{1B}"))
    #expect(try grade("s-b.yaml").status == 0)
  }

  @Test func `results are saved besides, and a rubric counts`() throws {
    try sheet("a.yaml", "s-1", "1 2")
    _ = try folder.file("r.yaml", "format: 1\nsteps: {raw_scores: 3}\n")
    let run = try grade(
      "a.yaml", "--rubric", "r.yaml", "--save", "csv=marks.csv", "--save", "json=marks.json",
      "--format", "classroom")
    #expect(run.status == 0, "\(run.message)")
    // Steps that are not on the sheet count as blank ones.
    #expect(run.output.hasPrefix(#"{"version":1,"status":"fail","max_score":8,"#))
    let csv = try String(contentsOfFile: folder.path + "/marks.csv", encoding: .utf8)
    #expect(csv.contains(",4.0,0.0,4.0,8.0,a.yaml,graded,"))
    let json = try Data(contentsOf: URL(filePath: folder.path + "/marks.json"))
    let object = try JSONSerialization.jsonObject(with: json) as? [String: Any]
    #expect((object?["results"] as? [Any])?.count == 1)
  }

  @Test func `only unusable usage ends with 2`() throws {
    try sheet("a.yaml", "s-1", "1 2")
    #expect(try grade("a.yaml", "missing.yaml").status == 1)
    #expect(try grade("missing.yaml", "--format", "gradescope").output.contains("no such file"))
    let refused = [
      [], ["a.yaml", "--format", "xml"], ["a.yaml", "--rubric", "none.yaml"],
      ["a.yaml", "--save", "csv"], ["a.yaml", "--save", "csv=/no/such/folder/x"],
      ["a.yaml", "--time-limit", "0"], ["a.yaml", "--jobs", "0"],
      ["a.yaml", "--problem", "q.yaml"],
    ]
    for arguments in refused {
      #expect(try Program.run(["grade"] + arguments, in: folder.path).status == 2, "\(arguments)")
    }
    let empty = try ScratchFolder()
    let nothing = try Program.run(["grade", empty.path, "--format", "exercism"])
    #expect(nothing.status == 2 && nothing.output.contains(#""status":"error""#))
  }

  @Test func `a sheet for another problem is an error where one is named`() throws {
    try sheet("a.yaml", "s-1", "1 2")
    #expect(try grade("a.yaml", "--problem", "p.yaml").status == 0)
    let other = try grade("a.yaml", "--problem", "lesson:04-self-attention")
    #expect(other.status == 1 && other.output.contains("the sheet is for 'p.yaml'"))
    // A problem of the learner's own does not stand in for the teacher's.
    let teacher = try ScratchFolder()
    let path = try teacher.file(
      "p.yaml", "format: 1\nquery: |\n  1 0\n  0 1\nkey: |\n  1 0\n  0 1\nvalue: |\n  1\n  2\n")
    let run = try grade("a.yaml", "--problems", teacher.path, "--problem", path)
    #expect(run.status == 1 && run.output.contains("raw_scores"), "\(run.output)")
  }

  @Test func `a sheet that takes too long cannot hold the batch`() throws {
    try sheet("b.yaml", "s-1", "1 2")
    func matrix(_ columns: Int) -> String {
      let row = "    " + Array(repeating: "0.5", count: columns).joined(separator: " ")
      return Array(repeating: row, count: 200).joined(separator: "\n")
    }
    // 40,000 shares of 200 scores each, none of them right.
    _ = try folder.file(
      "a.yaml",
      """
      format: 1
      problem:
        format: 1
        query: |
      \(matrix(2))
        key: |
      \(matrix(2))
        value: |
      \(matrix(2))
      steps:
        weights: |
      \(matrix(200))
      """)
    let run = try grade("a.yaml", "b.yaml", "--format", "csv", "--time-limit", "3")
    let lines = run.output.components(separatedBy: "\r\n")
    #expect(run.status == 1 && lines[1].contains("longer than the limit of 3 seconds"))
    #expect(lines[2].contains("graded"), "\(run.output)")
  }
}
