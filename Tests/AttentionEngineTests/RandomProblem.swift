// SPDX-License-Identifier: MIT

import AttentionEngine
import TestSupport
import Tensors

/// A problem with everything in it: batch, several heads, shared key/value heads, biases, a cap, a mask
/// of two kinds and a backward pass; every dimension a different number.
func everythingProblem(
  seed: UInt64 = 3, precision: Precision = .float64, adjust: (inout Problem) -> Void = { _ in }
) -> Problem {
  var numbers = SplitMix64(seed: seed)
  func tensor(_ sizes: Int...) -> AnyTensor {
    let axes = sizes.enumerated().map { Axis(AxisName(rawValue: "axis\($0)"), $1) }
    return .float64(.random(axes, in: -1...1, using: &numbers))
  }
  // 2 items, 5 positions, width 7; 6 heads of key_dim 3 on 2 key/value heads; value_dim 4.
  var problem = Problem()
  problem.precision = precision
  problem.input = tensor(2, 5, 7)
  problem.projections = .init(
    query: tensor(7, 18), key: tensor(7, 6), value: tensor(7, 8), output: tensor(24, 11))
  problem.biases = .init(query: tensor(18), key: tensor(6), value: tensor(8), output: tensor(11))
  problem.heads = 6
  problem.keyValueHeads = 2
  problem.softcap = 2
  problem.mask = [.causal(.cacheLength), .window(left: 3, right: -1)]
  problem.upstream = tensor(2, 5, 11)
  adjust(&problem)
  return problem
}

/// Query, key and value of one item: 3 heads, 5 queries, 7 keys, key_dim 2, value_dim 11.
func operandProblem(seed: UInt64 = 5, adjust: (inout Problem) -> Void = { _ in }) -> Problem {
  var numbers = SplitMix64(seed: seed)
  func tensor(_ sizes: Int...) -> AnyTensor {
    let axes = sizes.enumerated().map { Axis(AxisName(rawValue: "axis\($0)"), $1) }
    return .float64(.random(axes, in: -1...1, using: &numbers))
  }
  var problem = Problem()
  problem.query = tensor(3, 5, 2)
  problem.key = tensor(3, 7, 2)
  problem.value = tensor(3, 7, 11)
  adjust(&problem)
  return problem
}

/// A tensor of unnamed axes from numbers.
func array(_ shape: [Int], _ numbers: [Double]) -> AnyTensor {
  .float64(
    Tensor(
      axes: shape.enumerated().map { Axis(AxisName(rawValue: "axis\($0)"), $1) }, scalars: numbers))
}

extension AnyTensor {
  /// The same tensor with one number changed.
  func changing(_ place: Int, by difference: Double) -> AnyTensor {
    var numbers = doubles
    numbers[place] += difference
    return array(shape, numbers)
  }
}

/// All cells of a shape, row-major.
func cells(_ shape: [Int]) -> [[Int]] {
  shape.reduce([[]]) { cells, size in cells.flatMap { cell in (0..<size).map { cell + [$0] } } }
}
