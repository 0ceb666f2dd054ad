// SPDX-License-Identifier: MIT

import Foundation
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
      #expect(try Program.run(arguments + ["--export", path]).status == 0)
      let compiler = Process()
      compiler.executableURL = URL(filePath: try #require(TeX.path))
      compiler.arguments = ["-interaction=nonstopmode", "-halt-on-error", "-draftmode", "page.tex"]
      compiler.currentDirectoryURL = URL(filePath: folder.path)
      compiler.standardInput = FileHandle.nullDevice
      compiler.standardOutput = FileHandle.nullDevice
      compiler.standardError = FileHandle.nullDevice
      try compiler.run()
      compiler.waitUntilExit()
      let log = try String(contentsOfFile: folder.path + "/page.log", encoding: .isoLatin1)
      #expect(compiler.terminationStatus == 0, "\(log.suffix(2000))")
    }
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
      (["lesson", "4"], ".md, .html or .tex"),
      (["why", "lesson:4", "Q[0,0,0]"], ".md, .html or .tex"),
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
  static let path = [
    "/usr/bin/pdflatex", "/usr/local/bin/pdflatex", "/Library/TeX/texbin/pdflatex",
  ]
  .first(where: FileManager.default.isExecutableFile)
}
