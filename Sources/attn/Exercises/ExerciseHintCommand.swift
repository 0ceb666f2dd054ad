// SPDX-License-Identifier: MIT

import ArgumentParser
import Display
import ExerciseChecks

struct ExerciseHintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hint", abstract: "Help with a task, a step at a time.",
    discussion: """
      Without a task: the first one of the exercise that is not right yet. --step 2 says more than --step 1.
      """)

  @Argument(help: "The exercise, such as 03.")
  var exercise: String

  @Argument(help: "The task, such as attention.")
  var task: String?

  @Option(help: "Which step, from 1; earlier ones are shown too.")
  var step = 1

  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    guard step >= 1 else { throw ValidationError("--step is \(step); expected 1 or more") }
  }

  func run() throws {
    let files = try Exercises.files()
    let exercise = try Exercises.named(exercise)
    let task = try chosenTask(exercise, files)
    let hints = try Exercises.usable { () throws(ExerciseTrouble) in
      try files.hints(for: task, of: exercise)
    }
    guard !hints.isEmpty else { throw UnusableInput("there are no hints for \(task.id)") }
    let shown = hints.prefix(step)
    var blocks: [Block] = [
      .heading(level: 1, Text("\(exercise.number) \(task.id): \(task.title)")),
      .list(shown.map { [.paragraph(Text($0))] }, ordered: true),
    ]
    let next = shown.count + 1
    blocks.append(
      .paragraph(
        Text(
          next <= hints.count
            ? "More: attn exercise hint \(exercise.number) \(task.id) --step \(next)"
            : "That was the last hint. The solution: attn exercise solution \(exercise.number) --spoil"
        )))
    output.show(Document(blocks))
  }

  private func chosenTask(_ exercise: Exercise, _ files: ExerciseFiles) throws -> ExerciseTask {
    if let name = task {
      guard let found = exercise.tasks.first(where: { $0.id == name }) else {
        let known = exercise.tasks.map(\.id).joined(separator: ", ")
        throw UnusableInput("\(exercise.lesson) has no task \(name); its tasks are \(known)")
      }
      return found
    }
    Interruption.watch()
    let runner = try Exercises.runner(files, seed: nil)
    let verdict = try Exercises.usable { () throws(ExerciseTrouble) in
      try runner.judge(exercise, source: try files.source(of: exercise))
    }
    guard case .judged(let tasks) = verdict else { return exercise.tasks[0] }
    return tasks.first { !$0.verdict.hasPassed }?.task ?? exercise.tasks[exercise.tasks.count - 1]
  }
}
