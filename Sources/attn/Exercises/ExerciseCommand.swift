// SPDX-License-Identifier: MIT

import ArgumentParser
import ExerciseChecks
import Glibc
import Lessons

struct ExerciseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exercise", abstract: "The coding exercises of the lessons.",
    discussion: """
      Each lesson has a Swift file of small tasks. An exercise is named by its lesson: 03-scaled-dot-product,
      03 or 3.
      """,
    subcommands: [
      ExerciseListCommand.self, ExerciseRunCommand.self, ExerciseHintCommand.self,
      ExerciseWatchCommand.self, ExerciseResetCommand.self, ExerciseSolutionCommand.self,
    ], defaultSubcommand: ExerciseListCommand.self)
}

/// What the exercise commands share.
enum Exercises {
  static func files() throws -> ExerciseFiles {
    guard let home = Home.folder else {
      throw UnusableInput(
        "the lessons are not found; start attn with ./attn from its repository, or set ATTN_HOME "
          + "to the folder that holds lessons/")
    }
    return ExerciseFiles(home: home)
  }

  static func named(_ text: String) throws -> Exercise {
    guard let exercise = Exercise.named(text) else {
      throw UnusableInput(
        "there is no exercise \(text); attn exercise list names them all")
    }
    return exercise
  }

  /// A runner with fresh numbers, or those of a seed.
  static func runner(
    _ files: ExerciseFiles, seed: UInt64?, secondsPerTask: Double = 10
  ) throws -> ExerciseRunner {
    guard let path = realpath("/proc/self/exe", nil) else {
      throw UnusableInput("this program cannot find itself through /proc")
    }
    defer { free(path) }
    let machine = try usable { () throws(ExerciseTrouble) in
      try ExerciseMachine(home: files.home, confiner: String(cString: path)) {
        Console.report("preparing the exercises (once; a few seconds)")
      }
    }
    return ExerciseRunner(
      machine, seed: seed ?? UInt64.random(in: 1...99_999_999), secondsPerTask: secondsPerTask)
  }

  /// Takes note of what was tried.
  static func remember(_ verdict: ExerciseVerdict, of exercise: Exercise) {
    guard case .judged(let tasks) = verdict else { return }
    let events = tasks.filter { !$0.verdict.isNotAttempted }.map {
      ProgressEvent.tried(
        lesson: exercise.lesson, task: $0.task.id, passes: $0.verdict.hasPassed)
    }
    if !events.isEmpty { ProgressKeeper.record(events) }
  }

  /// Turns trouble of the machinery into exit status 2.
  static func usable<Result>(_ body: () throws(ExerciseTrouble) -> Result) throws -> Result {
    do { return try body() } catch {
      if Interruption.isRequested { throw Interrupted() }
      throw UnusableInput(error)
    }
  }
}

/// Ctrl-C.
struct Interrupted: Error {}
