// SPDX-License-Identifier: MIT

import Lessons

/// The prose of a lesson: refused with its line, or read.
func readLesson(_ bytes: [UInt8]) {
  do throws(LessonError) {
    let markup = try LessonMarkup(bytes: bytes, file: "lesson.md")
    promise(!markup.header.title.isEmpty, "a lesson without a title was read")
  } catch {
    requirePrintable("\(error)")
  }
}
