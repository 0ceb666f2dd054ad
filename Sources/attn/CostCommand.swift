// SPDX-License-Identifier: MIT

import ArgumentParser
import AttentionEngine
import Display
import Explanation
import ProblemFiles
import Tensors

struct CostCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cost", abstract: "Count FLOPs and bytes, stage by stage.",
    discussion: """
      For a problem: what closed formulas predict beside what the trace counts. Without one: the
      prediction for any sizes, such as --positions 4096 --model 4096 --heads 32 --causal.

      An addition, a product, a comparison and an exponential count 1 each, so a product of matrices
      m × k and k × n counts 2·m·k·n. Bytes are those of a stage that reads what it is made of once
      and writes its result once.

      Exit status: 0 good, 1 predicted and counted differ, 2 unusable input.
      """)

  @Argument(help: "A problem file (YAML), or lesson:NN-slug; none to count for sizes alone.")
  var problem: String?

  @Option(
    parsing: .singleValue,
    help: "Queries, and new keys; several numbers with commas are compared.",
    transform: Self.numbers) var positions: [[Int]] = []
  @Option(help: "Width of the model.") var model: Int?
  @Option(help: "Query heads.") var heads: Int?
  @Option(help: "Key/value heads; as many as query heads if not said.") var keyValueHeads: Int?
  @Option(help: "Features of a head; model / heads if not said.") var headDimension: Int?
  @Option(help: "Keys and values that were kept from before.") var cache: Int?
  @Flag(help: "No query sees a later key.") var causal = false
  @Option(help: "A query sees so many keys to its left, and none to its right.") var window: Int?
  @Option(help: "float32 or float64.") var precision: String?

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    let sizes: [(String, Int?, Int)] = [
      ("--model", model, 1), ("--heads", heads, 1),
      ("--key-value-heads", keyValueHeads, 1), ("--head-dimension", headDimension, 1),
      ("--cache", cache, 0), ("--window", window, 0),
    ]
    for (name, number, least) in sizes {
      guard let number else { continue }
      guard problem == nil else {
        throw ValidationError("\(name) goes without a problem; a problem has sizes of its own")
      }
      guard (least...1_000_000_000).contains(number) else {
        throw ValidationError("\(name) is \(number); expected \(least) to 1000000000")
      }
    }
    for number in allPositions where !(1...1_000_000_000).contains(number) {
      throw ValidationError("--positions is \(number); expected 1 to 1000000000")
    }
    if problem != nil, !allPositions.isEmpty {
      throw ValidationError("--positions goes without a problem; a problem has sizes of its own")
    }
    if problem == nil, allPositions.isEmpty || model == nil || heads == nil {
      throw ValidationError(
        "name a problem, or give --positions, --model and --heads for sizes alone")
    }
    if problem != nil, causal || precision != nil {
      throw ValidationError("--causal and --precision go without a problem")
    }
    if let precision, Precision(rawValue: precision) == nil {
      throw ValidationError("--precision is '\(precision)'; expected float32 or float64")
    }
    if let heads, let model, headDimension == nil, model % heads != 0 {
      throw ValidationError(
        "--model \(model) is not divisible by \(heads) heads; give --head-dimension as well")
    }
    if let heads, let keyValueHeads, heads % keyValueHeads != 0 {
      throw ValidationError(
        "--key-value-heads is \(keyValueHeads), which does not divide \(heads) heads")
    }
  }

  func run() throws {
    guard let problem else {
      let all = allPositions.map(sizes)
      guard all.allSatisfy({ CostDocument($0).isCountable }) else {
        throw UnusableInput("these sizes make more FLOPs than 2^63, which nothing can count")
      }
      return output.show(
        all.count == 1
          ? CostDocument(all[0]).document() : Document(CostComparison(all).blocks()))
    }
    let source = try ProblemArgument(problem, input)
    let document = CostDocument(
      source.trace, of: source.file.problem, title: source.file.problem.title)
    output.show(document.document())
    if !document.agrees { throw SomethingWrong() }
  }

  private var allPositions: [Int] { positions.flatMap(\.self) }

  private static func numbers(_ text: String) throws -> [Int] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let number = Int(part) else {
        throw ValidationError("--positions: '\(part.prefix(40))' is no whole number")
      }
      return number
    }
  }

  private func sizes(_ positions: Int) -> AttentionSizes {
    var sizes = AttentionSizes(positions: positions, model: model ?? 1, heads: heads ?? 1)
    sizes.keyValueHeads = keyValueHeads ?? sizes.heads
    if let headDimension {
      sizes.keyDimension = headDimension
      sizes.valueDimension = headDimension
    }
    sizes.limit(cache: cache ?? 0, causal: causal, window: window)
    sizes.bytesPerNumber = precision == "float64" ? 8 : 4
    return sizes
  }
}
