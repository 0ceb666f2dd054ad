// SPDX-License-Identifier: MIT

import ExerciseChecks
import Lessons

/// Exercises start unattempted, their solutions pass, and their listed variants are judged by name.
struct ExercisesHold: CourseCheck {
  let name = "exercises-hold"
  let rule =
    "Every exercise starts unattempted with hints, every solution passes, every listed wrong solution "
    + "fails with its name."
  private let audit: Result<ExerciseAudit, ExerciseTrouble>

  /// Builds and runs everything once, for all lessons.
  init(_ exercises: [Exercise], machine: ExerciseMachine) {
    audit = Result { () throws(ExerciseTrouble) in
      try ExerciseAudit(exercises, machine: machine)
    }
  }

  func findings(in lesson: CheckedLesson) -> [CourseFinding] {
    switch audit {
    case .failure(let trouble):
      return [CourseFinding(file: lesson.folder, line: nil, "\(trouble)")]
    case .success(let audit):
      return audit.findings.filter { $0.lesson == lesson.name.id }.map {
        CourseFinding(file: $0.file, line: $0.line, $0.sentence)
      }
    }
  }
}
