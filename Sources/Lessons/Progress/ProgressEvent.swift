// SPDX-License-Identifier: MIT

/// Something a learner did in a lesson, to be remembered.
public enum ProgressEvent: Equatable, Sendable {
  /// A part came into sight, counted from 0; `count` is how many the lesson has.
  case read(lesson: String, part: Int, count: Int)
  /// The answer of a question was asked for; both are counted from 0.
  case answered(lesson: String, part: Int, question: Int)
  /// A sheet of the lesson was marked.
  case checked(lesson: String, isRight: Bool)
  /// A task of a coding exercise was tried.
  case tried(lesson: String, task: String, passes: Bool)

  var lesson: String {
    switch self {
    case .read(let lesson, _, _), .answered(let lesson, _, _), .checked(let lesson, _),
      .tried(let lesson, _, _):
      lesson
    }
  }
}
