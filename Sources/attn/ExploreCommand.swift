// SPDX-License-Identifier: MIT

import ArgumentParser
import AttentionEngine
import Display
import Explanation
import Interactive
import ProblemFiles
import TerminalSession

struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Walk over the cells of a computation, down to the inputs.",
    discussion: """
      Arrow keys move over a matrix; the lower part says how the cell came to be. Enter goes down
      into a cell it was made of, Backspace back up; e asks what if a number were another. ? lists
      every key.

      With --accessible, and on a terminal that moves no cursor, it talks in lines instead.
      """)

  @Argument(help: "A problem file (YAML), or lesson:NN-slug.")
  var problem: String

  @Argument(help: "The cell to start at, such as 'weights[0,2,1]'.")
  var cell: String?

  @Option(help: "Decimals of every number, 0 to 12; more are printed where sums need them.")
  var decimals = 3

  @Flag(help: "Capture the mouse from the beginning; m turns it on and off.")
  var mouse = false

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    guard (0...12).contains(decimals) else {
      throw ValidationError("--decimals is \(decimals); expected 0 to 12")
    }
  }

  func run() throws {
    let source = try ProblemArgument(problem, input)
    var start: CellAddress?
    if let cell {
      do throws(CellLookupError) { start = try source.trace.cell(cell) } catch {
        throw UnusableInput(error)
      }
    }
    try Self.explore(source, start: start, decimals: decimals, hasMouse: mouse, output: output)
  }

  /// Opens the inspector on a problem.
  ///
  /// - Throws: `UnusableInput` where there is no screen to own, naming what to type instead.
  static func explore(
    _ source: ProblemArgument, start: CellAddress? = nil, decimals: Int, hasMouse: Bool = false,
    output: OutputOptions
  ) throws {
    guard FullScreen.isInteractive(output) else {
      throw UnusableInput(
        "this needs a terminal to type on; attn trace and attn why print the same")
    }
    let ownsScreen = FullScreen.isPossible(output)
    let inspector = CellInspector(
      source.trace, problem: source.file.problem, title: source.file.problem.title, start: start,
      decimals: decimals, hasMouse: hasMouse,
      capabilities: ownsScreen ? FullScreen.capabilities(output) : output.detection.capabilities)
    guard let inspector else { throw UnusableInput("this problem has no matrix to look at") }
    if ownsScreen { return try FullScreen.run(inspector, output) }
    var talk = SpokenInspector(inspector)
    LineSession.run(&talk)
  }
}
