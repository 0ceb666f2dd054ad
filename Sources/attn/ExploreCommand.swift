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
      into a cell it was made of, Backspace back up. ? lists every key.
      """)

  @Argument(help: "A problem file (YAML), or lesson:NN-slug.")
  var problem: String

  @Argument(help: "The cell to start at, such as 'weights[0,2,1]'.")
  var cell: String?

  @Option(help: "Decimals of every number, 0 to 12; more are printed where sums need them.")
  var decimals = 3

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
    try Self.explore(source, start: start, decimals: decimals, output: output)
  }

  /// Opens the inspector on a problem.
  ///
  /// - Throws: `UnusableInput` where there is no screen to own, naming what to type instead.
  static func explore(
    _ source: ProblemArgument, start: CellAddress? = nil, decimals: Int, output: OutputOptions
  ) throws {
    guard FullScreen.isPossible(output) else {
      throw UnusableInput(
        "this needs a terminal that shows a whole screen; attn trace and attn why print the same")
    }
    let inspector = CellInspector(
      source.trace, problem: source.file.problem, title: source.file.problem.title, start: start,
      decimals: decimals, capabilities: FullScreen.capabilities(output))
    guard let inspector else { throw UnusableInput("this problem has no matrix to look at") }
    try FullScreen.run(inspector)
  }
}
