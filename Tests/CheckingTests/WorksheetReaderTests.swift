// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import Foundation
import ProblemFiles
import Tensors
import Testing

@testable import Checking

/// Sheets come from strangers: every form of a number is read, everything else refused with its line.
@Suite struct WorksheetReaderTests {
  static let problem = """
    format: 1
    query: |
      1 0
      0 1
    key: |
      1 0
      0 1
    value: |
      1 2
      3 4
    """

  private func sheet(
    _ steps: String, problem: String? = nil, head: String = "decimals: 2"
  ) throws(ProblemFileError) -> Worksheet {
    let inline =
      problem
      ?? "\n" + Self.problem.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
    return try Worksheet(
      text: "format: 1\nproblem: \(inline)\n\(head)\nsteps:\n\(steps)\n", path: "sheet.yaml",
      folder: ".", locator: ProblemLocator())
  }

  private func cells(_ row: String) throws -> [TypedNumber?] {
    try sheet("  raw_scores: |\n    \(row)\n    ? ?").steps[0].cells
  }

  @Test func `every form of a number keeps its decimals`() throws {
    let forms: [(String, Double, Int?)] = [
      ("0.5", 0.5, 1), (".5", 0.5, 1), ("0.50", 0.5, 2), ("1/2", 0.5, nil), ("5e-1", 0.5, 1),
      ("-0", 0, 0), ("0,5", 0.5, 1), ("sqrt(2)/2", 0.5.squareRoot(), nil), ("-3", -3, 0),
    ]
    for (text, value, decimals) in forms {
      let cell = try #require(try cells("\(text) ?")[0], "\(text)")
      #expect(abs(cell.value - value) < 1e-15 && cell.decimals == decimals, "\(text)")
    }
    #expect(try cells("? 1")[0] == nil)
  }

  @Test func `a comma that may mean two things is refused`() {
    for row in ["1,2,3 4", "1.5 2,5", ",5 1"] {
      let error = #expect(throws: ProblemFileError.self) { try cells(row) }
      #expect(error?.key == "steps.raw_scores", "\(row)")
    }
  }

  @Test func `rows may be lined up, heads be nested, columns be written as rows`() throws {
    let lined = try sheet("  raw_scores: |\n       1 0\n    -0.5 1").steps[0]
    #expect(lined.shape == [2, 2] && lined.cells[2]?.value == -0.5)
    let nested = try sheet("  raw_scores: [[1, \"?\"], [0, 1]]").steps[0]
    #expect(nested.shape == [2, 2] && nested.cells[1] == nil)
    let row = try sheet("  row_sums: |\n    3.7 3.7").marked()
    #expect(row.steps[0].verdict == .right || row.steps[0].verdict == .wrong)
    #expect(row.steps[0].reason == nil)
  }

  @Test func `errors name the line, the key, and what would be right`() {
    let cases: [(String, String, String)] = [
      ("  raw_scores: |\n    1 x\n    0 1", "'x' is not a number", "steps.raw_scores"),
      ("  raw_score: |\n    1 0\n    0 1", "did you mean 'raw_scores'", "steps.raw_score"),
      ("  query: |\n    1 0\n    0 1", "is given by the problem", "steps.query"),
      ("  weights: |\n    1 0\n    0", "this row has 1 numbers", "steps.weights"),
      ("  weights: {a: 1}", "expected a matrix", "steps.weights"),
      ("  - 1", "expected stages", "steps"),
      ("  {weights: ?}", "put it in quotes", ""),
      ("  {weights: [[?, 1], [0, 1]]}", "put it in quotes", ""),
      ("  weights: ? 1", "put it in quotes", ""),
    ]
    for (steps, sentence, key) in cases {
      let error = #expect(throws: ProblemFileError.self) { try sheet(steps) }
      #expect(error?.description.contains(sentence) ?? false, "\(String(describing: error))")
      #expect(error?.key == key)
      #expect(error?.line != nil)
    }
  }

