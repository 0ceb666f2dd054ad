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
  /// The products' steps at the rate of a large product, and writing once to every page that is kept.
  let floor: Timing
  let steps: Int
  let keptBytes: Int
  /// The most memory after the recorded forward passes, and before anything else was measured.
  let peakBytes: Int

  /// Measures a problem.
  ///
  /// - Throws: `ProblemError` when it cannot be computed.
  init(_ problem: Problem, repeats: Int, capabilities: Capabilities) throws {
    let prepared = try Self.settled(problem)
    let record = { _ = try prepared?.trace(of: problem) ?? Attention.trace(problem) }
    for _ in 0..<3 { try record() }
    peakBytes = Stopwatch.peakByteCount
    let trace = try Attention.trace(problem)
    let products =
      trace.precision == .float32
      ? try MachineSpeed.products(Float.self) : try MachineSpeed.products(Double.self)
    let newBytes = trace.newByteCounts
    // What is measured first in a turn finds the caches full of the large products.
    let timings = try Stopwatch.inTurns(
      repeats: repeats,
      [
        { _ = try Attention.trace(problem) }, record,
        { _ = try prepared?.output(of: problem) ?? Attention.output(problem) },
        { MachineSpeed.firstTouch(byteCounts: newBytes) },
      ] + products)
    (settledAnew, recorded, unrecorded) = (timings[0], timings[1], timings[2])
    let share = Double(trace.productStepCount) / Double(MachineSpeed.productStepCount)
    floor = timings[3] + Timing.fastest(timings[4...]) * share
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
  }

  /// A large problem is traced the ordinary way; then nobody holds a second trace.
  private static func settled(_ problem: Problem) throws -> PreparedAttention? {
    let prepared = try PreparedAttention(problem)
    return prepared.isSettled ? prepared : nil
  }
}
