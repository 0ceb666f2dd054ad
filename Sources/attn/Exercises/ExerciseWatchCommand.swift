// SPDX-License-Identifier: MIT

import ArgumentParser
import Display
import ExerciseChecks
import Glibc

struct ExerciseWatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Judge an exercise again whenever you save it.",
    discussion: """
      Without an id: the first exercise that is not solved, then every one that you save. Ctrl-C ends it.
      """)

  @Argument(help: "The exercise, such as 03.")
  var exercise: String?

  @Flag(help: "Look at the files twice a second instead of being told by the system.")
  var poll = false

  @OptionGroup(title: "Output") var output: OutputOptions

  func run() throws {
    let files = try Exercises.files()
    let chosen = try exercise.map { [try Exercises.named($0)] } ?? Exercise.all
    Interruption.watch()
    let runner = try Exercises.runner(files, seed: nil)
    var watcher = FileWatcher(chosen.map(files.learner), polls: poll)
    var next = try exercise == nil ? firstUnsolved(chosen, files, runner) : chosen.first
    while !Interruption.isRequested {
      if let current = next { try judge(current, files, runner) }
      next = watcher.nextChange().map { chosen[$0] }
    }
    throw Interrupted()
  }

  private func firstUnsolved(
    _ exercises: [Exercise], _ files: ExerciseFiles, _ runner: ExerciseRunner
  ) throws -> Exercise? {
    for exercise in exercises {
      let verdict = try Exercises.usable { () throws(ExerciseTrouble) in
        try runner.judge(exercise, source: try files.source(of: exercise))
      }
      if !verdict.hasPassed { return exercise }
    }
    return exercises.last
  }

  private func judge(
    _ exercise: Exercise, _ files: ExerciseFiles, _ runner: ExerciseRunner
  ) throws {
    // Fresh numbers at every save: nobody should come to know them.
    let fresh = ExerciseRunner(runner.machine, seed: UInt64.random(in: 1...99_999_999))
    let source: String
    do {
      source = try files.source(of: exercise)
    } catch {
      Console.report("\(error)")  // between two writes of an editor the file may be gone
      return
    }
    let verdict = try Exercises.usable { () throws(ExerciseTrouble) in
      try fresh.judge(exercise, source: source)
    }
    Exercises.remember(verdict, of: exercise)
    if isatty(STDOUT_FILENO) == 1, !output.plain { Console.write("\u{1b}[H\u{1b}[2J") }
    output.show(ExerciseReport(exercise, verdict, seed: fresh.seed).document)
    Console.writeError("attn: watching \(files.learner(exercise)); Ctrl-C ends\n")
  }
}
