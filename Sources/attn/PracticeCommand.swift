// SPDX-License-Identifier: MIT

import ArgumentParser
import AttentionEngine
import Checking
import Display
import Glibc
import ProblemFiles

struct PracticeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "practice", abstract: "Compute a problem row by row, with a verdict after each.",
    discussion: """
      Type a row of numbers; or hint (the next one says more), skip, answer, quit. The end of input
      (Ctrl-D) ends the practice too; then the marks are shown.
      """)

  @Argument(help: "A problem file (YAML), or lesson:NN-slug.")
  var problem: String

  @Option(help: "Draw other numbers; the same seed gives the same ones.")
  var seed: UInt64?

  @Option(help: "Decimals to ask for, 0 to 12.")
  var decimals = 2

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    guard (0...12).contains(decimals) else {
      throw ValidationError("--decimals is \(decimals); expected 0 to 12")
    }
  }

  func run() throws {
    let file = try ProblemArgument(problem, input).file
    var session: PracticeSession
    do {
      var given = file.problem
      if let seed { given = try Variant(of: given, seed: seed, decimals: decimals).problem }
      output.show(try BlankSheet(given, name: problem, decimals: decimals).givenDocument)
      session = try PracticeSession(given, decimals: decimals)
    } catch {
      throw UnusableInput(error)
    }
    output.show(session.question)
    while !session.isFinished {
      if isPrompted { Console.write("> ") }
      guard let line = readLine() else {
        if isPrompted { Console.write("\n") }
        break
      }
      output.show(session.take(line))
      output.show(session.question)
    }
    output.show(MarkedSheetDocument(session.result, title: file.problem.title).document)
  }

  /// Whether somebody sits at a terminal and should see where to type.
  private var isPrompted: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }
}