  @Test func `hostile sheets are refused, not obeyed`() {
    let heads = [
      "decimals: 99", "decimals: -1", "seed: -3", "seed: 1e99", "student: [1, 2]",
      "format: 2", "unknown: 1", "student: {id: \(String(repeating: "x", count: 5000))}",
    ]
    for head in heads {
      #expect(throws: ProblemFileError.self, "\(head)") {
        try sheet("  weights: |\n    1 0\n    0 1", head: head)
      }
    }
    for name in [
      "/etc/passwd", "../../etc/passwd", "nowhere.yaml", "lesson:../../etc", "lesson:", "\"\"",
      "{format: 1, query: {file: /etc/passwd}}", "[1]",
    ] {
      #expect(throws: ProblemFileError.self, "\(name)") {
        try sheet("  weights: ?", problem: name)
      }
    }
    let bomb = "a: &a [1, 1]\nb: &b [*a, *a]\n"
    #expect(throws: ProblemFileError.self) {
      try Worksheet(text: bomb, path: "s", folder: ".", locator: ProblemLocator())
    }
  }

  @Test(arguments: ["nan", "inf", "-inf", "1e300", "-1e300", "99999999999999999999", "1e-300"])
  func `odd numbers are judged and never trap`(_ text: String) throws {
    let steps = ["raw_scores", "scaled_scores", "exponentials", "row_sums", "weights"].map {
      $0 == "row_sums"
        ? "  \($0): |\n    \(text)\n    1" : "  \($0): |\n    \(text) 1\n    0 \(text)"
    }
    let marked = try sheet(steps.joined(separator: "\n")).marked()
    #expect(marked.firstWrong?.stage == .rawScores)
    let json = marked.json.text
    #expect(!json.contains("nan,") && !json.contains("inf,"))
    #expect(!MarkedSheetDocument(marked, title: "\u{1b}[31m").document.blocks.isEmpty)
  }

  @Test func `a stage of the wrong shape is wrong, not an error`() throws {
    let marked = try sheet(
      "  raw_scores: |\n    1 0 2\n    0 1 2\n  weights: |\n    0.67 0.33\n    0.33 0.67"
    )
    .marked()
    #expect(marked.steps[0].verdict == .wrong)
    #expect(marked.steps[0].reason == .shape(typed: [2, 3], expected: [1, 2, 2]))
    #expect(marked.steps[1].verdict == .right)
  }

  @Test func `a batch of heads is printed with two blank lines between items`() throws {
    let axes = ["batch", "head", "row", "column"]
    func stack(_ sizes: [Int]) -> AnyTensor {
      let numbers = (0..<sizes.reduce(1, *)).map { Double($0 * 7 % 11) / 10 - 0.5 }
      let named = zip(axes, sizes).map { Axis(AxisName(rawValue: $0), $1) }
      return .float64(Tensor(axes: named, scalars: numbers))
    }
    var problem = Problem()
    problem.query = stack([2, 3, 4, 2])
    problem.key = stack([2, 3, 5, 2])
    problem.value = stack([2, 3, 5, 3])
    let yaml = try BlankSheet(problem, name: "p.yaml", decimals: 2, isKey: true).yaml
    #expect(yaml.contains("\n\n\n"))
    let source = SourceText(withoutMark: yaml, file: "s")
    let root = Entry(node: try SafeYAML.parse(source), path: "", source: source)
    let reader = TypedStepReader(entry: try #require(try root.mapping(Worksheet.keys)["steps"]))
    let trace = try WorksheetPlan.trace(problem, decimals: 2)
    let steps = try reader.steps(try reader.matrices(), of: trace)
    #expect(steps.first?.shape == [2, 3, 4, 5])
    #expect(SheetJudge.judge(steps, trace, decimals: 2).score == Double(steps.count))
  }

  @Test func `a sheet may ask for some steps; those before are filled in, those after left out`()
    throws
  {
    var samples = SampleProblems(seed: 5)
    let problem = samples.problem(.operands)
    let sheet = try BlankSheet(problem, name: "p.yaml", steps: ["exponentials", "row_sums"])
    #expect(sheet.stepNames == ["raw_scores", "scaled_scores", "exponentials", "row_sums"])
    let steps = sheet.yaml.split(separator: "steps:")[1].split(separator: "exponentials: |")
    #expect(!steps[0].contains("?") && steps[1].contains("?"))
    let opened = try BlankSheet(problem, name: "p.yaml", decimals: 4, steps: ["row_sums"])
    #expect(opened.stepNames.suffix(2) == ["exponentials", "row_sums"])
    for (name, part) in [
      ("query", "'query' is no step of"), ("wieghts", "did you mean 'weights'?"),
    ] {
      let error = #expect(throws: WorksheetPlanError.self) {
        try BlankSheet(problem, name: "p.yaml", steps: [name])
      }
      #expect(error?.description.contains(part) == true)
    }
    var upstream = problem
    upstream.upstream = samples.matrix(4, 2)
    let backward = try BlankSheet(upstream, name: "p.yaml", steps: ["grad_weights"])
    #expect(backward.stepNames.last == "grad_weights")
    #expect(backward.yaml.contains("#   grad_head_output: "))
    #expect(
      !(try BlankSheet(upstream, name: "p.yaml").stepNames.contains { $0.hasPrefix("grad_") }))
  }

  @Test func `nan is the right answer of a row that sees nothing, and no number is`() throws {
    let problem =
      "\n"
      + (Self.problem + "\nmask:\n  - allow: |\n      0 0\n      1 1\n")
      .split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
    func verdict(_ row: String) throws -> Verdict {
      let sheet = try sheet("  weights: |\n    \(row)\n    0.33 0.67", problem: problem).marked()
      #expect(sheet.steps[0].cells.suffix(2).allSatisfy { $0.verdict == .right })
      return sheet.steps[0].cells[0].verdict
    }
    #expect(try verdict("nan nan") == .right)
    #expect(try verdict("0.50 0.50") == .wrong)
    #expect(try verdict("0 0") == .wrong)
  }

  @Test func `numbers of a float32 problem are given as they were typed`() throws {
    let tenths = Tensor(
      axes: [Axis(AxisName(rawValue: "position"), 2), Axis(AxisName(rawValue: "dim"), 1)],
      scalars: [Float(0.7), Float(-0.1)])
    var problem = Problem()
    (problem.query, problem.key, problem.value) = (
      .float32(tenths), .float32(tenths), .float32(tenths)
    )
    problem.precision = .float32
    let yaml = try BlankSheet(problem, name: "p.yaml").yaml
    #expect(yaml.contains("#      0.7\n#     -0.1\n"))
  }

  @Test func `what other numbers could tell apart is said to be left open`() throws {
    var samples = SampleProblems(seed: 6)
    let problem = samples.problem(.operands)
    // Whole numbers are far too coarse for weights.
    #expect(!(try Variant(of: problem, seed: 1, decimals: 0).leftOpen.isEmpty))
    let fine = try Variant(of: problem, seed: 1, decimals: 2)
    #expect(fine.leftOpen.isEmpty, "\(fine.leftOpen)")
  }

  @Test func `a printed key is right, a blank sheet is blank, both are read back`() throws {
    var samples = SampleProblems(seed: 3)
    for family in SampleProblems.Family.allCases {
      let problem = samples.problem(family)
      for decimals in [1, 3] {
        for isKey in [true, false] {
          let yaml = try BlankSheet(problem, name: "p.yaml", decimals: decimals, isKey: isKey).yaml
          let trace = try WorksheetPlan.trace(problem, decimals: decimals)
          let source = SourceText(withoutMark: yaml, file: "s")
          let entry = Entry(node: try SafeYAML.parse(source), path: "", source: source)
          let parts = try entry.mapping(Worksheet.keys)
          let reader = TypedStepReader(entry: try #require(parts["steps"]))
          let steps = try reader.steps(try reader.matrices(), of: trace)
          let marked = SheetJudge.judge(steps, trace, decimals: decimals)
          #expect(marked.firstWrong?.stage == nil, "\(family)")
          #expect(marked.steps.allSatisfy { isKey ? $0.verdict.earns : $0.verdict == .blank })
        }
      }
    }
  }
}
