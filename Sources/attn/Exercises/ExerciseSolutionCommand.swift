// SPDX-License-Identifier: MIT

import ArgumentParser
import ExerciseChecks

struct ExerciseSolutionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "solution", abstract: "Show the reference solution, once yours is right.")

  @Argument(help: "The exercise, such as 03.")
  var exercise: String

  @Flag(help: "Show it before you have solved it.")
  var spoil = false

  func run() throws {
    let files = try Exercises.files()
    let exercise = try Exercises.named(exercise)
    if !spoil {
      Interruption.watch()
      let runner = try Exercises.runner(files, seed: nil)
      let verdict = try Exercises.usable { () throws(ExerciseTrouble) in
        try runner.judge(exercise, source: try files.source(of: exercise))
      }
      guard verdict.hasPassed else {
        throw SomethingWrong(
          sentence: "not every task of \(exercise.lesson) is right yet; attn exercise hint "
            + "\(exercise.number) helps, and --spoil shows the solution all the same")
      }
    }
    let text = try Exercises.usable { () throws(ExerciseTrouble) in
      try files.solutionText(of: exercise)
    }
    Console.write(text)
  }
}

struct ExerciseResetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset", abstract: "Put the file back as it was shipped; yours is kept.")

  @Argument(help: "The exercise, such as 03.")
  var exercise: String

  func run() throws {
    let files = try Exercises.files()
    let exercise = try Exercises.named(exercise)
    let kept = try Exercises.usable { () throws(ExerciseTrouble) in try files.reset(exercise) }
    if let kept {
      Console.report("\(exercise.fileName) is as it was shipped; yours is kept as \(kept)")
    } else {
      Console.report("\(exercise.fileName) was as it was shipped already")
    }
  }
}
