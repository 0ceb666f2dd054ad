// SPDX-License-Identifier: MIT

import AttentionEngine
import Foundation
import ProblemFiles
import TensorFiles
import Tensors
import TestSupport
import Testing

@testable import Checking

/// Dumps of a class, in every form a dump can have, good, wrong and broken.
@Suite struct DumpGraderTests {
  let folder: TemporaryFolder
  let trace: Trace
  let grader: DumpGrader

  init() throws {
    folder = try TemporaryFolder()
    let path = try folder.write(SheetGraderTests.problem.utf8, to: "p.yaml")
    let file = try ProblemFile(path: path)
    trace = try file.trace()
    grader = DumpGrader(problem: file, required: ["weights", "raw_scores", "query"])
  }

  private func arrays(
    _ stages: [StageID], _ changed: StageID? = nil
  ) throws -> [(name: String, tensor: AnyTensor)] {
    try stages.map { stage in
      let right = try #require(trace[stage])
      let wrong = AnyTensor(right.converted(to: Double.self).multiplied(by: 2))
      return (stage.rawValue, stage == changed ? wrong : right)
    }
  }

  private func dump(
    _ name: String, _ stages: [StageID] = [.rawScores, .scaledScores, .weights, .headOutput],
    wrong: StageID? = nil
  ) throws -> String {
    try FileManager.default.createDirectory(
      at: URL(filePath: folder.file(name)).deletingLastPathComponent(),
      withIntermediateDirectories: true)
    try TensorFile.write(try arrays(stages, wrong), to: folder.file(name))
    return folder.file(name)
  }

  @Test func `a dump becomes a result with verdicts, errors and its owner`() throws {
    let right = grader.grade(try dump("ada.npz"))
    #expect(right.student.id == "ada" && right.assignment == "p" && right.submitted != nil)
    #expect(right.isGood && right.score == 4 && right.maximumScore == 4)
    #expect(right.steps.allSatisfy { ($0.largestError ?? 1) <= ($0.tolerance ?? 0) })
    let wrong = grader.grade(try dump("bo/dump.safetensors", wrong: .weights))
    #expect(wrong.student.id == "bo" && wrong.score == 3)
    #expect(wrong.steps.map(\.verdict) == [.right, .right, .wrong, .right])
    let step = try #require(wrong.firstWrong)
    #expect(step.name == "weights" && step.statement.hasPrefix("weights = "))
    #expect(step.finding != nil && step.details[0].contains("4 of 4 cells differ"))
    #expect((step.largestError ?? 0) > (step.tolerance ?? 1))
  }

  @Test func `what is required and not there is blank, unless the problem gives it`()
    throws
  {
    let file = grader.grade(try dump("c.npz", [.rawScores, .headOutput]))
    #expect(file.steps.map(\.name) == ["raw_scores", "weights", "head_output"])
    #expect(file.steps.map(\.verdict) == [.right, .blank, .right])
    var rubric = Rubric()
    rubric.steps = ["weights": 3]
    let marked = rubric.applied(to: file)
    #expect(marked.score == 2 && marked.maximumScore == 5 && marked.isGood)
  }

  @Test func `an array of another shape is wrong, with the shapes`() throws {
    try TensorFile.write(
      [("weights", AnyTensor(Tensor<Double>(axes: [Axis("a", 3)], scalars: [1, 2, 3])))],
      to: folder.file("d.npz"))
    let step = try #require(grader.grade(folder.file("d.npz")).firstWrong)
    #expect(step.reason == "shape" && step.finding?.found == "3" && step.largestError == nil)
  }

  @Test func `what is no dump is one error`() throws {
    let cases: [(String, String, String)] = [
      ("cut.npz", "PK\u{3}\u{4}", "zip"), ("words.npy", "hello", "cut off"),
      ("list.json", "[1, 2]", "an object of arrays"),
      ("loss.json", #"{"loss": [1]}"#, "none of the arrays"),
      ("given.json", #"{"query": [[1, 0, 2], [0, 1, 0]]}"#, "given by the problem"),
      (
        "bad\u{1b}[31m.json", #"{"\u001b[31m": [1]}"#, "is no name for an array"
      ),
    ]
    for (name, text, said) in cases {
      let file = grader.grade(try folder.write(text.utf8, to: name))
      let failure = try #require(file.failure, "\(name)")
      #expect(failure.message.contains(said), "\(name): \(failure.message)")
      #expect(!failure.message.contains(folder.path), "\(failure.message)")
      for format in ResultFormat.allCases {
        #expect(!format.text(SampleReports.report([file])).contains("\u{1b}"))
      }
    }
    #expect(grader.grade(folder.file("none.npz")).failure?.message.isEmpty == false)
    let lost = DumpGrader.withoutProblem("x/eve.npz")
    #expect(lost.failure?.message.contains("--problem") == true && lost.student.id == "eve")
  }

  @Test func `every format tells of dumps`() throws {
    let files = [
      grader.grade(try dump("ada.npz")), grader.grade(try dump("bo.npz", wrong: .weights)),
      grader.grade(folder.file("none.npz")),
    ]
    for format in ResultFormat.allCases {
      let text = format.text(SampleReports.report(files))
      if JSONFormatTests.formats.contains(format) { _ = try StrictJSON(text) }
      #expect(text.contains("weights"), "\(format)")
    }
    for file in files { #expect(GradingWorker.decoded(GradingWorker.encoded(file)) == file) }
  }

  @Test func `dumps are found among sheets and other files`() throws {
    let whole = [try dump("a.npz"), try dump("b.safetensors")]
    let json = try folder.write(#"{ "loss": [0], "weights" : [1]}"#.utf8, to: "c.json")
    _ = try folder.write(#"{"format": 1, "results": [{"step": "weights"}]}"#.utf8, to: "marks.json")
    let sheet = try folder.write("format: 1\nsteps: {}\n".utf8, to: "sheet.yaml")
    _ = try dump("d/weights.npy", [.weights])
    _ = try dump("d/z.npy", [.headOutput])
    let own = [folder.file("d")]
    let taken = GradingInputs([folder.path], takingDumps: true)
    #expect(taken.files == (whole + [json] + own + [sheet]).sorted())
    #expect(taken.passedOver == 2 && taken.dumpsPassedOver == 0)
    let sheets = GradingInputs([folder.path])
    #expect(sheets.files == [sheet] && sheets.passedOver == 7 && sheets.dumpsPassedOver == 4)
    #expect(GradingInputs(own, takingDumps: true).files == own)
    let graded = grader.grade(own[0])
    #expect(graded.student.id == "d" && graded.isGood && graded.steps.count == 3)
  }
}
