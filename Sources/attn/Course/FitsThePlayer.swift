// SPDX-License-Identifier: MIT

import Display
import Interactive
import Lessons
import TerminalSession

/// A lesson can be followed on a screen of 80 columns and 24 lines, from the first page to the last.
struct FitsThePlayer: CourseCheck {
  let name = "fits-the-player"
  let rule = "Every page of the player fits 80 columns and 24 lines."

  /// More pages than any lesson has.
  private static let mostPages = 2000

  func findings(in lesson: CheckedLesson) -> [CourseFinding] {
    guard let page = try? LessonPage(lesson.name, in: lesson.catalog), let parts = try? page.parts()
    else { return [] }
    let metrics = CellMetrics()
    // The number of the part stands before its title: "10/11  ".
    var findings = parts.filter { metrics.width(of: $0.title) > 73 }.map {
      CourseFinding(
        file: lesson.file, line: nil,
        "the title '\($0.title)' is too long for the player's top line")
    }
    final class Reader { var hasFinished = false }
    let reader = Reader()
    var player = LessonPlayer(
      parts, capabilities: Capabilities(width: 80),
      tell: { if $0 == .finished { reader.hasFinished = true } })
    for _ in 0..<Self.mostPages where !reader.hasFinished {
      let frame = player.frame(ScreenSize(columns: 80, lines: 24))
      if let wide = frame.lines.first(where: { metrics.width(of: $0) > 80 }) {
        findings.append(
          CourseFinding(
            file: lesson.file, line: nil,
            "a line of the player is wider than 80 columns: '\(wide.prefix(60))…'"))
        break
      }
      _ = player.handle(.character(" "))
    }
    if findings.isEmpty, !reader.hasFinished {
      findings.append(
        CourseFinding(file: lesson.file, line: nil, "the space bar does not lead to its end"))
    }
    return findings
  }
}
