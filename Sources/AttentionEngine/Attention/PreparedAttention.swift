// SPDX-License-Identifier: MIT

import Synchronization
import Tensors

/// A problem whose shapes and steps are settled, to be computed many times with other numbers.
///
///     let prepared = try PreparedAttention(problem)
///     problem.input = other            // the same shape
///     let trace = try prepared.trace(of: problem)
///
/// For small problems settling the steps takes longer than doing them. The numbers of the arrays in
/// `GivenArray` may change between traces; everything else (shapes, heads, masks, scale, …) is as it was
/// prepared. A trace is bit for bit the one that `Attention.trace` gives. Large problems are traced the
/// ordinary way.
public final class PreparedAttention: Sendable {
  /// The trace of the problem as it was given.
  public let trace: Trace
  private let plan: (any PreparedPlan)?

  /// Whether other numbers are computed faster than by `Attention.trace`; not so for large problems.
  public var isSettled: Bool { plan != nil }

  /// Computes a problem once and settles its steps.
  ///
  /// - Parameter problem: The numbers and what is done with them.
  /// - Throws: `ProblemError` naming the entry that does not fit.
  public init(_ problem: Problem) throws(ProblemError) {
    switch problem.precision {
    case .float32: (trace, plan) = try ForwardPass<Float>.prepared(problem)
    case .float64: (trace, plan) = try ForwardPass<Double>.prepared(problem)
    }
  }

  /// Computes the problem with other numbers in the arrays that are given.
  ///
  /// - Parameter problem: The same problem, but for those numbers.
  /// - Returns: The trace, with everything recorded.
  /// - Throws: `ProblemError` where an array has another shape than when it was prepared.
  /// - Complexity: That of the steps; nothing is looked up or checked anew.
  public func trace(of problem: Problem) throws(ProblemError) -> Trace {
    if let trace = plan?.trace(of: problem, like: trace) { return trace }
    return try Attention.trace(problem)
  }

  /// Computes only the last stage of the problem with other numbers in the arrays that are given.
  ///
  /// - Parameter problem: The same problem, but for those numbers.
  /// - Returns: What `Attention.output` gives.
  /// - Throws: `ProblemError` where an array has another shape than when it was prepared.
  /// - Complexity: That of the steps.
  public func output(of problem: Problem) throws(ProblemError) -> AnyTensor {
    if let output = plan?.output(of: problem) { return output }
    return try Attention.output(problem)
  }
}

/// The plan for one type of number.
private protocol PreparedPlan: Sendable {
  func trace(of problem: Problem, like template: Trace) -> Trace?
  func output(of problem: Problem) -> AnyTensor?
}

/// Where the numbers that are given go, and the steps that follow.
private final class Plan<Scalar: TensorScalar>: PreparedPlan {
  private let arena: Mutex<NumberArena<Scalar>>
  private let given: [(array: GivenArray, place: Int)]
  /// Where the forward pass ends.
  private let last: Int

  init?(_ tape: Tape<Scalar>, last: TapeValue, _ problem: Problem) {
    guard let arena = NumberArena(of: tape.entries.map(\.tensor)) else { return nil }
    var given: [(GivenArray, Int)] = []
    for (place, entry) in tape.entries.enumerated() {
      guard let operation = entry.operation else {
        if let array = entry.stage.flatMap({ GivenArray($0, of: problem) }) {
          given.append((array, place))
        }
        continue
      }
      // What shares the numbers of an operand is there already.
      let shares = entry.operands.contains {
        tape.entries[$0].tensor.sharesNumbers(with: entry.tensor)
      }
      if shares { continue }
      let operands = entry.operands.map { arena.tensors[$0] }
      guard let rows = try? operation.rows(operands) as RowRecipe<Scalar>?? else { return nil }
      arena.settle(place, rows: rows) { try? operation.evaluate(operands) }
    }
    self.arena = Mutex(arena)
    self.given = given
    self.last = last.index
  }

  func trace(of problem: Problem, like template: Trace) -> Trace? {
    let values = arena.withLock { write(problem, to: $0) ? $0.run() : nil }
    return values.map { Trace(template, $0) }
  }

  func output(of problem: Problem) -> AnyTensor? {
    // Where a gradient follows, the steps are too many.
    guard problem.upstream == nil else { return nil }
    return arena.withLock { write(problem, to: $0) ? $0.run(for: last) : nil }.map { AnyTensor($0) }
  }

  private func write(_ problem: Problem, to arena: NumberArena<Scalar>) -> Bool {
    for (array, place) in given {
      guard let numbers = problem[array], arena.write(numbers, to: place) else { return false }
    }
    return true
  }
}

extension ForwardPass {
  fileprivate static func prepared(
    _ problem: Problem
  ) throws(ProblemError) -> (Trace, (any PreparedPlan)?) {
    let (trace, tape, last) = try traceAndTape(problem)
    return (trace, Plan(tape, last: last, problem))
  }
}
