// SPDX-License-Identifier: MIT

import ArgumentParser
import Display
import ExerciseChecks

struct ExerciseListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the exercises and their tasks.")

  @OptionGroup(title: "Output") var output: OutputOptions

  func run() throws {
    let files = try Exercises.files()
    output.show(ExerciseList(files).document)
  }
}
