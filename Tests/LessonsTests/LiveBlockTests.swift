// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Tensors
import FoundationEssentials
import Testing

@testable import Lessons

/// Live blocks and values on a problem, and what is said when they do not fit.
struct LiveBlockTests {
  @Test(arguments: [
    ("{=count weights} {=shape weights} {=shape query[0,*,1]}", "18 2 × 3 × 3 3"),
    ("{=sum weights[1,2,*]:6}", "1"), ("{=input[0,2]}, {=max input}, {=min input}", "2, 3, -2"),
    ("{=largest input[2,*]} {=mean input:4} {=spread input[0,*]:5}", "2 0.5833 1.11803"),
    ("{=argmax input[0,*]} {=argmax weights[0,*,0]}", "2 sat"),
    ("{=causal.yaml:weights[0,0,0]} {=causal.yaml:weights[0,0,2]}", "1 0"),
    ("{=input[0,2] - input[0,3]} {=input[0,2] / input[1,3]:2}", "3 0.67"),
    ("{=largest input - causal.yaml:input}", "0"),
    ("{7.00=input[0,2]} {#7.00}", "2.000 7.00"),
  ])
  func `values are computed`(source: String, expected: String) throws {
    let found = try TestCourse(source).text().split(separator: "\n").joined(separator: " ")
    #expect(found == expected.replacing("2.000", with: "2.00"))
  }

  @Test func `a value agrees with the trace`() throws {
    let course = try TestCourse("{=weights[1,2,0]:12}")
    let number = try #require(try course.page().trace[.weights]?[[1, 2, 0]])
    let shown = try course.text().filter { !$0.isWhitespace }
    #expect(shown == NumberFormat(decimals: 12, notation: .trimmed).string(number))
  }

  @Test(arguments: [
    ("{=weights[0,2,3]}", "lesson.md:7: {=weights[0,2,3]}: weights[0,2,3]: key 3 is outside"),
    ("{=weights[0,*]}", "lesson.md:7: {=weights[0,*]}: weights[0,0] has 2 indices; weights has 3"),
    ("{=weights}", "lesson.md:7: {=weights}: these are 18 cells; write an index for each axis"),
    ("{=wieghts[0,0,0]}", "lesson.md:7: {=wieghts[0,0,0]}: there is no stage 'wieghts'"),
    ("{=max input - weights}", "lesson.md:7: {=max input - weights}: input has the sizes [3, 4]"),
    ("{=argmax weights}", "lesson.md:7: {=argmax weights}: argmax wants cells in one row"),
    ("{=no.yaml:weights[0,0,0]}", "lesson.md:7: {=no.yaml:weights[0,0,0]}: there is no file 'no.y"),
    ("{=../x.yaml:weights}", "lesson.md:7: {=../x.yaml:weights}: '../x.yaml' is no path inside"),
    ("{=bad.yaml:weights}", "lesson.md:7: {=bad.yaml:weights}: bad.yaml:1"),
  ])
  func `a value that is not there is refused with its line`(
    source: String, beginning: String
  ) throws {
    let course = try TestCourse("ok\n" + source, files: ["bad.yaml": "fromat: 1\n"])
    #expect(course.complaint().hasPrefix(beginning), "\(course.complaint())")
  }

  @Test func `blocks show another problem`() throws {
    let prose = """
      ```attn show weights --head 0 --problem causal.yaml
      ```

      ```attn why weights[0,0,2] --problem causal.yaml
      ```

      ```attn ask --problem causal.yaml
      How much of {=shape weights}?
      ---
      {=weights[0,0,0]}

      ~~~attn show grad_weights --head 1
      ~~~
      ```
      """
    let text = try TestCourse(prose).text()
    #expect(text.contains("the │ 1.000*     x      x  1.000"), "\(text)")
    #expect(text.contains("e^-inf"), "\(text)")
    #expect(text.contains("│ 1\n"), "\(text)")
    #expect(text.contains("∂L/∂A"), "\(text)")
  }

