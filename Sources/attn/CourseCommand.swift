// SPDX-License-Identifier: MIT

import ArgumentParser
import Display
import Explanation
import Lessons
import ProblemFiles

struct CourseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "course", abstract: "For authors and teachers: check the course, print it.",
    subcommands: [
      CourseCheckCommand.self, TranscriptCommand.self, AutograderCommand.self,
    ])
}

struct CourseCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Look whether every lesson is sound.",
    discussion: """
      Every lesson is read, every live block run, every link followed to its file, every typed number
      compared, every sheet drawn. Each finding names its file and line.

      Exit status: 0 all is well, 1 something was found, 2 there is no course.
      """)

  @Argument(help: "Only these lessons, such as 04-self-attention.")
  var lessons: [String] = []

  @Flag(help: "Print the report as JSON.")
  var json = false

  @OptionGroup(title: "Output") var output: OutputOptions

  func run() throws {
    let catalog = try LessonCommand.catalog()
    let names = try lessons.map { text in
      do throws(LessonError) { return try catalog.name(of: text) } catch {
        throw UnusableInput(error)
      }
    }
    let report = CourseReport(catalog, only: names.isEmpty ? nil : names)
    if json {
      Console.write(report.json.text + "\n")
    } else {
      output.show(report.document)
    }
    if !report.findings.isEmpty { throw SomethingWrong() }
  }
}

struct TranscriptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transcript", abstract: "Print a lesson as it reads at 80 columns.",
    discussion: """
      Plain text, whatever the terminal: the form in which the tests keep every lesson. A change of a
      number or of a line shows as a difference there.
      """)

  @Argument(help: "The lesson, such as 04-self-attention.")
  var lesson: String

  func run() throws {
    let catalog = try LessonCommand.catalog()
    do {
      let page = try LessonPage(catalog.name(of: lesson), in: catalog)
      Console.write(
        render(try page.document(), with: Capabilities(width: 80, plain: true)))
    } catch let error as LessonError {
      throw UnusableInput(error)
    } catch let error as LessonPageError {
      throw UnusableInput(error)
    } catch let error as ProblemFileError {
      throw UnusableInput(error)
    }
  }
}
