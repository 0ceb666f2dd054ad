// SPDX-License-Identifier: MIT

import TestSupport
import Tensors
import Testing

@testable import AttentionEngine

/// The recorded backward pass against central differences of whole problems.
@Suite struct WholeGradientTests {
  /// An array of a problem and the stage that has its gradient.
  struct Entry: Sendable, CustomTestStringConvertible {
    let stage: StageID
    let path: any WritableKeyPath<Problem, AnyTensor?> & Sendable
    var testDescription: String { stage.rawValue }
  }

  static let entries: [Entry] = [
    Entry(stage: .input, path: \.input), Entry(stage: .memory, path: \.memory),
    Entry(stage: .memoryValue, path: \.memoryValue),
    Entry(stage: .queryProjection, path: \.projections.query),
    Entry(stage: .keyProjection, path: \.projections.key),
    Entry(stage: .valueProjection, path: \.projections.value),
    Entry(stage: .outputProjection, path: \.projections.output),
    Entry(stage: .queryBias, path: \.biases.query), Entry(stage: .keyBias, path: \.biases.key),
    Entry(stage: .valueBias, path: \.biases.value),
    Entry(stage: .outputBias, path: \.biases.output), Entry(stage: .query, path: \.query),
    Entry(stage: StageID("new_key"), path: \.key),
    Entry(stage: StageID("new_value"), path: \.value),
    Entry(stage: .cacheKey, path: \.cacheKey), Entry(stage: .cacheValue, path: \.cacheValue),
  ]

  @Test(arguments: [
    RandomProblem.oneHead(), .everything(), .crossAttention(), .given(), .encodedPositions(),
  ])
  func `the gradient of every given array is its slope`(_ random: RandomProblem) throws {
    let trace = try random.trace()
    var checked: Set<StageID> = []
    for entry in Self.entries {
      guard let array = random.problem[keyPath: entry.path] else { continue }
      let gradient = try #require(trace[entry.stage.gradient], "\(entry.stage)")
      #expect(gradient.count == array.count)
      checked.insert(entry.stage)
      try compare(random.problem, entry, array, gradient.doubles)
    }
    #expect(checked.count >= 5)
  }

  /// The step is ε^(1/3) ≈ 6e-6, where truncation (h² times the third derivative) and rounding
  /// (ε·L/h, of up to some hundred terms) are both near 4e-11 of the terms of L: a few units of L
  /// and third derivatives below 100 give 2e-8 with room.
  private func compare(
    _ problem: Problem, _ entry: Entry, _ array: AnyTensor, _ gradient: [Double]
  ) throws {
    let step = 6e-6
    var random = RandomNumbers(seed: 37)
    for _ in 0..<7 {
      let place = Int.random(in: 0..<array.count, using: &random)
      func loss(_ change: Double) throws -> Double {
        var numbers = array.doubles
        numbers[place] += change
        var changed = problem
        changed[keyPath: entry.path] = AnyTensor(Tensor(axes: array.axes, scalars: numbers))
        let trace = try Attention.trace(changed)
        let last: StageID = trace[.output] == nil ? .headOutput : .output
        let upstream = try #require(problem.upstream).doubles
        return zip(upstream, try #require(trace[last]).doubles).reduce(0) { $0 + $1.0 * $1.1 }
      }
      let slope = (try loss(step) - loss(-step)) / (2 * step)
      #expect(
        abs(gradient[place] - slope) <= 2e-8 * max(1, abs(slope)),
        "\(entry.stage) place \(place): \(gradient[place]), differences give \(slope)")
    }
  }
}
