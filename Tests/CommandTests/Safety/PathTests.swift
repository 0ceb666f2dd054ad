// SPDX-License-Identifier: MIT

import Foundation
import TensorFiles
import Tensors
import Testing

/// What a file may read, and what a command may write.
@Suite struct PathTests {
  private let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    for name in ["in", "in/sub", "out"] {
      try FileManager.default.createDirectory(
        atPath: folder.path + "/" + name, withIntermediateDirectories: true)
    }
    let array = AnyTensor.float64(
      Tensor(axes: [Axis("a", 2), Axis("b", 3)], scalars: [1, 2, 3, 4, 5, 6]))
    for name in ["in/sub/own.npz", "out/x.npz"] {
      try TensorFile.write([("X", array)], to: folder.path + "/" + name)
    }
    for (link, target) in [
      ("in/file.npz", "../out/x.npz"), ("in/folder", "../out"), ("in/good.npz", "sub/own.npz"),
    ] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/" + link, withDestinationPath: target)
    }
  }

  private func problem(_ file: String, key: String = "query") throws -> String {
    let others = ["query", "key", "value"].filter { $0 != key }
    let given = others.map { "\($0): [[1, 2, 3], [4, 5, 7]]" }.joined(separator: "\n")
    let entry = key == "mask" ? "mask: [{add: {file: '\(file)'}}]" : "\(key): {file: '\(file)'}"
    return try folder.file("in/p.yaml", "format: 1\n\(entry)\n\(given)\n")
  }

  @Test(arguments: ["sub/own.npz", "good.npz", "./sub/../sub/own.npz"])
  func `a problem reads what lies below its folder`(_ file: String) throws {
    let run = try Program.run(["trace", try problem(file), "--brief"])
    #expect(run.status == 0, "\(run.message)")
  }

  @Test(
    arguments: ["../out/x.npz", "file.npz", "folder/x.npz", "sub/../../out/x.npz", "../none.npz"],
    ["query", "mask"])
  func `nothing else`(_ file: String, _ key: String) throws {
    let path = try problem(file, key: key)
    for command in [["trace", path], ["why", path, "raw_scores[0,0,0]"], ["worksheet", path]] {
      let run = try Program.run(command)
      #expect(run.status == 2 && run.output == "")
      #expect(run.message.contains("lies outside the problem's folder"), "\(run.message)")
    }
    guard file != "../none.npz", key == "query" else { return }
    let allowed = try Program.run(["trace", path, "--allow-outside", "--brief"])
    #expect(allowed.status == 0, "\(allowed.message)")
  }

  @Test func `an absolute path outside is refused, there or not`() throws {
    for name in ["x.npz", "none.npz"] {
      let run = try Program.run(["trace", try problem(folder.path + "/out/" + name)])
      #expect(run.message.contains("lies outside the problem's folder"), "\(run.message)")
    }
  }

  @Test func `a sheet cannot lead to a problem outside, nor to its arrays`() throws {
    _ = try problem("../out/x.npz")
    _ = try folder.file("out/p.yaml", "format: 1\nquery: [[1]]\nkey: [[1]]\nvalue: [[1]]\n")
    func sheet(_ problem: String) throws -> String {
      try folder.file(
        "in/s.yaml", "format: 1\nproblem: \(problem)\nsteps:\n  raw_scores: |\n    1\n")
    }
    for (problem, words) in [
      ("../out/p.yaml", "lies outside the folders"), ("folder/p.yaml", "lies outside the folders"),
      ("p.yaml", "lies outside the problem's folder"), ("/etc/passwd", "lies outside the folders"),
    ] {
      let path = try sheet(problem)
      let check = try Program.run(["check", path], in: folder.path + "/in/sub")
      #expect(check.status == 2 && check.message.contains(words), "\(check.message)")
      let grade = try Program.run(["grade", path, "--format", "json"])
      #expect(grade.status == 1 && grade.output.contains(words), "\(grade.output)")
    }
    let allowed = try Program.run(
      ["check", try sheet("p.yaml"), "--problems", folder.path + "/out"],
      in: folder.path + "/in/sub")
    #expect(allowed.status != 2 || allowed.message.contains("lies outside the problem's folder"))
  }

  /// Every command that writes a file it is told.
  static let writers: [(arguments: [String], name: String)] = [
    (["trace", "lesson:4", "--export"], "t.npz"),
    (["trace", "lesson:4", "--export"], "t.safetensors"),
    (["trace", "lesson:4", "--export"], "t.json"), (["trace", "lesson:4", "--export"], "t.html"),
    (["trace", "lesson:4", "--show", "weights", "--export"], "t.svg"),
    (["trace", "lesson:4", "--brief", "--export"], "t.md"),
    (["why", "lesson:4", "Q[0,0,0]", "--export"], "w.tex"),
    (["why", "lesson:4", "Q[0,0,0]", "--export"], "w.json"),
    (["lesson", "4", "--export"], "l.html"), (["lesson", "4", "--export"], "l.json"),
    (["lesson", "4", "--export"], "l.npz"), (["lesson", "--export"], "list.md"),
    (["course", "autograder", "lesson:04-self-attention", "-o"], "a.zip"),
  ]

  @Test(arguments: writers)
  func `a file is replaced only by force`(_ arguments: [String], _ name: String) throws {
    let path = try folder.file(name, "mine")
    let refused = try Program.run(arguments + [path])
    #expect(refused.status == 2 && refused.output == "", "\(refused.message)")
    #expect(refused.message.contains("is there already") && refused.message.contains("--force"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    let forced = try Program.run(arguments + [path, "--force"])
    #expect(forced.status == 0, "\(forced.message)")
    #expect(try Data(contentsOf: URL(filePath: path)) != Data("mine".utf8))
    #expect(try leftovers() == [])
  }

  @Test func `a gradebook is refused before anything is graded`() throws {
    let sheet = try folder.file(
      "s.yaml",
      "format: 1\nproblem: {format: 1, query: [[1]], key: [[1]], value: [[1]]}\n"
        + "steps:\n  raw_scores: |\n    1\n")
    let path = try folder.file("marks.csv", "mine")
    let refused = try Program.run(["grade", sheet, "--save", "csv=" + path])
    #expect(refused.status == 2 && refused.output == "" && refused.message.contains("--force"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    let forced = try Program.run(["grade", sheet, "--save", "csv=" + path, "--force"])
    #expect(forced.status == 0, "\(forced.message)")
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("student"))
  }

  @Test func `a link that leads nowhere is something that is there`() throws {
    let link = folder.path + "/page.md"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "elsewhere")
    let refused = try Program.run(["trace", "lesson:4", "--export", link])
    #expect(refused.status == 2 && refused.message.contains("is there already"))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "elsewhere")
  }

  private func leftovers() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(".") }
  }
}
