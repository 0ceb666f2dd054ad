// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import Tensors

/// What `attn bench` measures of one problem.
struct Benchmark {
  let recorded: Timing
  /// The same with names, shapes and steps settled anew each time.
  let settledAnew: Timing
  let unrecorded: Timing
  let why: Timing
  let rendering: Timing
  /// Milliseconds that the products and the first touch of the kept bytes take at best.
  let floor: Double
  let steps: Int
  let keptBytes: Int
  /// The most memory after the recorded forward passes, and before anything else was measured.
  let peakBytes: Int

  /// Measures a problem.
  ///
  /// - Throws: `ProblemError` when it cannot be computed.
  init(_ problem: Problem, repeats: Int, capabilities: Capabilities) throws {
    let prepared = try Self.settled(problem)
    recorded = try Stopwatch.timing(repeats: repeats) {
      _ = try prepared?.trace(of: problem) ?? Attention.trace(problem)
    }
    settledAnew = try Stopwatch.timing(repeats: repeats) { _ = try Attention.trace(problem) }
    peakBytes = Stopwatch.peakByteCount
    unrecorded = try Stopwatch.timing(repeats: repeats) {
      _ = try prepared?.output(of: problem) ?? Attention.output(problem)
    }
    let trace = try Attention.trace(problem)
    steps = trace.stepCount
    keptBytes = trace.keptByteCount
    let stage = trace.record(.weights) == nil ? trace.stages[0] : .weights
    let axes = trace.record(stage)?.axes ?? []
    let cell = CellAddress(stage, axes.map { $0.size / 2 })
    why = Stopwatch.timing(repeats: repeats) {
      guard let explanation = CellExplanation(cell, in: trace, decimals: 3) else { return }
      let document = WhyDocument(trace, decimals: 3, depth: 1).document(for: explanation)
      _ = render(document, with: capabilities)
    }
    rendering = Stopwatch.timing(repeats: repeats) {
      let section = StageSection(trace, decimals: nil, head: 0, includesPictures: true)
      _ = render(Document(section.blocks(stage)), with: capabilities)
    }
    floor = Self.floor(of: trace, repeats: max(3, repeats))
  }

  /// A large problem is traced the ordinary way; then nobody holds a second trace.
  private static func settled(_ problem: Problem) throws -> PreparedAttention? {
    let prepared = try PreparedAttention(problem)
    return prepared.isSettled ? prepared : nil
  }

  /// The products' steps at the rate of a large product, and writing once to every page that is kept.
  private static func floor(of trace: Trace, repeats: Int) -> Double {
    let rate =
      trace.precision == .float32
      ? MachineSpeed.productRate(Float.self, repeats: repeats) { Stopwatch.seconds($0) }
      : MachineSpeed.productRate(Double.self, repeats: repeats) { Stopwatch.seconds($0) }
    let touch = MachineSpeed.firstTouch(byteCounts: trace.newByteCounts, repeats: repeats) {
      Stopwatch.seconds($0)
    }
    return (Double(trace.productStepCount) / rate + touch) * 1e3
  }
}
