// SPDX-License-Identifier: MIT

import Tensors

extension ForwardPass {
  /// The answers once more, as workers in a ring compute them: each keeps its queries, and the keys
  /// and values go round.
  ///
  /// Liu et al. 2023, Ring Attention, section 3. The workers are simulated: they are an axis of every
  /// tensor.
  mutating func recordRing(of workers: Int, _ parts: PartialAttention) throws(ProblemError) {
    let (queries, keys) = (tape.axes(parts.query), tape.axes(parts.key))
    guard queries.count == 3 else {
      throw ProblemError(
        "ring", "takes one sequence; this problem is a batch of \(queries[0].size). Trace one item")
    }
    guard (2...Self.mostWorkers).contains(workers) else {
      throw ProblemError(
        "ring.workers", "is \(workers); expected a number from 2 to \(Self.mostWorkers)")
    }
    for (what, count) in [("queries", queries[1].size), ("keys", keys[1].size)]
    where count % workers != 0 {
      let even = (2...Self.mostWorkers).filter {
        queries[1].size % $0 == 0 && keys[1].size % $0 == 0
      }
      throw ProblemError(
        "ring.workers",
        "is \(workers), which does not divide the \(count) \(what): every worker holds as many. "
          + (even.isEmpty
            ? "No number of workers divides \(queries[1].size) queries and \(keys[1].size) keys"
            : "Use one of \(even.map(String.init).joined(separator: ", "))"))
    }
    try noting("ring") { () throws(ShapeError) in
      let query = try tape.record(.ringQuery, SplitWorkers(workers), parts.query)
      let scores = [queries[0], queries[1], Axis(.key, keys[1].size)]
      let added = try addedNumbers(parts.plan, over: scores)
      var state: RingState?
      for step in 1...workers {
        let deal = RingDeal(
          workers: workers, step: step, queries: queries[1].size, keys: keys[1].size)
        let mask = PartialMask(
          rules: try parts.plan.rules.map { rule throws(ShapeError) in
            try deal.rule(rule, over: scores)
          },
          biases: added.map(deal.blocks))
        state = try recordStep(deal, query, parts, mask, after: state)
      }
      guard let state else { return }
      // Put together, the rows have the names of their positions again.
      let joined = try tape.apply(JoinWorkers(), state.output)
      let width = tape.axes(joined).last ?? Axis(.valueDimension, 1)
      let rows = [queries[0], queries[1].renamed(.query), width]
      _ = try tape.record(.ringOutput, Unchanged(axes: rows), joined)
    }
  }

  /// What the workers know after a step: their keys and values, and the answers so far.
  private struct RingState {
    let key: TapeValue
    let value: TapeValue
    let maximum: TapeValue
    let sum: TapeValue
    let output: TapeValue
  }

  private mutating func recordStep(
    _ deal: RingDeal, _ query: TapeValue, _ parts: PartialAttention, _ mask: PartialMask,
    after before: RingState?
  ) throws(ShapeError) -> RingState {
    func id(_ name: StagePart.Name) -> StageID { StagePart(.ring, deal.step, name).id }
    // The first blocks are dealt out; then each worker hands what it holds to the next.
    let key: TapeValue
    let value: TapeValue
    if let before {
      key = try tape.record(id(.key), PassOn(), before.key)
      value = try tape.record(id(.value), PassOn(), before.value)
    } else {
      key = try tape.record(id(.key), SplitWorkers(deal.workers), parts.key)
      value = try tape.record(id(.value), SplitWorkers(deal.workers), parts.value)
    }
    // Each worker alone: an ordinary softmax over the keys it holds now.
    let isLast = deal.step == deal.workers
    let scores = try recordScores(id(.scores), query, key, parts, mask)
    let maximum = try tape.record(id(.max), RowMaximum(), scores)
    let exponentials = try tape.record(
      id(.exponentials), ShiftedExponential(emptyRows: .zero), scores, maximum)
    let sum = try tape.record(id(.sum), RowSum(), exponentials)
    let mixed = try tape.apply(
      MatrixProduct(rows: .query), exponentials, try shared(value, parts))
    let output = try tape.record(id(.output), DivideByRow(emptyRows: .zero), mixed, sum)
    guard let before else {
      return RingState(key: key, value: value, maximum: maximum, sum: sum, output: output)
    }
    // Two partial softmaxes become one.
    let whole = try tape.record(id(.mergedMaximum), RunningMaximum(), before.maximum, maximum)
    let shift = ShiftedExponential(emptyRows: .zero)
    let old = try tape.apply(shift, before.maximum, whole)
    let new = try tape.apply(shift, maximum, whole)
    let total = try tape.record(id(.mergedSum), MergeSums(), old, before.sum, new, sum)
    let merged = try tape.record(
      id(.mergedOutput), MergeOutputs(emptyRows: isLast ? problem.emptyRows : .zero),
      old, before.sum, before.output, new, sum, output, total)
    return RingState(key: key, value: value, maximum: whole, sum: total, output: merged)
  }

  /// A trace with more steps than this is no longer read by anyone.
  private static var mostWorkers: Int { 16 }
}
