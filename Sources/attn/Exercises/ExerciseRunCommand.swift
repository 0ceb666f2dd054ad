// SPDX-License-Identifier: MIT

import ArgumentParser
import Display
import ExerciseChecks
import Explanation

struct ExerciseRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Build and judge your code; without an id, every exercise.",
    discussion: """
      Your code runs in a process of its own, for at most 10 seconds and with 2 GiB of memory, on numbers
      that differ every time.

      Exit status: 0 nothing wrong (what is not attempted is not wrong), 1 something is wrong, 2 it cannot
      be run here.
      """)

  @Argument(help: "The exercise, such as 03.")
  var exercise: String?

  @Option(help: "Draw the numbers of an earlier run again.")
  var seed: UInt64?

  @Flag(help: "Print the verdicts as JSON, one line for each exercise.")
  var json = false

  @OptionGroup(title: "Output") var output: OutputOptions

  func run() throws {
    let files = try Exercises.files()
    let chosen = try exercise.map { [try Exercises.named($0)] } ?? Exercise.all
    Interruption.watch()
    let runner = try Exercises.runner(files, seed: seed)
    let verdicts = try Exercises.usable { () throws(ExerciseTrouble) in
      var sources: [(exercise: Exercise, source: String)] = []
      for exercise in chosen { sources.append((exercise, try files.source(of: exercise))) }
      return try runner.judge(sources)
    }
    for (exercise, verdict) in zip(chosen, verdicts) {
      Exercises.remember(verdict, of: exercise)
      let report = ExerciseReport(exercise, verdict, seed: runner.seed)
      if json {
        Console.write(report.json.text + "\n")
      } else if self.exercise != nil || verdict.isWrong {
        output.show(report.document)
      }
    }
    if !json, exercise == nil { output.show(ExerciseSummary(chosen, verdicts).document) }
    if verdicts.contains(where: \.isWrong) { throw SomethingWrong() }
  }
}
