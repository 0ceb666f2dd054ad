// SPDX-License-Identifier: MIT

import Checking
import ExerciseChecks
import Foundation
import ProblemFiles
import Tensors
import TestSupport

@testable import Lessons

/// The sentence a text is refused with; empty when it is read.
private func complaint(_ text: String) -> String {
  do {
    _ = try ProblemFile(text: text, path: "p.yaml", folder: "/nowhere")
    return ""
  } catch { return error.sentence }
}

private func nested(_ depth: Int, _ inner: String = "") -> String {
  String(repeating: "[", count: depth) + inner + String(repeating: "]", count: depth)
}

extension Boundary {
  static let texts = [
    Boundary("a problem, sheet, rubric or roster", TextFile.largestSize) { size in
      let start = "format: 1\n#"
      let text = start + String(repeating: "x", count: size - start.utf8.count)
      let folder = try TemporaryFolder()
      let path = try folder.write(text.utf8, to: "p.yaml")
      let (inMemory, inFile) = (complaint(text), Result { try ProblemFile(path: path) })
      guard case .failure(let error) = inFile else { return inMemory != "" }
      return "\(error)".contains("has at most 1000000") && inMemory.contains("has at most 1000000")
    },
    Boundary("lists and mappings inside each other (YAML)", SafeYAML.deepestNesting) { depth in
      complaint("title: " + nested(depth - 1)).contains("nested more than 32 deep")
    },
    Boundary("keys, list items and brackets of a YAML file", TextCensus.mostItems) { count in
      // A key and a bracket are two of them.
      let text = "k: [" + String(repeating: "1,", count: count - 2) + "]"
      do throws(ProblemFileError) {
        try TextCensus.check(SourceText(withoutMark: text, file: "p.yaml"))
        return false
      } catch { return error.sentence.contains("more than 100000 list items") }
    },
    Boundary("aliases and anchors of a YAML file", 0) { count in
      let aliases = String(repeating: "tokens: [&a the, *a]\n", count: count)
      return complaint("format: 1\n" + aliases).contains("problems have none")
    },
    Boundary("numbers of a text block", TensorText.mostNumbers, tried: 12) { count in
      do throws(TensorTextError) {
        _ = try TensorText(String(repeating: "1 ", count: count), limit: 12)
        return false
      } catch { return error.problem == .tooMany(limit: 12) }
    },
    Boundary("one number in text", NumberText.longestNumber) { length in
      NumberText(Substring(String(repeating: "0", count: length - 1) + "1")) == nil
    },
    Boundary("a coding exercise or its hints", ExerciseText.mostBytes) { size in
      let folder = try TemporaryFolder()
      let path = try folder.write(repeatElement(UInt8(ascii: "a"), count: size), to: "a.swift")
      do {
        _ = try ExerciseText.read(path)
        return false
      } catch { return "\(error)".contains("larger than a megabyte") }
    },
    Boundary("one token", ProblemReader.longestToken) { length in
      let token = String(repeating: "é", count: length / 2) + (length % 2 == 0 ? "" : "x")
      return complaint("format: 1\ntokens: [\(token)]").contains("is longer than 1000 bytes")
    },
    Boundary("axes of a nested list", Entry.mostAxes) { depth in
      complaint("format: 1\nquery: " + nested(depth, "1")).contains("nested more than 4 deep")
    },
    Boundary("numbers of a sheet's step", TypedStepReader.mostNumbers) { count in
      let row = String(repeating: " 1", count: count)
      let sheet =
        "format: 1\nproblem: {format: 1, query: [[1]], key: [[1]], value: [[1]]}\n"
        + "steps:\n  raw_scores: |\n   \(row)\n"
      do throws(ProblemFileError) {
        _ = try Worksheet(text: sheet, path: "s.yaml", folder: ".", locator: ProblemLocator())
        return false
      } catch { return error.sentence.contains("more than 200000 numbers") }
    },
  ]

  private static func lessonComplaint(_ prose: String) -> String {
    let head = "---\ntitle: T\nquestion: Q\nminutes: 5\n---\n"
    do {
      _ = try LessonMarkup(bytes: Array((head + prose).utf8), file: "lesson.md")
      return ""
    } catch { return "\(error)" }
  }

  static let lessons = [
    Boundary("lesson.md", LessonLimits.fileBytes) { size in
      let line = String(repeating: "a", count: 63) + "\n"
      let head = "---\ntitle: T\nquestion: Q\nminutes: 5\n---\n".utf8.count
      let lines = String(repeating: line, count: size / 64 + 1)
      return lessonComplaint(String(lines.prefix(size - head))).contains("too many for a lesson")
    },
    Boundary("one line of it", LessonLimits.lineBytes) { size in
      lessonComplaint(String(repeating: "a", count: size)).contains("is too long")
    },
    Boundary("its blocks inside each other", LessonLimits.blockDepth) { depth in
      // The paragraph inside is a block, too.
      lessonComplaint(String(repeating: "> ", count: depth - 1) + "x")
        .contains("more than 12 levels")
    },
    Boundary("its emphasis and links inside each other", LessonLimits.inlineDepth) { depth in
      // The text inside counts.
      let signs = (0..<(depth - 1)).map { $0 % 2 == 0 ? "*" : "**" }
      let start = signs.map { $0 + "a " }.joined()
      let end = signs.reversed().map { " b" + $0 }.joined()
      return lessonComplaint(start + "x" + end).contains("more than 12 levels")
    },
    Boundary("problems of a lesson", LessonFolder.mostProblems) { count in
      let folder = try TemporaryFolder()
      let problem = "format: 1\nquery: [[1, 2]]\nkey: [[1, 2]]\nvalue: [[3]]\n"
      for number in 0..<count { _ = try folder.write(problem.utf8, to: "\(number).yaml") }
      let lesson = LessonFolder(path: folder.path, lessons: folder.path)
      do {
        for number in 0..<count { _ = try lesson.trace("\(number).yaml") }
        return false
      } catch { return "\(error)".contains("may use 32 problem files") }
    },
  ]
}
