// SPDX-License-Identifier: MIT

import Foundation
import TensorFiles
import TestSupport
import Testing

@Suite struct ExportTests {
  private func export(_ arguments: [String], _ name: String) throws -> String {
    let folder = try ScratchFolder()
    let path = folder.path + "/" + name
    let run = try Program.run(arguments + ["--export", path])
    #expect(run.status == 0 && run.output == "", "\(run.message)")
    #expect(run.message == "attn: wrote \(path)\n")
    return try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test(
    arguments: [
      ("page.md", "| **its**"), ("page.tex", "\\text{its} &"), ("page.html", "<bdi>its</bdi>"),
    ])
  func `a trace, a lesson and a why become pages`(_ name: String, _ row: String) throws {
    let trace = try export(["trace", "lesson:4"], name)
    #expect(trace.contains(row) && trace.contains("weights"))
    #expect(try export(["lesson", "4"], name).contains(row))
    #expect(try export(["why", "lesson:4", "weights[0,3,1]"], name).contains("weights"))
  }

  @Test func `each cell of a page says how it came to be`() throws {
    let page = try export(["trace", "lesson:4", "--show", "weights"], "page.html")
    #expect(page.components(separatedBy: "<td class=\"q").count > 20)
    #expect(page.contains("title=\"weights[0,3,1] = "))
    #expect(page.contains("query 3 &quot;its&quot;, key 1 &quot;dog&quot;"))
    #expect(page.contains("A[0,3,1] = E[0,3,1] / R[0,3,0]"))
    #expect(page.components(separatedBy: " title=\"").count == 51)
  }

  @Test func `a page that is too large says that its cells carry no arithmetic`() throws {
    let folder = try ScratchFolder()
    let row = Array(repeating: "1", count: 65).joined(separator: " ")
    let matrix = Array(repeating: "  " + row, count: 65).joined(separator: "\n")
    let problem = "format: 1\nquery: |\n\(matrix)\nkey: |\n\(matrix)\nvalue: |\n\(matrix)\n"
    let path = try folder.file("large.yaml", problem)
    let page = try export(["trace", path, "--show", "weights"], "page.html")
    #expect(page.contains("The 4225 cells of this page carry no arithmetic"))
    #expect(!page.contains(" title=\""))
  }

  @Test(.enabled(if: TeX.path != nil, "there is no pdflatex here to compile with"))
  func `pages in LaTeX compile`() throws {
    let folder = try ScratchFolder()
    let path = folder.path + "/page.tex"
    for arguments in [
      ["trace", "lesson:4"], ["why", "lesson:4", "weights[0,3,1]", "--depth", "3"],
    ] {
      #expect(try Program.run(arguments + ["--export", path, "--force"]).status == 0)
      let log = try TeX.compile("page.tex", in: folder.path, with: try #require(TeX.path))
      #expect(log == nil, "\(log ?? "")")
    }
  }

  @Test(.enabled(if: TeX.xelatex != nil, "there is no xelatex with xeCJK here"))
  func `a page with Chinese labels compiles`() throws {
    let folder = try ScratchFolder()
    let problem = try folder.file(
      "problem.yaml",
      "format: 1\ntokens: [注意力, '<b>_^&%$#', '👩‍🔧']\nquery: |\n  1 2\n  3 -1\n  0 1\nkey: |\n"
        + "  1 0\n  2 1\n  0 1\nvalue: |\n  1\n  2\n  3\nmask: [causal]\n")
    let path = folder.path + "/page.tex"
    #expect(try Program.run(["trace", problem, "--export", path]).status == 0)
    let log = try TeX.compile("page.tex", in: folder.path, with: try #require(TeX.xelatex))
    #expect(log == nil, "\(log ?? "")")
  }

  @Test func `numbers of a lesson and of a why are files, too`() throws {
    let folder = try ScratchFolder()
    let arrays = folder.path + "/lesson.npz"
    #expect(try Program.run(["lesson", "4", "--export", arrays]).status == 0)
    #expect(try TensorFile.open(arrays).names.contains("weights"))
    let lesson = try JSONSerialization.jsonObject(
      with: Data(try export(["lesson", "4"], "lesson.json").utf8))
    let members = try #require(lesson as? [String: Any])
    #expect(members["lesson"] as? String == "04-self-attention")
    #expect((members["sections"] as? [Any])?.isEmpty == false)
    #expect((members["trace"] as? [String: Any])?["stages"] != nil)

    let why = try JSONSerialization.jsonObject(
      with: Data(
        try export(["why", "lesson:4", "weights[0,3,1]", "--depth", "2"], "why.json").utf8))
    let operands = try #require((why as? [String: Any])?["operands"] as? [[String: Any]])
    #expect(operands.first?["cell"] as? String == "exponentials[0,3,1]")
    #expect((operands.first?["why"] as? [String: Any])?["value"] as? Double == 1)
    for (arguments, part) in [
      (["why", "lesson:4", "Q[0,0,0]", "--export", "x.npz"], "this is one cell"),
      (["why", "lesson:4", "Q[0,0,0]", "--export", "x.svg"], "this is one cell"),
      (["lesson", "4", "--export", "x.svg"], "many pictures"),
      (["trace", "lesson:4", "--scale", "per-row", "--export", "x.html"], "one legend a matrix"),
    ] {
      let run = try Program.run(arguments, in: folder.path)
      #expect(run.status == 2 && run.message.contains(part), "\(run.message)")
    }
  }

  @Test func `scale and clip reach files`() throws {
    let shared = try export(["trace", "lesson:4", "--show", "S"], "page.html")
    let own = try export(["trace", "lesson:4", "--show", "S", "--scale", "per-head"], "page.html")
    #expect(shared.ranges(of: "<span>-10</span>").count == 2)
    #expect(own.ranges(of: "<span>-5</span>").count == 1)
  }

  @Test func `a picture shows one stage`() throws {
    let picture = try export(["trace", "lesson:4", "--show", "weights"], "weights.svg")
    #expect(picture.hasPrefix("<svg ") && picture.contains(">head 1: rows = query"))
    for show in [[], ["--show", "Q,K"]] {
      let run = try Program.run(["trace", "lesson:4", "--export", "never.svg"] + show)
      #expect(run.status == 2 && run.message.contains("shows one stage"))
    }
  }

  @Test(
    arguments: [
      (["trace", "lesson:4"], ".npz, .safetensors, .json, .md, .html, .tex or .svg"),
      (["lesson", "4"], ".md, .html, .tex, .json, .npz or .safetensors"),
      (["why", "lesson:4", "Q[0,0,0]"], ".md, .html, .tex or .json"),
    ])
  func `an unknown ending is refused with those that are known`(
    _ arguments: [String], _ endings: String
  ) throws {
    let run = try Program.run(arguments + ["--export", "page.pdf"])
    #expect(run.status == 2 && run.output == "")
    #expect(run.message == "attn: --export page.pdf: expected a name that ends in \(endings)\n")
  }
}

/// The LaTeX of this machine.
private enum TeX {
  static let path = program("pdflatex")

  /// Xelatex, where it has the package for Chinese.
  static let xelatex = program("xelatex").flatMap { path in
    let folders = ["/usr/share/texlive/texmf-dist", "/usr/local/texlive/texmf-dist"]
    return folders.contains {
      FileManager.default.fileExists(atPath: $0 + "/tex/xelatex/xecjk/xeCJK.sty")
    } ? path : nil
  }

  private static func program(_ name: String) -> String? {
    ["/usr/bin/", "/usr/local/bin/", "/Library/TeX/texbin/"].map { $0 + name }
      .first(where: FileManager.default.isExecutableFile)
  }

  /// Compiles a file and returns the end of the log where that fails.
  static func compile(_ name: String, in folder: String, with program: String) throws -> String? {
    let draft = program.hasSuffix("xelatex") ? "-no-pdf" : "-draftmode"
    let run = try ChildProgram.run(
      program, ["-interaction=nonstopmode", "-halt-on-error", draft, name],
      environment: ProcessInfo.processInfo.environment, in: folder)
    guard run.status != 0 else { return nil }
    let log = folder + "/" + name.replacing(".tex", with: ".log")
    return String(decoding: (try? Data(contentsOf: URL(filePath: log))) ?? Data(), as: UTF8.self)
      .suffix(2000).description
  }
}
