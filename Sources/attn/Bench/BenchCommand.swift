// SPDX-License-Identifier: MIT

import ArgumentParser
import AttentionEngine
import Display
import Explanation
import ProblemFiles
import Tensors

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure what recording costs, beside the least it could cost.",
    discussion: """
      The forward pass with every intermediate kept and readable, the same without recording, one
      explanation, one heat map; and the floor: the matrix products at the rate this machine reaches
      on a large one, and one touch of every page that is kept.

      Machines are noisy: all of this takes turns, and only numbers of one run can be compared.
      """)

  @Option(help: "Positions, T.")
  var positions = 512

  @Option(help: "Features of the model, D.")
  var model = 768

  @Option(help: "Query heads.")
  var heads = 12

  @Option(help: "Key/value heads; otherwise as many as query heads.")
  var keyValueHeads: Int?

  @Option(help: "float32 or float64.")
  var precision = Precision.float32

  @Option(name: .customLong("repeat"), help: "How often each thing is measured.")
  var repeats = 7

  @Option(help: "Measure this problem file, or lesson:NN-slug, instead.")
  var problem: String?

  @Flag(help: "Draw how time and bytes grow with the positions, up to --positions.")
  var cost = false

  @Flag(help: "Print the measurements as JSON.")
  var json = false

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    for (name, value, most) in [
      ("positions", positions, 11_585), ("model", model, 65_536), ("heads", heads, 65_536),
      ("key-value-heads", keyValueHeads ?? 1, 65_536), ("repeat", repeats, 10_000),
    ] where !(1...most).contains(value) {
      throw ValidationError("--\(name) is \(value); expected 1 to \(most)")
    }
    guard model % heads == 0 else {
      throw ValidationError("--model \(model) does not divide into \(heads) heads")
    }
    if let keyValueHeads, heads % keyValueHeads != 0 {
      throw ValidationError("--heads \(heads) do not share \(keyValueHeads) key/value heads evenly")
    }
    if cost && problem != nil {
      throw ValidationError("--cost and --problem exclude each other: a problem has one length")
    }
  }

  func run() throws {
    if cost { return try showGrowth() }
    let measured = try measure(try subject())
    if json {
      Console.write(report(measured).text + "\n")
    } else {
      output.show(BenchDocument(measured, title: title).document)
    }
  }

  private var title: String {
    if let problem { return problem }
    let shared = keyValueHeads.map { ", \($0) key/value heads" } ?? ""
    return "\(positions) positions, \(heads) heads of \(model / heads)\(shared), "
      + precision.rawValue
  }

  private func size(_ positions: Int) -> BenchProblem {
    BenchProblem(
      positions: positions, model: model, heads: heads, keyValueHeads: keyValueHeads ?? heads,
      precision: precision)
  }

  private func subject() throws -> Problem {
    guard let problem else { return size(positions).problem }
    return try ProblemArgument.file(problem, input).problem
  }

  private func measure(_ problem: Problem) throws -> Benchmark {
    do {
      return try Benchmark(
        problem, repeats: repeats, capabilities: output.detection.capabilities)
    } catch let error as ProblemError {
      throw UnusableInput(error)
    }
  }

  /// Lengths that double, up to the one asked for.
  private func showGrowth() throws {
    let lengths = sequence(first: positions) { $0 >= 32 ? $0 / 2 : nil }.prefix(7).reversed()
    let measured = try lengths.map { (positions: $0, benchmark: try measure(size($0).problem)) }
    if json {
      Console.write(
        JSONValue.array(
          measured.map { length, benchmark in
            .object([("positions", .integer(length)), ("measured", report(benchmark))])
          }
        ).text + "\n")
    } else {
      output.show(GrowthDocument(measured, title: title).document)
    }
  }

  private func report(_ measured: Benchmark) -> JSONValue {
    .object([
      ("recorded_ms", .number(measured.recorded.median)),
      ("recorded_min_ms", .number(measured.recorded.shortest)),
      ("recorded_max_ms", .number(measured.recorded.longest)),
      ("settled_anew_ms", .number(measured.settledAnew.median)),
      ("unrecorded_ms", .number(measured.unrecorded.median)),
      ("unrecorded_min_ms", .number(measured.unrecorded.shortest)),
      ("unrecorded_max_ms", .number(measured.unrecorded.longest)),
      ("why_ms", .number(measured.why.median)),
      ("render_ms", .number(measured.rendering.median)),
      ("floor_ms", .number(measured.floor.median)),
      ("floor_min_ms", .number(measured.floor.shortest)),
      ("flops", .integer(measured.steps)),
      ("bytes_kept", .integer(measured.keptBytes)),
      ("peak_rss_bytes", .integer(measured.peakBytes)),
      ("blas", .string("\(OpenBLAS.configuration) (kernels: \(OpenBLAS.core))")),
      ("threads", .integer(Workers.count)),
    ])
  }
}

extension Precision: ExpressibleByArgument {}
