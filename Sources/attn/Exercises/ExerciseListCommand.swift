// SPDX-License-Identifier: MIT

import ArgumentParser
import Display
import ExerciseChecks
import Lessons

struct ExerciseListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the exercises and their tasks.")

  @OptionGroup(title: "Output") var output: OutputOptions

  func run() throws {
    let files = try Exercises.files()
    let progress = ProgressKeeper.progress()
    output.show(
      ExerciseList(files) { lesson in
        Set(progress.of(lesson).tasks.filter(\.value).keys)
      }.document)
  }
}