  @Test func `a difference has a heat map and its largest cell`() throws {
    let course = try TestCourse("```attn difference weights --with causal.yaml\n```")
    let text = try course.text()
    let (first, second) = (try course.page().trace, try course.page().folder.trace("causal.yaml"))
    let differences = zip(
      try #require(first[.weights]).doubles, try #require(second[.weights]).doubles
    ).map { ($0 - $1).magnitude }
    let place = try #require(differences.indices.max { differences[$0] < differences[$1] })
    #expect(
      text.contains("at `weights[\(place / 9),\(place / 3 % 3),\(place % 3)]`"), "\(text)")
    let same = try TestCourse("```attn difference query --with causal.yaml\n```").text()
    #expect(same.contains("No cell differs."))
  }

  @Test func `a sheet is marked and a mistake is told`() throws {
    let sheet = """
      format: 1
      problem: problem.yaml
      decimals: 2
      steps:
        raw_scores: |
          1 2 3
          4 5 6
          7 8 9

          1 2 3
          4 5 6
          7 8 9

      """
    let prose = "```attn check sheet.yaml\n```\n\n```attn mistake softmax-over-columns\n```"
    let text = try TestCourse(prose, files: ["sheet.yaml": sheet]).text()
    #expect(text.contains("The first wrong step is `raw_scores`"), "\(text)")
    #expect(text.contains("What to do instead: "), "\(text)")
  }

  @Test(arguments: [
    ("sho weights", "cannot run 'attn sho weights'; a live block is one of show STAGE"),
    ("show", "cannot run 'attn show'; it is written: show STAGE[,STAGE…]"),
    ("show weights --heads 1", "show has no option '--heads'; it is written: show"),
    ("show weights --head", "nothing follows --head; it is written: show"),
    ("show weights --head x", "--head needs a whole number from 0; found 'x'"),
    ("show weights --head 2", "--head 2: there are 2 heads, counted from 0 to 1"),
    ("show weights --head 0 --head 1", "--head is said twice; keep one"),
    ("show weights --problem sub", "sub: "), ("why weights", "'weights' is no cell"),
    ("why weights[0,0,0] --depth 0", "--depth is 1 to 64"),
    ("heads 3", "cannot run 'attn heads 3'"),
    ("difference weights", "cannot run 'attn difference weights'"),
    ("difference weights --with link.yaml", "'link.yaml' leads out of the lesson's folder"),
    ("difference grad_query --with short.yaml", "there is no stage 'grad_query'"),
    ("check none.yaml", "there is no file 'none.yaml' beside lesson.md"),
    (
      "mistake softmax-over-column",
      "there is no mistake 'softmax-over-column'; did you mean 'softmax-over-columns'"
    ),
    ("measure score-spred", "there is no experiment 'score-spred'. Did you mean score-spread?"),
    ("measure overflow --seed 1", "overflow has no setting '--seed'"),
    ("measure score-spread --seed x", "--seed wants a whole number from 0 to 1000000000"),
    ("measure score-spread --keys 3.5", "--keys wants a whole number from 2 to 256; found '3.5'"),
    ("measure score-spread --dimensions 4,2", "--dimensions must ascend"),
    ("measure score-spread --dimensions 4000,4096 --queries 1000", "at most 20000000. Take fewer"),
    ("measure order-blindness --order 0,1", "--order names each of the 3 positions once"),
  ])
  func `a block that cannot be run is refused with its line`(
    words: String, beginning: String
  ) throws {
    let short = TestCourse.problem.replacing(/upstream(.|\n)*/, with: "")
    let course = try TestCourse("a\n\n```attn \(words)\n```", files: ["short.yaml": short])
    let outside = course.home + "/outside.yaml"
    try Data(TestCourse.problem.utf8).write(to: URL(filePath: outside))
    try FileManager.default.createSymbolicLink(
      atPath: course.folder + "/link.yaml", withDestinationPath: outside)
    let said = course.complaint()
    #expect(said.hasPrefix("lesson.md:8: "), "\(said)")
    #expect(said.contains(beginning), "\(said)")
  }

  @Test func `symptoms show a dump without the name of its mistake`() throws {
    // Nobody scaled these scores.
    let trace = try TestCourse("a").page().trace
    let scores = try #require(trace[.rawScores])
    let rows = stride(from: 0, to: 18, by: 3).map { "\(Array(scores.doubles[$0..<($0 + 3)]))" }
    let heads = [rows[..<3], rows[3...]].map { "[" + $0.joined(separator: ", ") + "]" }
    let dump = #"{"scaled_scores": [\#(heads.joined(separator: ", "))]}"#
    let files = ["dump.json": dump]
    let whole = try TestCourse("```attn compare dump.json\n```", files: files).text()
    let symptoms = try TestCourse("```attn symptoms dump.json\n```", files: files).text()
    for text in [whole, symptoms] { #expect(text.contains("found − expected"), "\(text)") }
    #expect(whole.contains("What happened") && !symptoms.contains("What happened"), "\(symptoms)")
    #expect(symptoms.contains("found, head"), "\(symptoms)")
  }

  @Test(arguments: [
    ("0.33", true), ("0.333", true), ("1/3", true), ("0.3", false), ("0.34", false),
    ("0.3334", false),
    ("-0.33", false), ("\u{2212}0.33", false),
  ])
  func `a typed prediction is judged as a number on a sheet is`(typed: String, isRight: Bool) throws
  {
    let verdict = LessonPrediction(value: 1.0 / 3, decimals: 2).verdict(on: typed)
    #expect(verdict?.isRight == isRight, "\(typed): \(verdict?.sentence ?? "no number")")
  }

  @Test func `a prediction is no word, and says what was wrong with it`() throws {
    let third = LessonPrediction(value: 2.0 / 3, decimals: 2)
    #expect(third.verdict(on: "much") == nil)
    #expect(third.verdict(on: "0.7")?.sentence == "0.7 is right so far; give 2 decimals.")
    #expect(third.verdict(on: "0.66")?.sentence.contains("cut off") == true)
    #expect(third.verdict(on: "0.5")?.sentence == "0.5 is not it.")
    // A whole number needs no decimals.
    #expect(LessonPrediction(value: 5, decimals: 2).verdict(on: "5")?.isRight == true)
  }

  @Test func `a question may ask for a number`() throws {
    let part = try TestCourse("```attn ask --number input[0,2]\na\n---\nb\n```").page().parts()[0]
    #expect(part.predictions == [0: LessonPrediction(value: 2, decimals: 2)])
    let page = try TestCourse("```attn ask --number wieghts\na\n---\nb\n```").page()
    let error = #expect(throws: (any Error).self) { try page.parts() }
    #expect(
      error.map { "\($0)" }?.contains("--number wieghts: there is no stage 'wieghts'") == true)
  }

  @Test func `ask takes a problem and nothing else`() {
    #expect(
      complaint("```attn ask --head 1\na\n---\nb\n```")
        == "lesson.md:6: \"--head 1\" follows ```attn ask; expected nothing, --problem FILE.yaml or --number VALUE"
    )
  }
}
