// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// The zip for Gradescope: unpacked and run as the school's system would.
@Suite struct AutograderTests {
  private func run(_ program: String, _ arguments: [String], _ variables: [String: String]) throws {
    let run = try ChildProgram.run(
      program, arguments,
      environment: ["PATH": "/usr/bin:/bin", "ATTN_HOME": Program.root].merging(variables) { $1 })
    #expect(run.status == 0, "\(run.message)")
  }

  @Test func `only a sheet of the right problem, seed and steps is marked`() throws {
    let folder = try ScratchFolder()
    let zip = folder.path + "/autograder.zip"
    let made = try Program.run(
      ["course", "autograder", "lesson:04-self-attention", "--seed", "7", "-o", zip])
    #expect(made.status == 0, "\(made.message)")
    let root = folder.path + "/root"
    for name in ["source", "submission"] {
      try FileManager.default.createDirectory(
        atPath: root + "/" + name, withIntermediateDirectories: true)
    }
    try #require(FileManager.default.fileExists(atPath: "/usr/bin/python3"))
    try run("/usr/bin/python3", ["-m", "zipfile", "-e", zip, root + "/source"], [:])
    for name in ["setup.sh", "run_autograder", "attention-tracer/attn"] {
      #expect(FileManager.default.fileExists(atPath: "\(root)/source/\(name)"), "\(name)")
    }
    try run("/bin/bash", ["-n", root + "/source/setup.sh"], [:])
    let key = try Program.run(
      ["worksheet", "lesson:04-self-attention", "--seed", "7", "--key"]
    ).output

    func results(_ sheet: String) throws -> String {
      try sheet.write(
        toFile: root + "/submission/sheet.yaml", atomically: true, encoding: .utf8)
      try run(
        "/bin/bash", [root + "/source/run_autograder"],
        ["AUTOGRADER": root, "ATTN": Program.binary.path()])
      return try String(contentsOfFile: root + "/results/results.json", encoding: .utf8)
    }
    let good = try results(key)
    #expect(good.contains("\"tests\"") && good.contains("passed"), "\(good)")
    #expect(!good.contains(#""status":"failed""#), "\(good)")
    #expect(try results(key.replacing("seed: 7", with: "seed: 8")).contains("must say: seed: 7"))
    let other = key.replacing("lesson:04-self-attention", with: "easy.yaml")
    #expect(try results(other).contains("must say: problem: lesson:04-self-attention"))
    let short = key.replacing("  query: |", with: "  quary: |")
    #expect(try results(short).contains("The step query is missing"))
    #expect(try results("a: 1\n").contains("Hand in one worksheet"))
  }
}
