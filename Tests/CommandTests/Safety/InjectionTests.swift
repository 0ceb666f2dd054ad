// SPDX-License-Identifier: MIT

import Foundation
import TensorFiles
import Tensors
import Testing

/// Nothing that stands in a file, or that a file is called, is obeyed by whoever reads the output.
@Suite struct InjectionTests {
  private let folder: ScratchFolder
  private let problem: String

  init() throws {
    folder = try ScratchFolder()
    problem = try folder.file(Hostile.name + ".yaml", Hostile.problem)
    _ = try folder.file("problem.yaml", Hostile.problem)
    _ = try folder.file("sheet.yaml", Hostile.sheet("problem.yaml"))
    _ = try folder.file(Hostile.name + "-sheet.yaml", Hostile.sheet("problem.yaml"))
  }

  private func run(_ arguments: [String]) throws -> Program.Outcome {
    try Program.run(arguments, in: folder.path)
  }

  private static let forms: [[String]] = [
    [], ["--color", "truecolor"], ["--color", "16"], ["--accessible"], ["--ascii"],
    ["--layout", "blocks", "--width", "40"], ["--brief"], ["--exact"], ["--json"],
    ["--hyperlinks", "always", "--color", "256"],
  ]

  @Test(arguments: forms)
  func `a trace`(_ form: [String]) throws {
    let outcome = try run(["trace", problem] + form)
    #expect(outcome.status == 0, "\(outcome.message)")
    #expect(Hostile.danger(outcome.output, colours: form.contains("--color")) == nil)
    #expect(outcome.output.contains("owned"))
  }

  @Test(arguments: [
    ["why", "weights[0,2,0]"], ["why", "weights[0,2,0]", "--depth", "4", "--color", "truecolor"],
    ["why", "weights[0,2,0]", "--json"], ["worksheet"], ["worksheet", "--key"],
    ["worksheet", "--format", "md"], ["worksheet", "--format", "tex", "--key"],
    ["practice"], ["practice", "--accessible"],
  ])
  func `other commands on a problem`(_ words: [String]) throws {
    let outcome = try run([words[0], problem] + words.dropFirst())
    #expect(outcome.status == 0, "\(outcome.message)")
    #expect(Hostile.danger(outcome.output, colours: words.contains("--color")) == nil)
    #expect(Hostile.danger(outcome.message) == nil)
    if words.contains("tex") { #expect(!outcome.output.contains("\\write18")) }
  }

  @Test(arguments: ["md", "html", "tex", "svg", "json"])
  func `pages`(_ ending: String) throws {
    let show = ending == "svg" ? ["--show", "weights"] : []
    let outcome = try run(["trace", problem, "--export", "page.\(ending)"] + show)
    #expect(outcome.status == 0 && Hostile.danger(outcome.message) == nil, "\(outcome.message)")
    try Self.expectHarmless(
      String(contentsOfFile: folder.path + "/page.\(ending)", encoding: .utf8), ending)
    guard ending != "svg" else { return }
    #expect(try run(["why", problem, "Z[0,2,0]", "--export", "why.\(ending)"]).status == 0)
    try Self.expectHarmless(
      String(contentsOfFile: folder.path + "/why.\(ending)", encoding: .utf8), ending)
  }

  private static func expectHarmless(_ page: String, _ ending: String) throws {
    #expect(Hostile.danger(page) == nil, "\(ending)")
    // The explanation of a cell has indices for tokens in JSON.
    #expect(page.contains("owned") || page.hasPrefix("{\"cell\""))
    switch ending {
    case "md": #expect(!page.contains("<script>") && !page.contains("[x](javascript"))
    case "html": #expect(!page.contains("<script>alert") && !page.contains("href=\"javascript"))
    case "svg": #expect(Hostile.isXML(page))
    case "tex": #expect(!page.contains("\\write18"))
    default:
      let object = try JSONSerialization.jsonObject(with: Data(page.utf8)) as? [String: Any]
      // A program gets the very characters that were in the file.
      if let title = object?["title"] as? String, title.hasPrefix("=") {
        #expect(title == Hostile.text)
      }
    }
  }

  @Test(arguments: [[], ["--json"], ["--color", "truecolor"], ["--accessible"], ["--ascii"]])
  func `a marked sheet`(_ form: [String]) throws {
    let outcome = try run(["check", "sheet.yaml"] + form)
    #expect(outcome.status == 1, "\(outcome.message)")
    #expect(Hostile.danger(outcome.output, colours: form.contains("--color")) == nil)
  }

  @Test(arguments: [
    "text", "json", "gradescope", "classroom", "junit", "check50", "exercism", "csv", "class-csv",
  ])
  func `marks`(_ format: String) throws {
    let outcome = try run(["grade", ".", "--format", format])
    #expect(outcome.status == 1, "\(outcome.message)")
    // A CSV file has lines that end in CR and LF.
    let text =
      format.hasSuffix("csv") ? outcome.output.replacing("\r\n", with: "\n") : outcome.output
    #expect(Hostile.danger(text) == nil, "\(format)")
    #expect(Hostile.danger(outcome.message) == nil)
    switch format {
    case "json", "gradescope", "check50", "exercism":
      #expect(throws: Never.self) {
        _ = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      }
    case "junit": #expect(Hostile.isXML(outcome.output))
    case "csv", "class-csv":
      let fields = text.split(separator: "\n").flatMap { $0.split(separator: ",") }
      #expect(!fields.contains { "=+@".contains($0.drop { $0 == "\"" }.first ?? " ") })
    default: break
    }
  }

