// SPDX-License-Identifier: MIT

import ArgumentParser
import AttentionEngine
import Checking
import Display
import Lessons
import Explanation
import ProblemFiles

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Judge a filled-in worksheet, step by step.",
    discussion: """
      Every step is computed again from the learner's own earlier numbers, as exactly as they were
      written: honest rounding is never called wrong, and a slip is charged once. A mistake is called
      by its name.

      Exit status: 0 nothing wrong, 1 a step is wrong, 2 unusable input.
      """)

  @Argument(help: "A filled-in worksheet (YAML).")
  var sheet: String

  @Option(help: "A folder the sheet's problem may lie in, besides its own and this one.")
  var problems: String?

  @Flag(help: "Print the result as JSON.")
  var json = false

  @OptionGroup(title: "Output") var output: OutputOptions

  func run() throws {
    let worksheet = try read(sheet)
    let marked = worksheet.marked()
    // Before a pager, so that leaving it early loses nothing.
    remember(worksheet, marked)
    if json {
      Console.write(marked.json.text + "\n")
    } else {
      output.present(MarkedSheetDocument(marked, title: title(worksheet)).document)
    }
    if marked.firstWrong != nil { throw SomethingWrong() }
  }

  /// A sheet of a lesson counts towards the course.
  private func remember(_ worksheet: Worksheet, _ marked: MarkedSheet) {
    guard let name = worksheet.problemName, name.hasPrefix("lesson:") else { return }
    let isRight =
      marked.firstWrong == nil && marked.steps.allSatisfy { $0.verdict != .blank }
    ProgressKeeper.record(
      [.checked(lesson: String(name.dropFirst("lesson:".count)), isRight: isRight)])
  }

  private func read(_ path: String) throws -> Worksheet {
    let locator = ProblemLocator(
      folders: [problems, "."].compactMap { $0 }, lessons: Home.folder.map { $0 + "/lessons" })
    do {
      return try Worksheet(path: path, locator: locator)
    } catch {
      throw UnusableInput(error)
    }
  }

  private func title(_ worksheet: Worksheet) -> String {
    let problem = worksheet.problem.title ?? worksheet.problemName ?? "Worksheet"
    return worksheet.student.name.isEmpty ? problem : "\(problem), \(worksheet.student.name)"
  }
}
