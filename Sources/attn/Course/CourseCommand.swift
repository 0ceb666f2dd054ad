// SPDX-License-Identifier: MIT

import ArgumentParser
import Display
import ExerciseChecks
import Explanation
import Glibc
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
      Every lesson is read, every live block and every command it shows is run, every link followed to its
      file, every typed number compared, every sheet drawn. Every exercise is built: as it starts, as it is
      solved, and in every wrong way that is listed. Each finding names its file and line.

      Nothing needs a network; what lessons show is run without one.

      Exit status: 0 all is well, 1 something was found, 2 there is no course.
      """)

  @Argument(help: "Only these lessons, such as 04-self-attention.")
  var lessons: [String] = []

  @Flag(help: "Leave out the exercises, which have to be compiled: a minute or more.")
  var quick = false

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
    let report = CourseReport(
      catalog, only: names.isEmpty ? nil : names, checks: try checks(of: names))
    if json {
      Console.write(report.json.text + "\n")
    } else {
      output.show(report.document)
    }
    if !report.findings.isEmpty { throw SomethingWrong() }
  }

  /// What lessons by themselves allow, and what needs the rest of the program.
  private func checks(of names: [LessonName]) throws -> [any CourseCheck] {
    let files = try Exercises.files()
    guard let program = realpath("/proc/self/exe", nil) else {
      throw UnusableInput("this program cannot find itself through /proc")
    }
    defer { free(program) }
    var checks = CourseChecks.ofLessons
    checks.append(FitsThePlayer())
    checks.append(ConsoleBlocksRun(home: files.home, program: String(cString: program)))
    guard !quick else { return checks }
    Interruption.watch()
    let runner = try Exercises.runner(files, seed: nil)
    let exercises = Exercise.all.filter { exercise in
      names.isEmpty || names.contains { $0.id == exercise.lesson }
    }
    checks.append(ExercisesHold(exercises, machine: runner.machine))
    if Interruption.isRequested { throw Interrupted() }
    return checks
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
