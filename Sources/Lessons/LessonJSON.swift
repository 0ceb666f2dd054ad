// SPDX-License-Identifier: MIT

import Display
import Explanation

extension LessonPage {
  /// The lesson for programs: its sections as Markdown, and the trace of its problem in full.
  ///
  /// - Parameter section: A section, counted from 1; all of them when `nil`.
  /// - Returns: Head, sections and trace.
  /// - Throws: `LessonPageError` for a section or a live command that is not there.
  public func json(section: Int? = nil) throws -> JSONValue {
    let numbers = section.map { [$0] } ?? Array(1..<lesson.sections.count + 1)
    return .object([
      ("format", .integer(1)),
      ("lesson", .string(lesson.id)),
      ("title", .string(lesson.header.title)),
      ("question", .string(lesson.header.question)),
      ("minutes", .integer(lesson.header.minutes)),
      (
        "sections",
        .array(
          try numbers.map { number in
            let text = try document(section: number, includesPictures: false)
            return .object([
              ("number", .integer(number)), ("markdown", .string(markdown(text))),
            ])
          })
      ),
      ("trace", trace.json(title: lesson.header.title)),
    ])
  }
}
