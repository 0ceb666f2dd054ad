// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// Finds the mistakes that some numbers do not tell apart.
///
/// Which mistakes there are, and how each is computed, does not depend on the numbers of a problem: it is
/// asked once for all draws.
struct Coincidences {
  private struct Step {
    let stage: StageID
    let alternatives: [Trace.Alternative]
    /// Whether its numbers are right up to one factor a row.
    let isUpToFactor: Bool
  }

  private let steps: [Step]

  /// - Parameter trace: A computation of the problem, whatever its numbers.
  init(of trace: Trace) {
    let stages = WorksheetPlan.stages(of: trace)
    steps = stages.map { stage in
      Step(
        stage: stage,
        alternatives: trace.alternatives(at: stage).filter {
          Set($0.mistake.onlyWithout).isDisjoint(with: stages)
        }, isUpToFactor: Self.isUpToFactor(stage, in: trace))
    }
  }

  private static func isUpToFactor(_ stage: StageID, in trace: Trace) -> Bool {
    guard let place = trace.place(of: stage) else { return false }
    let first = trace.records[place].axes.map { _ in 0 }
    return trace.arithmetic(at: place, cell: first)?.isUpToFactor ?? false
  }

  /// Every pair of mistakes at one step, and every mistake and the right step, with equal numbers.
  ///
  /// - Parameters:
  ///   - trace: A computation of the problem.
  ///   - apart: Numbers that differ by no more than this are equal.
  ///   - most: Whether there are so many is enough to know; then no more are sought.
  /// - Returns: What coincides, in the order of the steps.
  func found(
    in trace: Trace, apart: Double, fewerThan most: Int = .max
  ) -> [Variant.Inseparable] {
    // A mistake that is made in several ways is one mistake.
    var known: Set<Variant.Inseparable> = []
    var result: [Variant.Inseparable] = []
    func add(_ stage: StageID, _ mistake: String, _ other: String? = nil) {
      let found = Variant.Inseparable(step: stage, mistake: mistake, other: other)
      if known.insert(found).inserted { result.append(found) }
    }
    for step in steps {
      guard let right = trace[step.stage].map({ Outcome($0, step.isUpToFactor) }) else { continue }
      var seen: [(id: String, outcome: Outcome)] = []
      for alternative in step.alternatives {
        guard result.count < most else { return result }
        guard let tensor = trace.evaluate(alternative.recipe) else { continue }
        let outcome = Outcome(tensor, step.isUpToFactor)
        let id = alternative.mistake.id
        if outcome.looksLike(right, apart) {
          add(step.stage, id)
          continue
        }
        for other in seen where other.id != id && other.outcome.looksLike(outcome, apart) {
          add(step.stage, min(id, other.id), max(id, other.id))
        }
        seen.append((id, outcome))
      }
    }
    return result
  }

  /// The numbers of a step, to be held against others.
  private struct Outcome {
    let shape: [Int]
    let numbers: [Double]

    /// - Parameters:
    ///   - tensor: The numbers.
    ///   - isUpToFactor: Whether rows that differ by a factor are the same; then the largest number of
    ///     each becomes 1.
    init(_ tensor: AnyTensor, _ isUpToFactor: Bool) {
      shape = tensor.shape
      var numbers = tensor.doubles
      if isUpToFactor, let width = shape.last, width > 0 {
        for start in stride(from: 0, to: numbers.count, by: width) {
          let row = start..<(start + width)
          let largest = numbers[row].reduce(0) { max($0, abs($1)) }
          guard largest > 0, largest.isFinite else { continue }
          for index in row { numbers[index] /= largest }
        }
      }
      self.numbers = numbers
    }

    /// Whether no cell differs by more than a margin.
    func looksLike(_ other: Outcome, _ margin: Double) -> Bool {
      guard shape == other.shape else { return false }
      var index = 0
      while index < numbers.count {
        let (a, b) = (numbers[index], other.numbers[index])
        guard a == b || abs(a - b) <= margin || (a.isNaN && b.isNaN) else { return false }
        index += 1
      }
      return true
    }
  }
}
