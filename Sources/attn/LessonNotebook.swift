// SPDX-License-Identifier: MIT

import Interactive
import Lessons

/// Takes down what a reader does in a lesson, at once; what goes wrong is said when the screen is free.
final class LessonNotebook {
  private let lesson: String
  private let partCount: Int
  private var trouble: String?

  init(_ page: LessonPage) {
    lesson = page.lesson.id
    partCount = page.lesson.sections.count + 1
  }

  func write(_ event: LessonEvent) {
    switch event {
    case .opened(let part): record(.read(lesson: lesson, part: part, count: partCount))
    case .revealed(let part, let answer):
      record(.answered(lesson: lesson, part: part, question: answer))
    case .finished: break
    }
  }

  /// Says what could not be remembered.
  func close() {
    if let trouble { Console.report(trouble) }
  }

  private func record(_ event: ProgressEvent) {
    if let note = ProgressKeeper.store.record([event]) { trouble = note }
  }
}
