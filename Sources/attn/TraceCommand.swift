// SPDX-License-Identifier: MIT

import ArgumentParser
import AttentionEngine
import Display
import Explanation
import ProblemFiles
import Tensors

struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace", abstract: "Show every stage of an attention computation.",
    discussion: """
      Each stage comes with a line of explanation, its formula, its shape and its numbers as a heat
      map; at the end stands what was checked.

      Exit status: 0 good, 1 the numbers break a rule every attention keeps, 2 unusable input.
      """)

  @Argument(help: "A problem file (YAML), or lesson:NN-slug.")
  var problem: String

  @Option(help: "Only these stages, by id or symbol, separated by commas.")
  var show: String?

  @Option(help: "Only this head, counted from 0.")
  var head: Int?

  @Option(help: "Decimals of every number, 0 to 15.")
  var decimals: Int?

  @Flag(help: "Every number in full, as a fraction where it is one.")
  var exact = false

  @Flag(help: "One line for each stage: shape, range, mean, deviation, histogram.")
  var brief = false

  @Option(help: "Write to a file instead: \(ExportFormat.list(ExportFormat.ofTraces)).")
  var export: String?

  @Flag(help: "Print the trace as JSON.")
  var json = false

  @Flag(help: "Walk over the cells instead, as attn explore does.")
  var interactive = false

  @OptionGroup(title: "Parts of a stage") var part: PartOptions

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if json && export != nil { throw ValidationError("--json and --export exclude each other") }
    if exact && decimals != nil {
      throw ValidationError("--exact and --decimals exclude each other")
    }
    if brief && (json || interactive) {
      throw ValidationError("--brief goes with neither --json nor --interactive")
    }
    if interactive, json || export != nil {
      throw ValidationError("--interactive goes with neither --json nor --export")
    }
    if let decimals, !(0...15).contains(decimals) {
      throw ValidationError("--decimals is \(decimals); expected 0 to 15")
    }
  }

  func run() throws {
    let isPartial = show != nil && !json && export == nil && !interactive
    let source = try ProblemArgument(problem, input, onDemand: isPartial)
    let trace = source.trace
    try requireHead(trace)
    let stages = try selectedStages(trace)
    let choice = try part.choice
    if choice != nil || stages?.contains(where: { !Self.isWhole($0, trace) }) == true {
      guard isPartial, let stages else {
        throw UnusableInput(
          "parts of a stage are printed only; name the stage, for example --show weights, without "
            + "--json, --export or --interactive")
      }
      return try showParts(of: stages, trace, choice ?? .blocks(64, part.statistic), source)
    }
    if interactive {
      try ExploreCommand.explore(
        source, start: try startingCell(trace, stages), decimals: min(12, decimals ?? 3),
        output: output)
      return
    }
    var invariants: [Invariant]?
    if brief {
      let document = TraceDocument(
        trace, title: source.file.problem.title, section: StageSection(trace, head: head))
      invariants = document.invariants
      let capabilities = output.detection.capabilities
      try output.deliver(
        document.brief(
          showing: stages, spoken: capabilities.accessible && export == nil,
          unicode: capabilities.unicode || export != nil),
        to: export)
    } else if let export {
      let file = TraceExport(
        trace: trace, title: source.file.problem.title, stages: stages, head: head,
        decimals: decimals, isExact: exact, output: output)
      try file.write(to: export)
    } else if json {
      Console.write(trace.json(title: source.file.problem.title).text + "\n")
    } else {
      let section = StageSection(
        trace, decimals: decimals, isExact: exact, head: head,
        includesPictures: !output.detection.capabilities.accessible)
      let document = TraceDocument(trace, title: source.file.problem.title, section: section)
      invariants = document.invariants
      output.present(document.document(showing: stages))
    }
    if (invariants ?? trace.invariants()).contains(where: { !$0.holds }) { throw SomethingWrong() }
  }

  /// Whether a stage has been computed as a whole, and can be shown as a whole.
  private static func isWhole(_ stage: StageID, _ trace: Trace) -> Bool {
    guard let tensor = trace[stage] else { return true }
    return tensor.isKept || tensor.count <= Attention.mostKept
  }

  private func showParts(
    of stages: [StageID], _ trace: Trace, _ choice: StageExcerpt.Choice, _ source: ProblemArgument
  ) throws {
    let excerpt = StageExcerpt(trace, choice, decimals: decimals, head: head)
    for stage in stages {
      if let problem = excerpt.problem(with: stage) { throw UnusableInput("--show: \(problem)") }
    }
    let bar = SharedProgress("computing", on: output.detection)
    var blocks: [Block] =
      source.file.problem.title.map { [.heading(level: 1, Text(sanitized($0)))] } ?? []
    for stage in stages { blocks += excerpt.blocks(stage) { bar.show($0) } }
    bar.end()
    output.show(Document(blocks))
  }

  /// The first cell of the first stage asked for, in the head asked for.
  private func startingCell(_ trace: Trace, _ stages: [StageID]?) throws -> CellAddress? {
    guard stages != nil || head != nil else { return nil }
    let stage = stages?.first ?? .weights
    guard let axes = trace.record(stage)?.axes else { return nil }
    return CellAddress(stage, axes.map { $0.name == .head ? head ?? 0 : 0 })
  }

  private func requireHead(_ trace: Trace) throws {
    guard let head else { return }
    let count =
      (trace[.weights] ?? trace[.query])?.axes.first { $0.name == .head }?.size ?? 0
    guard (0..<count).contains(head) else {
      throw UnusableInput(
        "--head \(head): this problem has \(count) heads, counted from 0 to \(count - 1)")
    }
  }

  private func selectedStages(_ trace: Trace) throws -> [StageID]? {
    guard let show else { return nil }
    return try show.split(separator: ",").map { name in
      do throws(CellLookupError) {
        return try trace.stage(named: name.filter { $0 != " " })
      } catch {
        throw UnusableInput("--show: \(error)")
      }
    }
  }
}
