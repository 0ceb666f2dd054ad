// SPDX-License-Identifier: MIT

import ArgumentParser
import Display
import Lessons

struct WelcomeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "welcome", abstract: "What this is, and the next thing to type.",
    shouldDisplay: false)

  @OptionGroup(title: "Output") var output: OutputOptions

  func run() {
    let course = (try? LessonCommand.catalog()).map {
      CourseDocument($0, progress: ProgressKeeper.progress())
    }
    output.show(CourseDocument.welcome(course))
  }
}
