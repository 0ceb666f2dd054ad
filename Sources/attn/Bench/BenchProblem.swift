// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// A problem of a given size with numbers like those of a network before training.
struct BenchProblem {
  var positions: Int
  var model: Int
  var heads: Int
  var keyValueHeads: Int
  var precision: Precision

  /// Self-attention with four projections, no bias and no mask.
  ///
  /// Inputs lie evenly in −1 … 1, weights in ±1/√model.
  var problem: Problem {
    var numbers = Numbers()
    let shared = model / heads * keyValueHeads
    var problem = Problem()
    problem.precision = precision
    problem.heads = heads
    problem.keyValueHeads = keyValueHeads
    problem.input = tensor(positions, model, 1, &numbers)
    let spread = 1 / Double(model).squareRoot()
    problem.projections.query = tensor(model, model, spread, &numbers)
    problem.projections.key = tensor(model, shared, spread, &numbers)
    problem.projections.value = tensor(model, shared, spread, &numbers)
    problem.projections.output = tensor(model, model, spread, &numbers)
    return problem
  }

  private func tensor(
    _ rows: Int, _ columns: Int, _ spread: Double, _ numbers: inout Numbers
  ) -> AnyTensor {
    let axes = [Axis("row", rows), Axis("column", columns)]
    func fill<Scalar: TensorScalar>(_ memory: UnsafeMutableBufferPointer<Scalar>) {
      for index in memory.indices { memory[index] = Scalar(numbers.next() * spread) }
    }
    return switch precision {
    case .float32: .float32(Tensor(axes: axes) { fill($0) })
    case .float64: .float64(Tensor(axes: axes) { fill($0) })
    }
  }

  /// The same numbers each time: a linear congruence, its upper bits.
  private struct Numbers {
    private var state: UInt64 = 2017

    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 52) - 1
    }
  }
}
