// SPDX-License-Identifier: MIT

import Display
import Foundation
import Testing

@testable import Checking

/// All formats are views of one result: the same marks, the same first wrong step, the same names.
@Suite struct AgreementTests {
  @Test func `all formats of one result agree`() throws {
    let file = Rubric.uneven.applied(to: SampleReports.example)
    let report = SampleReports.report([file])
    let ids = ["scaled-by-key-dimension", "scaled-twice"]
    #expect(file.score == 4.5 && file.maximumScore == 8.5 && file.mistakeIDs == ids)

    let json = try StrictJSON(ResultFormat.json.text(report))["results"]?.items[0]["result"]
    #expect(json?["score"]?.double == 4.5 && json?["max_score"]?.double == 8.5)
    #expect(json?["first_wrong"]?.string == "scaled_scores")

    let gradescope = try #require(
      StrictJSON(ResultFormat.gradescope.text(report))["tests"]?.items)
    #expect(gradescope.reduce(0) { $0 + ($1["score"]?.double ?? 0) } == 4.5)
    #expect(gradescope.reduce(0) { $0 + ($1["max_score"]?.double ?? 0) } == 8.5)
    let failed = gradescope.first {
      $0["status"]?.string == "failed" && $0["output"]?.string?.hasPrefix("wrong") ?? false
    }
    #expect(failed?["name"]?.string == "scaled_scores")
    #expect(failed?["tags"]?.items.compactMap(\.string) == ids)

    let classroom = try StrictJSON(ResultFormat.classroom.text(report))
    #expect(classroom["max_score"]?.double == 8.5)
    let tests = try #require(classroom["tests"]?.items)
    #expect(tests.reduce(0) { $0 + ($1["score"]?.double ?? 0) } == 4.5)
    #expect(tests.first { $0["status"]?.string == "fail" }?["name"]?.string == "scaled_scores")

    let check50 = try #require(StrictJSON(ResultFormat.check50.text(report))["results"]?.items)
    #expect(check50.reduce(0) { $0 + ($1["data"]?["score"]?.double ?? 0) } == 4.5)
    let wrong = check50.first { $0["passed"]?.bool == false }
    #expect(wrong?["name"]?.string == "scaled_scores")
    #expect(wrong?["data"]?["mistakes"]?.items.compactMap(\.string) == ids)

    let exercism = try #require(StrictJSON(ResultFormat.exercism.text(report))["tests"]?.items)
    #expect(exercism.first { $0["status"]?.string == "fail" }?["name"]?.string == "scaled_scores")
    for id in ids { #expect(exercism[2]["message"]?.string?.contains(id) ?? false) }

    let junit = ResultFormat.junit.text(report)
    #expect(junit.contains(#"<property name="score" value="4.5"/>"#))
    #expect(junit.contains(#"<property name="max_score" value="8.5"/>"#))
    #expect(junit.contains(#"<failure type="scaled-by-key-dimension scaled-twice""#))
    #expect(junit.contains(#"failures="2" errors="0" skipped="1""#))

    let csv = ResultFormat.csv.text(report)
    #expect(csv.contains(",4.5,0.0,4.5,8.5,"))
    #expect(csv.contains(",graded,scaled_scores,scaled-by-key-dimension scaled-twice,"))
    let text = render(GradingDocument(report).document, with: Capabilities(width: 120))
    #expect(text.contains("4.5 of 8.5") && text.contains("scaled_scores"))
  }

  @Test func `every verdict and every failure is told in every format`() {
    for (name, report) in SampleReports.all {
      for format in ResultFormat.allCases {
        let text = format.text(report)
        #expect(text.utf8.last == UInt8(ascii: "\n"), "\(name) \(format)")
        for file in report.files {
          for step in file.steps where format != .csv && format != .classCSV {
            // Texts of strangers are escaped by each format in its own way.
            guard name != "hostile" else { continue }
            #expect(text.contains(step.name), "\(name) \(format): \(step.name)")
            if step.verdict != .right, format != .junit || step.verdict != .blank {
              let told = [step.verdict.rawValue, step.verdict.words, "nothing typed", "(scaled-"]
              #expect(told.contains { text.contains($0) }, "\(name) \(format): \(step.verdict)")
            }
          }
          if file.failure != nil, format != .classCSV { #expect(text.contains("line 9")) }
        }
      }
      let page = render(GradingDocument(report).document, with: Capabilities(width: 80))
      #expect(!page.contains("\u{1B}") && !page.contains("\u{202E}"))
      #expect(page.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
  }

  @Test func `a batch of nothing says so everywhere`() throws {
    let report = SampleReports.report([])
    for format in [ResultFormat.gradescope, .check50, .exercism] {
      #expect(format.text(report).contains(GradingReport.nothingToGrade))
    }
    #expect(try StrictJSON(ResultFormat.classroom.text(report))["status"]?.string == "error")
    #expect(try StrictJSON(ResultFormat.classroom.text(report))["tests"]?.items.isEmpty ?? false)
    #expect(ResultFormat.csv.text(report).split(separator: "\r\n").count == 1)
    #expect(try StrictJSON(ResultFormat.json.text(report))["results"]?.items.isEmpty ?? false)
  }
}

extension Rubric {
  static var uneven: Rubric {
    var rubric = Rubric()
    rubric.steps = ["weights": 3, "query": 1]
    rubric.otherSteps = 1.5
    rubric.follows = 2.0 / 3
    // Earned: 1 + 1.5 + 3·2/3; to be had: 1 + 1.5 + 1.5 + 3 + 1.5.
    return rubric
  }
}
