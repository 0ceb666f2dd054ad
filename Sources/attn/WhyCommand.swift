// SPDX-License-Identifier: MIT

import ArgumentParser
import Display
import Explanation

struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Show how one cell came to be, down to the inputs.",
    discussion: """
      The formula, the same with the numbers put in, and the result; then the cells it was made of.
      --depth 2 explains those too, and so on down to what was given.
      """)

  @Argument(help: "A problem file (YAML), or lesson:NN-slug.")
  var problem: String

  @Argument(help: "A cell, such as 'weights[0,2,1]'; indices count from 0.")
  var cell: String

  /// No computation has more stages on the way down to what was given.
  static let deepest = 64

  @Option(help: "How many levels to explain, from 1.")
  var depth = 1

  @Option(help: "Decimals of every number, 0 to 12; more are printed where sums need them.")
  var decimals = 3

  @Option(
    help:
      "Write the explanation to a file instead: \(ExportFormat.list(ExportFormat.ofExplanations)).")
  var export: String?

  @Flag(help: "Print the explanation as JSON.")
  var json = false

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    guard (1...Self.deepest).contains(depth) else {
      throw ValidationError("--depth is \(depth); expected 1 to \(Self.deepest)")
    }
    guard (0...12).contains(decimals) else {
      throw ValidationError("--decimals is \(decimals); expected 0 to 12")
    }
    if json && export != nil { throw ValidationError("--json and --export exclude each other") }
  }

  func run() throws {
    let trace = try ProblemArgument(problem, input, onDemand: true).trace
    let explanation: CellExplanation
    do throws(CellLookupError) {
      let address = try trace.cell(cell)
      guard let found = CellExplanation(address, in: trace, decimals: decimals) else { return }
      explanation = found
    } catch {
      throw UnusableInput(error)
    }
    if json { return Console.write(explanation.json(depth: depth).text + "\n") }
    let format = try export.map {
      try ExportFormat(path: $0, among: ExportFormat.ofExplanations, instead: Self.instead)
    }
    if let export, format == .json {
      let json = explanation.json(depth: depth).text + "\n"
      return try ExportFormat.write(json, to: export, replacing: output.force)
    }
    let document = WhyDocument(trace, decimals: decimals, depth: depth)
    try output.deliver(document.document(for: explanation), to: export)
  }

  /// Why a format has no meaning for one cell, and what to type instead.
  private static func instead(_ format: ExportFormat) -> String? {
    switch format {
    case .npz, .safetensors:
      ".\(format.rawValue) holds whole arrays and this is one cell; attn trace writes every stage"
    case .svg: ".svg draws whole matrices and this is one cell; attn trace --show draws a stage"
    default: nil
    }
  }
}
