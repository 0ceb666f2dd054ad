// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import ExerciseChecks

/// `attn exercise` and `attn grade --exercises` as processes.
@Suite struct ExerciseCommandTests {
  private struct Outcome {
    let status: Int32
    let output: String
    let errors: String
  }

  private func attn(_ arguments: [String], environment: [String] = []) throws -> Outcome {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let child = try ChildProcess.run(
      [Machine.attn] + arguments,
      environment: environment + ["PATH=\(path)", "LC_ALL=C.UTF-8", "ATTN_HOME=\(Machine.home)"],
      seconds: 120)
    guard case .exited(let status) = child.end else { throw ExerciseTrouble("\(child.end)") }
    return Outcome(status: status, output: child.output, errors: child.errors)
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attn-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path())
  }

  @Test func handedInFilesAreGraded() throws {
    guard Confinement.isPossible else { try Test.cancel("this system has no Landlock") }
    let exercise = try #require(Exercise.named("13"))
    let solution = try Machine.files.solutionText(of: exercise)
    try withFolder { folder in
      let people = [
        "right": solution,
        "wrong": solution.replacingOccurrences(of: "min(i, window) + 1", with: "min(i, window)"),
        "broken": solution.replacingOccurrences(of: "var pairs = 0", with: "var pairs ="),
        "open": try Machine.files.stub(of: exercise),
      ]
      for (person, text) in people {
        try SmallFiles.makeFolder("\(folder)/\(person)/13-cost")
        try SmallFiles.write(text, "\(folder)/\(person)/13-cost/CostExercise.swift")
      }
      try SmallFiles.makeFolder("\(folder)/linked")
      symlink("/etc/passwd", "\(folder)/linked/CostExercise.swift")
      let copies = ["json", "gradescope", "classroom", "junit", "check50", "exercism", "csv"]
      let result = try attn(
        ["grade", "--exercises", folder, "--format", "csv", "--seed", "5"]
          + copies.flatMap { ["--save", "\($0)=\(folder)/marks.\($0)"] })
      #expect(result.status == 1)
      for format in copies {
        let data = try #require(FileManager.default.contents(atPath: "\(folder)/marks.\(format)"))
        switch format {
        case "csv": #expect(String(decoding: data, as: UTF8.self) == result.output)
        case "junit":
          let text = String(decoding: data, as: UTF8.self)
          #expect(text.hasPrefix("<?xml") && text.contains("diagonal-masked-too"))
        default: _ = try JSONSerialization.jsonObject(with: data)
        }
      }
      func row(_ person: String) throws -> Substring {
        try #require(result.output.split(separator: "\r\n").first { $0.contains(",\(person),") })
      }
      #expect(try row("right").contains(",3.0,0.0,3.0,3.0,"))
      #expect(try row("wrong").contains(",2.0,0.0,2.0,3.0,"))
      #expect(try row("wrong").contains("diagonal-masked-too"))
      #expect(try row("broken").contains(",0.0,0.0,0.0,3.0,"))
      #expect(try row("open").contains(",0.0,0.0,0.0,3.0,"))
      #expect(result.errors.contains("linked: no exercise file in it"))
    }
  }

  @Test func aHintAndASolutionAreShown() throws {
    let hint = try attn(["exercise", "hint", "13", "visiblePairs", "--step", "2"])
    #expect(hint.status == 0 && hint.output.contains("1, 2, 3, 3"))
    let spoiled = try attn(["exercise", "solution", "13", "--spoil"])
    let exercise = try #require(Exercise.named("13"))
    #expect(spoiled.output == (try Machine.files.solutionText(of: exercise)))
    #expect(try attn(["exercise", "run", "99"]).status == 2)
    #expect(try attn(["exercise", "list"]).output.contains("visiblePairs"))
  }

  @Test func resettingKeepsTheLearnersFile() throws {
    let exercise = try #require(Exercise.named("13"))
    try withFolder { folder in
      // A course of its own, so that the learner's real file is left alone.
      for part in ["lessons/13-cost", "Tests/ExercisesTests/Solutions/13-cost"] {
        try SmallFiles.makeFolder("\(folder)/\(part)")
      }
      let files = ExerciseFiles(home: folder)
      try SmallFiles.write(
        try Machine.files.solutionText(of: exercise), files.solution(exercise))
      try SmallFiles.write("mine\n", files.learner(exercise))
      for number in 1...2 {
        let result = try attn(
          ["exercise", "reset", "13"],
          environment: ["ATTN_HOME=\(folder)", "XDG_STATE_HOME=\(folder)/state"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(try files.source(of: exercise) == files.stub(of: exercise))
        let kept = "\(folder)/state/attn/kept/13-cost/CostExercise-\(number).swift"
        #expect(try SmallFiles.text(kept) == "mine\n")
        try SmallFiles.write("mine\n", files.learner(exercise))
      }
    }
  }
}
