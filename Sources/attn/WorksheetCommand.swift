// SPDX-License-Identifier: MIT

import ArgumentParser
import AttentionEngine
import Checking
import ProblemFiles

struct WorksheetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worksheet", abstract: "Print a sheet to be filled in by hand, or its answers.",
    discussion: """
      The sheet asks for the stages a hand calculation goes through. --seed draws other numbers, such
      that mistakes give different results; pairs that no numbers tell apart are named on stderr.

        attn worksheet lesson:04-self-attention --seed 17 > mine.yaml
        attn check mine.yaml
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case yaml, md, tex }

  @Argument(help: "A problem file (YAML), or lesson:NN-slug.")
  var problem: String

  @Option(help: "Draw other numbers; the same seed gives the same sheet.")
  var seed: UInt64?

  @Option(help: "Decimals to ask for, 0 to 12.")
  var decimals = 2

  @Option(help: "Ask for these steps only, separated by commas, such as raw_scores,weights.")
  var steps: String?

  @Flag(help: "Print the answers, with their arithmetic.")
  var key = false

  @Option(help: "yaml (to fill in and check), md or tex (for paper).")
  var format = Format.yaml

  @OptionGroup(title: "Input") var input: InputOptions

  func validate() throws {
    guard (0...12).contains(decimals) else {
      throw ValidationError("--decimals is \(decimals); expected 0 to 12")
    }
    if let steps, Self.names(steps).isEmpty {
      throw ValidationError("--steps names no step; expected some, such as raw_scores,weights")
    }
  }

  func run() throws {
    let file = try ProblemArgument(problem, input).file
    let sheet: BlankSheet
    do {
      sheet = try BlankSheet(
        file.problem, name: nameInSheet, seed: seed, decimals: decimals, isKey: key,
        steps: steps.map(Self.names))
    } catch {
      throw UnusableInput(error)
    }
    if nameInSheet != problem {
      Console.report("save the sheet in the folder of \(problem), or check it with --problems")
    }
    for pair in sheet.inseparable { Console.report("these numbers cannot tell: \(pair)") }
    switch format {
    case .yaml: Console.write(sheet.yaml)
    case .md: Console.write(sheet.markdown)
    case .tex: Console.write(sheet.latex)
    }
  }

  private static func names(_ list: String) -> [String] {
    list.split(separator: ",").map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
  }

  /// A sheet names problems at or below its own folder only.
  private var nameInSheet: String {
    let leadsOut = problem.hasPrefix("/") || problem.split(separator: "/").contains("..")
    return leadsOut ? problem.split(separator: "/").last.map(String.init) ?? problem : problem
  }
}
