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
      that mistakes give different results; what they cannot tell apart is named on stderr.

      --steps asks for some steps only: those before them are filled in, those after left out.
      Gradients are asked for only in this way: --steps grad_weights,grad_masked_scores.

        attn worksheet lesson:04-self-attention --seed 17 > mine.yaml
        attn check mine.yaml
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case yaml, md, tex }

  @Argument(help: "A problem file (YAML), or lesson:NN-slug.")
  var problem: String

  @Option(help: "Draw other numbers; the same seed gives the same sheet.")
  var seed: UInt64?

  @Option(help: "Ask for these steps only, such as exponentials,row_sums,weights.")
  var steps: String?

  @Option(help: "Decimals to ask for, 0 to 12.")
  var decimals = 2

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
    let asked = Set(steps.map(Self.names) ?? sheet.stepNames)
    let open = sheet.inseparable.filter {
      asked.contains($0.step.rawValue) && ($0.other != nil || sheet.leftOpen.contains($0))
    }
    if !open.isEmpty {
      Console.report(
        "for whoever marks it: this sheet cannot tell apart "
          + open.map(\.description).joined(separator: "; "))
    }
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