  /// Files whose errors quote what stands in them.
  private static let broken = [
    "format: 1\n\(Hostile.yaml): 1\n", "format: \(Hostile.yaml)\n",
    "format: 1\nquery: \(Hostile.yaml)\n", "format: 1\nquery: [[\(Hostile.yaml)]]\n",
    "format: 1\nprecision: \(Hostile.yaml)\n", "format: 1\nmask: [\(Hostile.yaml)]\n",
    "format: 1\nmask: [{\(Hostile.yaml): 1}]\n", "format: 1\nheads: \(Hostile.yaml)\n",
    "format: 1\nquery: {file: \(Hostile.yaml)}\n", "format: 1\ntitle: [\(Hostile.yaml)]\n",
    "format: 1\nquery: {file: arrays.npz, array: \(Hostile.yaml)}\n",
    "format: 1\nquery: {file: arrays.npz}\n", "format: 1\npositions: \(Hostile.yaml)\n",
    "\(Hostile.yaml): 1\n\(Hostile.yaml): 2\n", "format: 1\ntokens: {\(Hostile.yaml): [a]}\n",
    "format: 1\nscale: \(Hostile.yaml)\n", "format: 1\n\u{9B}31m: 1\n", "format: 1\n\u{202E}: 1\n",
    "format: 1\nquery: |\n  1 \u{202E}2\n", "format: 1\ntitle: \u{1B}[2J\n",
    "format: 1\nprojections: {\(Hostile.yaml): 1}\n",
  ]

  @Test func `errors in problems`() throws {
    let array = AnyTensor.float64(Tensor(axes: [Axis("a", 2)], scalars: [1, 2]))
    try TensorFile.write(
      [("\u{202E}x", array), ("<script>", array)], to: folder.path + "/arrays.npz")
    for (number, text) in Self.broken.enumerated() {
      let path = try folder.file("\(number)" + Hostile.name, text)
      let outcome = try run(["trace", path])
      #expect(outcome.status == 2 && outcome.output == "", "\(text)")
      #expect(Hostile.danger(outcome.message) == nil, "\(text)")
      #expect(outcome.message.split(separator: "\n").count == 1, "\(outcome.message)")
    }
  }

