// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// What the README and the lessons show is what the program prints.
@Suite struct TranscriptTests {
  /// The fenced blocks of a Markdown text with their language.
  private func blocks(_ markdown: String) -> [(language: String, text: String)] {
    var result: [(String, String)] = []
    var open: (language: String, lines: [Substring])?
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        if let block = open { result.append((block.language, block.lines.joined(separator: "\n"))) }
        open = open == nil ? (String(line.dropFirst(3)), []) : nil
      } else {
        open?.lines.append(line)
      }
    }
    return result
  }

  @Test func `the README's transcripts are what the program prints`() throws {
    let readme = try String(contentsOfFile: Program.root + "/README.md", encoding: .utf8)
    let folder = try ScratchFolder()
    var compared = 0
    for (language, text) in blocks(readme) {
      if language == "yaml", text.hasPrefix("format: 1") {
        _ = try folder.file("problem.yaml", text + "\n")
      }
      guard language == "console", text.hasPrefix("$ ./attn ") else { continue }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let words = lines[0].dropFirst("$ ./attn ".count).split(separator: " ")
        .map { $0.trimmingCharacters(in: ["'"]) }
      let isInRepository = words.contains { $0.hasPrefix("examples/") }
      let run = try Program.run(words, in: isInRepository ? Program.root : folder.path)
      let shown = lines.dropFirst().joined(separator: "\n")
      #expect(run.output.hasPrefix(shown), "\(lines[0])\n\(run.output)")
      compared += 1
    }
    #expect(compared > 0)
  }

  /// The sheet of the README was printed by the program, and filled in afterwards.
  @Test func `the sheet computed by hand is the one that is printed`() throws {
    let folder = Program.root + "/examples/by-hand"
    let blank = try Program.run(["worksheet", "problem.yaml", "--seed", "4"], in: folder)
    let filled = try String(contentsOfFile: folder + "/sheet.yaml", encoding: .utf8)
    let printed = blank.output.split(separator: "\n", omittingEmptySubsequences: false)
    let lines = filled.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(printed.count == lines.count)
    for (empty, line) in zip(printed, lines) where !empty.hasPrefix("student:") {
      if empty.hasPrefix("    ?") {
        #expect(
          empty.split(separator: " ").count == line.split(separator: " ").count, "\(line)")
      } else {
        #expect(empty == line)
      }
    }
  }

  static let lessons: [String] = {
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: Program.root + "/lessons"))
    return (folders ?? []).filter { $0.first?.isNumber == true }.sorted()
  }()

  /// Each lesson at 80 columns; `UPDATE_GOLDEN=1` writes it anew, and that run fails.
  @Test(arguments: lessons) func `a lesson reads as it was read and found good`(
    lesson: String
  ) throws {
    let run = try Program.run(["lesson", lesson])
    #expect(run.status == 0, "\(run.message)")
    let golden = Program.root + "/Tests/CommandTests/Golden/lesson-\(lesson).txt"
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try run.output.write(toFile: golden, atomically: true, encoding: .utf8)
      Issue.record("wrote \(golden); read it, then run again without UPDATE_GOLDEN")
      return
    }
    let expected = try #require(
      try? String(contentsOfFile: golden, encoding: .utf8),
      "no \(golden): read the lesson, then record it with UPDATE_GOLDEN=1")
    let (got, wanted) = (run.output.split(separator: "\n"), expected.split(separator: "\n"))
    for (line, pair) in zip(got, wanted).enumerated() {
      #expect(pair.0 == pair.1, "line \(line + 1) of the text")
      if pair.0 != pair.1 { break }
    }
    #expect(run.output == expected)
    guard lesson == Self.lessons.first else { return }
    #expect(try Program.run(["course", "transcript", lesson]).output == expected)
  }

  @Test func `the course is sound`() throws {
    // What it leaves out, the exercises, is what ExercisesTests do.
    let run = try Program.run(["course", "check", "--quick"])
    #expect(run.status == 0, "\(run.output)\(run.message)")
    let json = try Program.run(["course", "check", "4", "--quick", "--json"])
    #expect(json.output.hasPrefix(#"{"format":1,"lessons":["04-self-attention"],"holds":true,"#))
  }

  @Test func `a section can be read alone, and one that is not there is refused`() throws {
    let run = try Program.run(["lesson", "4", "--section", "2"])
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("2. Where Q, K and V come from"), "\(run.output.prefix(80))")
    let refused = try Program.run(["lesson", "4", "--section", "99"])
    #expect(refused.status == 2 && refused.message.contains("there is no section 99"))
    let unknown = try Program.run(["lesson", "04-self-atention"])
    #expect(unknown.status == 2 && unknown.message.contains("04-self-attention"))
  }
}
