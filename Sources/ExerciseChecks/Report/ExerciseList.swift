// SPDX-License-Identifier: MIT

import Display

/// All exercises with their tasks, and which files were touched.
public struct ExerciseList {
  let files: ExerciseFiles
  /// The tasks of a lesson that were right when they were last tried.
  let solved: (_ lesson: String) -> Set<String>

  public init(
    _ files: ExerciseFiles, solved: @escaping (_ lesson: String) -> Set<String> = { _ in [] }
  ) {
    self.files = files
    self.solved = solved
  }

  public var document: Document {
    let rows = Exercise.all.flatMap { exercise -> [[Text]] in
      let state = state(of: exercise)
      return exercise.tasks.enumerated().map { index, task in
        [
          Text(index == 0 ? exercise.number : ""), Text.code(task.id), Text(task.title),
          Text(task.level.rawValue), Text(index == 0 ? state : ""),
        ]
      }
    }
    return Document([
      .heading(level: 1, "Exercises"),
      .table(Table(header: ["", "task", "what", "size", "your file"], rows: rows)),
      .paragraph("Begin with: attn exercise watch \(Exercise.all[0].number)"),
    ])
  }

  private func state(of exercise: Exercise) -> String {
    guard let source = try? files.source(of: exercise) else { return "missing" }
    if source == (try? files.stub(of: exercise)) { return "untouched" }
    let right = solved(exercise.lesson)
    let count = exercise.tasks.count { right.contains($0.id) }
    return count == 0 ? "begun" : count == exercise.tasks.count ? "solved" : "\(count) right"
  }
}

/// A line for each exercise that was judged.
public struct ExerciseSummary {
  let exercises: [Exercise]
  let verdicts: [ExerciseVerdict]

  public init(_ exercises: [Exercise], _ verdicts: [ExerciseVerdict]) {
    self.exercises = exercises
    self.verdicts = verdicts
  }

  public var document: Document {
    Document([
      .checks(
        zip(exercises, verdicts).map { exercise, verdict in
          Check(Self.outcome(verdict), Text("\(exercise.lesson): \(Self.sentence(verdict))"))
        })
    ])
  }

  private static func outcome(_ verdict: ExerciseVerdict) -> Check.Outcome {
    verdict.isWrong ? .failed : verdict.hasPassed ? .passed : .note
  }

  private static func sentence(_ verdict: ExerciseVerdict) -> String {
    guard case .judged(let tasks) = verdict else { return "it does not compile" }
    if verdict.isNotAttempted { return "not attempted" }
    let right = tasks.filter(\.verdict.hasPassed).count
    return "\(right) of \(tasks.count) tasks are right"
  }
}
