// SPDX-License-Identifier: MIT

import Display

/// A lesson can be read in a terminal of 80 columns, its commands and code each on one line.
struct FitsEightyColumns: CourseCheck {
  let name = "fits-80-columns"
  let rule = "Every lesson fits 80 columns, and no line of code is broken there."

  func findings(in lesson: CheckedLesson) -> [CourseFinding] {
    var findings: [CourseFinding] = []
    let capabilities = Capabilities(width: 80)
    for (block, depth) in Self.withDepth(lesson.blocks, 0) {
      guard case .code(_, let text) = block.content else { continue }
      for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated()
      {
        var narrow = capabilities
        narrow.width = 80 - 2 * depth
        let shown = render(Document([.code(String(line))]), with: narrow)
        guard shown.split(separator: "\n").count > 1 else { continue }
        // A fence stands before the first line; an indented block has none, and is rare.
        findings.append(
          lesson.finding(
            block.line + 1 + index, "this line of code is too long for 80 columns; break it"))
      }
    }
    guard let page = lesson.page, let document = try? page.document() else { return findings }
    let text = render(document, with: capabilities)
    for line in text.split(separator: "\n") where line.count > 80 {
      findings.append(
        lesson.finding(nil, "a line is wider than 80 columns: '\(line.prefix(60))…'"))
    }
    return findings
  }

  /// Every block with the quotes and lists around it.
  private static func withDepth(_ blocks: [LessonBlock], _ depth: Int) -> [(LessonBlock, Int)] {
    blocks.flatMap { block -> [(LessonBlock, Int)] in
      let inner: [LessonBlock] =
        switch block.content {
        case .quote(let quoted): quoted
        case .list(_, _, let items): items.flatMap { $0 }
        case .question(let question): question.question + question.answer
        default: []
        }
      return [(block, depth)] + withDepth(inner, depth + 1)
    }
  }
}
