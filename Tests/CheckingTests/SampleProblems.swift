// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors
import TestSupport

/// Random problems of every family that sheets are made of.
struct SampleProblems {
  enum Family: String, CaseIterable {
    case single, causal, padding, twoHeads, causalHeads, crossAttention, operands
  }

  var random: RandomNumbers
  /// Whether numbers are small integers, else decimals with one place.
  var usesIntegers = false

  init(seed: UInt64) { random = RandomNumbers(seed: seed) }

  mutating func matrix(_ rows: Int, _ columns: Int, _ scale: Double = 1) -> AnyTensor {
    let numbers = (0..<(rows * columns)).map { _ -> Double in
      usesIntegers
        ? Double(Int.random(in: -2...2, using: &random))
        : Double(Int.random(in: -15...15, using: &random)) / 10 * scale
    }
    return .float64(Tensor(axes: [Axis("row", rows), Axis("column", columns)], scalars: numbers))
  }

  mutating func problem(_ family: Family) -> Problem {
    var problem = Problem()
    let heads = family == .twoHeads || family == .causalHeads ? 2 : 1
    let (positions, model, keyDimension, valueDimension) = (heads == 2 ? 3 : 4, 5, 3, 2)
    if family == .operands {
      problem.query = matrix(4, 3)
      problem.key = matrix(5, 3)
      problem.value = matrix(5, 2)
      return problem
    }
    problem.input = matrix(positions, model)
    problem.heads = heads
    problem.projections.query = matrix(model, heads * keyDimension, 0.7)
    problem.projections.key = matrix(model, heads * keyDimension, 0.7)
    problem.projections.value = matrix(model, heads * valueDimension, 0.7)
    if heads == 2 { problem.projections.output = matrix(heads * valueDimension, model, 0.7) }
    switch family {
    case .causal, .causalHeads: problem.mask = [.causal(.cacheLength)]
    case .padding: problem.mask = [.keyLengths([positions - 1])]
    case .crossAttention: problem.memory = matrix(5, model)
    default: break
    }
    return problem
  }
}
