// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import Checking

/// The formats that are JSON: the fields and types of their tables and no others, in every situation.
@Suite struct JSONFormatTests {
  static let formats: [ResultFormat] = [.json, .gradescope, .classroom, .check50, .exercism]

  private func parsed(_ format: ResultFormat, _ report: GradingReport) throws -> StrictJSON {
    try StrictJSON(format.text(report))
  }

  @Test(arguments: formats)
  func `is strict JSON without control characters, and the same each time`(
    _ format: ResultFormat
  ) throws {
    for (name, report) in SampleReports.all {
      let text = format.text(report)
      #expect(text == format.text(report), "\(name)")
      #expect(text.hasSuffix("\n") && !text.dropLast().contains("\n"), "\(name)")
      #expect(!text.hasPrefix("\u{FEFF}"))
      let json = try StrictJSON(text)
      for string in json.strings {
        let controls = string.unicodeScalars.filter {
          ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value) || $0 == "\u{202E}"
        }
        #expect(controls.isEmpty, "\(name): \(string.debugDescription)")
      }
      for number in json.numbers {
        #expect(number.split(separator: ".").dropFirst().first.map { $0.count <= 6 } ?? true)
        #expect(!number.contains("e"), "\(name): \(number)")
      }
    }
  }

  /// Checks the keys of an object: all of the first list, any of the second.
  private func expectKeys(
    _ object: StrictJSON, _ needed: [String], _ allowed: [String] = [], _ place: String
  ) {
    let keys = Set(object.keys)
    #expect(keys.isSuperset(of: needed), "\(place): \(keys)")
    #expect(keys.isSubset(of: needed + allowed), "\(place): \(keys)")
  }

  @Test func `Gradescope has one test a step, and no score on top`() throws {
    for (name, report) in SampleReports.all {
      let json = try parsed(.gradescope, report)
      expectKeys(
        json, ["execution_time", "stdout_visibility", "tests", "extra_data"],
        ["output", "output_format"], name)
      #expect(json["execution_time"]?.double != nil)
      let tests = try #require(json["tests"]).items
      #expect(!tests.isEmpty)
      for test in tests {
        expectKeys(
          test,
          ["number", "name", "score", "max_score", "status", "output", "output_format"],
          ["tags"], name)
        #expect(["passed", "failed"].contains(test["status"]?.string))
        #expect(test["score"]?.double != nil && test["max_score"]?.double != nil)
        if test["status"]?.string == "passed" { #expect(test["score"] == test["max_score"]) }
      }
      #expect(json["extra_data"]?["attn"]?["format"]?.double == 1)
    }
    let step = try parsed(.gradescope, SampleReports.report([SampleReports.example]))["tests"]?
      .items[2]
    #expect(step?["tags"]?.items.map(\.string) == ["scaled-by-key-dimension", "scaled-twice"])
    #expect(step?["output"]?.string?.contains("[0,0,1] typed 1.67") ?? false)
  }

  @Test func `Classroom's scores add up, and Base64 gives the file back`() throws {
    for (name, report) in SampleReports.all {
      let text = ResultFormat.classroom.text(report)
      let json = try StrictJSON(text)
      expectKeys(json, ["version", "status", "max_score", "tests"], [], name)
      let tests = try #require(json["tests"]).items
      for test in tests {
        expectKeys(
          test,
          [
            "name", "status", "message", "score", "test_code", "filename", "line_no", "duration",
          ], [], name)
        #expect(["pass", "fail", "error"].contains(test["status"]?.string))
        #expect(test["score"]?.double != nil && test["line_no"]?.double != nil)
        #expect(test["message"]?.string != nil || test["message"]?.isNull ?? false)
        if test["status"]?.string != "pass" { #expect(test["score"]?.double == 0) }
      }
      let sum = tests.reduce(0) { $0 + ($1["score"]?.double ?? .nan) }
      #expect(abs(sum - report.score.asPoints) < 1e-6, "\(name)")
      let coded = Data(text.utf8).base64EncodedString()
      #expect(Data(base64Encoded: coded).map { String(decoding: $0, as: UTF8.self) } == text)
    }
  }

  @Test func `Classroom stays small enough for an environment variable, whole`() throws {
    let long = NamedMistake(
      id: "long", summary: String(repeating: "long words ", count: 100), remedy: "")
    let file = GradedFile(
      file: "a.yaml", assignment: "p",
      outcome: .judged(
        (0..<300).map { GradedStep("step_\($0)", verdict: .wrong, mistakes: [long]) }))
    let text = ResultFormat.classroom.text(SampleReports.report([file]))
    #expect(text.utf8.count <= ClassroomFormat.mostBytes)
    #expect(try StrictJSON(text)["tests"]?.items.count == 300)
  }

  @Test func `check50 has a cause exactly where a check did not pass`() throws {
    for (name, report) in SampleReports.all {
      let json = try parsed(.check50, report)
      if let error = json["error"] {
        expectKeys(json, ["slug", "error", "version"], [], name)
        expectKeys(error, ["type", "value", "traceback", "data"], [], name)
        continue
      }
      expectKeys(json, ["slug", "results", "version"], [], name)
      let results = try #require(json["results"]).items
      if name != "hostile" {
        #expect(Set(results.compactMap { $0["name"]?.string }).count == results.count, "\(name)")
      }
      for result in results {
        expectKeys(
          result, ["name", "description", "passed", "log", "cause", "data", "dependency"], [], name)
        let isPassed = result["passed"]?.bool
        #expect(isPassed != nil || result["passed"]?.isNull ?? false)
        let cause = try #require(result["cause"])
        #expect(cause.isNull == (isPassed == true), "\(name)")
        #expect(result["dependency"]?.isNull ?? false)
        guard !cause.isNull else { continue }
        expectKeys(cause, ["rationale", "help"], ["expected", "actual", "error"], name)
        #expect((cause["expected"] == nil) == (cause["actual"] == nil))
        #expect(cause["rationale"]?.string?.isEmpty == false)
      }
    }
    let wrong = try parsed(.check50, SampleReports.report([SampleReports.example]))["results"]?
      .items[2]
    #expect(wrong?["cause"]?["expected"]?.string == "2.89")
    #expect(wrong?["cause"]?["actual"]?.string == "1.67")
    let blank = try parsed(.check50, SampleReports.report([SampleReports.example]))["results"]?
      .items[4]
    #expect(blank?["passed"]?.isNull ?? false)
  }

  @Test func `exercism's status agrees with its tests`() throws {
    for (name, report) in SampleReports.all {
      let json = try parsed(.exercism, report)
      expectKeys(json, ["version", "status", "message", "tests"], [], name)
      #expect(json["version"]?.double == 3)
      let tests = try #require(json["tests"]).items
      let status = json["status"]?.string
      if status == "error" {
        #expect(json["message"]?.string?.isEmpty == false && tests.isEmpty, "\(name)")
        continue
      }
      #expect(json["message"]?.isNull ?? false)
      let isPassed = tests.allSatisfy { $0["status"]?.string == "pass" }
      #expect(status == (isPassed ? "pass" : "fail"), "\(name)")
      for test in tests {
        expectKeys(
          test, ["name", "status", "test_code"], ["message", "output", "task_id"], name)
        #expect(["pass", "fail", "error"].contains(test["status"]?.string))
        if test["status"]?.string != "pass" { #expect(test["message"]?.string != nil) }
        #expect((test["output"]?.string ?? "").utf16.count <= 500)
        #expect((test["message"]?.string ?? "").utf16.count <= 65_535)
      }
    }
  }

  @Test func `the contract's own JSON has its keys`() throws {
    let json = try parsed(.json, SampleReports.report([SampleReports.example]))
    let result = try #require(json["results"]?.items.first)
    #expect(result["file"]?.string == "sheets/s-017.yaml")
    #expect(result["student"]?["id"]?.string == "s-017")
    #expect(result["student"]?["name"]?.string == "Li, Na")
    let sheet = try #require(result["result"])
    #expect(sheet["format"]?.double == 1 && sheet["first_wrong"]?.string == "scaled_scores")
    #expect(sheet["score"]?.double == 3 && sheet["max_score"]?.double == 5)
    let step = try #require(sheet["steps"]?.items[2])
    #expect(step["step"]?.string == "scaled_scores" && step["verdict"]?.string == "wrong")
    #expect(step["cells"]?.items.first?.items.compactMap(\.double) == [0, 0, 1])
    #expect(step["score"]?.double == 0 && step["max_score"]?.double == 1)
    let failed = try parsed(.json, SampleReports.report([SampleReports.failed(.unreadable)]))
    let error = failed["results"]?.items.first
    #expect(error?["error"]?.string?.contains("expected 3 numbers") ?? false)
    #expect(error?["result"] == nil)
  }
}
