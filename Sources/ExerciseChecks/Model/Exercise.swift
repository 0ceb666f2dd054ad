// SPDX-License-Identifier: MIT

import ExerciseHarness

/// The coding exercise of one lesson: a file of small tasks, and how their answers are judged.
public struct Exercise: Sendable {
  /// The lesson's folder: `03-scaled-dot-product`.
  public let lesson: String
  /// The learner's file without its ending, which is also the name of the type in it.
  public let name: String
  /// One line: what it is about.
  public let title: String
  /// In the order in which they are to be solved.
  public let tasks: [ExerciseTask]
  /// Whether the file may use `ExerciseTools`: the product and the softmax of the first lessons.
  public let usesTools: Bool

  init(
    _ lesson: String, _ name: String, _ title: String, usesTools: Bool = true,
    _ tasks: [ExerciseTask]
  ) {
    self.lesson = lesson
    self.name = name
    self.title = title
    self.usesTools = usesTools
    self.tasks = tasks
  }

  public var fileName: String { name + ".swift" }
  /// The number in front of the lesson's name.
  public var number: String { String(lesson.prefix(2)) }
  /// The type of the harness that calls the learner's functions.
  var harness: String { String(name.dropLast("Exercise".count)) + "Harness" }
}

/// One function to write.
public struct ExerciseTask: Sendable {
  /// How much there is to do.
  public enum Level: String, Sendable {
    case oneLine = "one line"
    case fewLines = "a few lines"
    case think = "think"
  }

  /// The function's name.
  public let id: String
  public let level: Level
  /// What is asked, in one line.
  public let title: String
  /// Draws the problems it is tried on.
  let cases: @Sendable (inout Draw) throws -> [TaskCase]

  init(
    _ id: String, _ level: Level, _ title: String,
    cases: @escaping @Sendable (inout Draw) throws -> [TaskCase]
  ) {
    self.id = id
    self.level = level
    self.title = title
    self.cases = cases
  }
}
