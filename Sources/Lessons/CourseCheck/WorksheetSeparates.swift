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
    guard let page = lesson.page, let problem = try? page.folder.problem(nil).problem else {
      return []
    }
    let file = lesson.catalog.path(of: LessonFolder.defaultProblem, in: lesson.name)
    return Self.seeds.compactMap { seed in
      do {
        let variant = try Variant(of: problem, seed: seed, decimals: 2)
        let pairs = variant.leftOpen.map(\.description).joined(separator: "; ")
        guard !pairs.isEmpty else { return nil }
        return CourseFinding(
          file: file, line: nil, "the sheet of seed \(seed) does not tell apart: \(pairs)")
      } catch {
        return CourseFinding(file: file, line: nil, "no sheet with seed \(seed): \(error)")
      }
    }
  }
}