  @Test func `errors in sheets, one by one and in a batch`() throws {
    let sheets = [
      Hostile.sheet(Hostile.yaml),
      Hostile.sheet("problem.yaml").replacing("raw_scores", with: Hostile.yaml),
      Hostile.sheet("problem.yaml").replacing("decimals: 2", with: "decimals: \(Hostile.yaml)"),
      Hostile.sheet("problem.yaml").replacing("1 4 2", with: "1 \u{202E}4 2"),
      Hostile.sheet("problem.yaml") + "  \(Hostile.yaml): 1\n",
      Hostile.sheet("problem.yaml") + "\(Hostile.yaml): 1\n",
    ]
    for (number, text) in sheets.enumerated() {
      let outcome = try run(["check", try folder.file("bad-\(number).yaml", text)])
      #expect(outcome.status == 2 && Hostile.danger(outcome.message) == nil, "\(text)")
    }
    for format in [
      "text", "junit", "classroom", "csv", "gradescope", "check50", "exercism", "json",
    ] {
      let outcome = try run(["grade", ".", "--format", format])
      #expect(Hostile.danger(outcome.output.replacing("\r\n", with: "\n")) == nil, "\(format)")
    }
  }

  @Test func `rubrics, rosters and names on the command line`() throws {
    let rubric = try folder.file("rubric.yaml", "format: 1\nsteps: {\(Hostile.yaml): 2}\n")
    let roster = try folder.file("roster.csv", "student_id,last_name\n\"\(Hostile.text)\n")
    for arguments in [
      ["grade", ".", "--rubric", rubric], ["grade", ".", "--roster", roster],
      ["grade", Hostile.name], ["trace", Hostile.name], [Hostile.name],
      ["trace", "x", Hostile.name],
      ["why", "problem.yaml", Hostile.text], ["trace", "problem.yaml", "--show", Hostile.text],
      ["trace", "problem.yaml", "--export", Hostile.name], ["lesson", Hostile.text],
      ["trace", "lesson:" + Hostile.text], ["trace", "problem.yaml", "--palette", Hostile.text],
      ["-\u{1B}[2J"],
    ] {
      let outcome = try run(arguments)
      #expect(outcome.status != 0, "\(arguments)")
      #expect(Hostile.danger(outcome.output + outcome.message) == nil, "\(arguments)")
    }
  }

  @Test(arguments: [[], ["--color", "truecolor"], ["--accessible"], ["--section", "1"]])
  func `a lesson whose problem is hostile`(_ form: [String]) throws {
    try lessonFolder()
    let outcome = try Program.run(["lesson", "1"] + form, environment: ["ATTN_HOME": folder.path])
    #expect(outcome.status == 0, "\(outcome.message)")
    #expect(Hostile.danger(outcome.output, colours: form.contains("--color")) == nil)
    #expect(outcome.output.contains("owned"))
  }

  @Test(arguments: ["md", "html", "tex", "json"])
  func `pages of such a lesson`(_ ending: String) throws {
    try lessonFolder()
    let path = folder.path + "/lesson.\(ending)"
    let outcome = try Program.run(
      ["lesson", "1", "--export", path], environment: ["ATTN_HOME": folder.path])
    #expect(outcome.status == 0, "\(outcome.message)")
    try Self.expectHarmless(String(contentsOfFile: path, encoding: .utf8), ending)
  }

  private func lessonFolder() throws {
    let lesson = folder.path + "/lessons/01-x"
    try FileManager.default.createDirectory(atPath: lesson, withIntermediateDirectories: true)
    _ = try folder.file("lessons/01-x/problem.yaml", Hostile.problem)
    _ = try folder.file(
      "lessons/01-x/lesson.md",
      "---\ntitle: <script>owned</script> \\write18 $x$\nquestion: \"a | b\"\nminutes: 5\n---\n"
        + "Prose `|`\n\n## One\n\n```attn show weights\n```\n\n"
        + "```attn why weights[0,2,1]\n```\n")
  }
}
