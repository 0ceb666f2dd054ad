// SPDX-License-Identifier: MIT

import AttentionEngine
import Checking

/// Sheets made of a lesson's problem have numbers that tell the mistakes of the catalogue apart.
struct WorksheetSeparates: CourseCheck {
  let name = "worksheet-separates"
  let rule =
    "Sheets with other numbers can be drawn, and tell every mistake that can be told apart."

  /// The seeds that are tried; a learner may take any.
  static let seeds: [UInt64] = [1, 7]

  func findings(in lesson: CheckedLesson) -> [CourseFinding] {
    guard let page = lesson.page else { return [] }
    return lesson.sheets.flatMap { sheet -> [CourseFinding] in
      guard let problem = try? page.folder.problem(sheet.file).problem else { return [] }
      let file = lesson.catalog.path(of: sheet.file, in: lesson.name)
      return Self.seeds.compactMap { seed in
        do {
          let variant = try Variant(of: problem, seed: seed, decimals: 2)
          let open = variant.leftOpen.filter { sheet.asks($0.step.rawValue) }
          let pairs = open.map(\.description).joined(separator: "; ")
          guard !pairs.isEmpty else { return nil }
          return CourseFinding(
            file: file, line: nil, "the sheet of seed \(seed) does not tell apart: \(pairs)")
        } catch {
          return CourseFinding(file: file, line: nil, "no sheet with seed \(seed): \(error)")
        }
      }
    }
  }
}

/// A sheet that a learner may fill in.
private struct Sheet {
  let file: String
  /// The steps it asks for; all when `nil`.
  var steps: [String]?

  func asks(_ step: String) -> Bool { steps?.contains(step) ?? true }
}

extension CheckedLesson {
  /// The sheet of the lesson's own problem, whole, and those that shown commands make of other files.
  fileprivate var sheets: [Sheet] {
    let shown = consoleBlocks.flatMap { block -> [Sheet] in
      let words = block.text.split(whereSeparator: \.isWhitespace)
      return words.indices.dropLast().compactMap { index -> Sheet? in
        let path = words[index + 1].split(separator: "/")
        guard words[index] == "worksheet", path.dropLast().last == name.id[...],
          let file = path.last
        else { return nil }
        let rest = words[index...].drop { $0 != "--steps" }.dropFirst()
        return Sheet(file: String(file), steps: rest.first?.split(separator: ",").map(String.init))
      }
    }
    return [Sheet(file: LessonFolder.defaultProblem)] + shown
  }
}
