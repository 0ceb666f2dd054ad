// SPDX-License-Identifier: MIT

import TestSupport
import Tensors
import Testing

@testable import AttentionEngine

/// Attention problems of random numbers that together use everything a problem may have.
struct RandomProblem: Sendable, CustomTestStringConvertible {
  let name: String
  let problem: Problem

  var testDescription: String { "\(name) in \(problem.precision)" }

  /// Makes one problem; numbers are the same for the same seed.
  init(
    _ name: String, seed: UInt64 = 5, precision: Precision = .float64,
    _ fill: (inout Problem, inout RandomArrays) -> Void
  ) {
    var arrays = RandomArrays(random: RandomNumbers(seed: seed))
    var problem = Problem()
    problem.precision = precision
    fill(&problem, &arrays)
    self.name = name
    self.problem = problem
  }
}

/// Random arrays as files have them: sizes, and no names for the axes.
struct RandomArrays {
  var random: RandomNumbers

  mutating func array(_ shape: Int..., in range: ClosedRange<Double> = -1...1) -> AnyTensor {
    AnyTensor(random.tensor(shape.map { Axis("axis", $0) }, in: range) as Tensor<Double>)
  }

  /// A matrix of zeros and ones with a one in every row.
  mutating func zerosAndOnes(_ shape: Int...) -> AnyTensor {
    let axes = shape.map { Axis("axis", $0) }
    let columns = shape.last ?? 1
    let numbers = (0..<axes.placeCount).map { place in
      place % columns == 0 || Bool.random(using: &random) ? 1.0 : 0.0
    }
    return AnyTensor(Tensor(axes: axes, scalars: numbers))
  }
}

extension RandomProblem {
  /// Each problem in both precisions.
  static let all: [RandomProblem] = Precision.allCases.flatMap { precision in
    [
      oneHead(precision), everything(precision), crossAttention(precision), given(precision),
      encodedPositions(precision), emptyRows(precision), inParts(precision),
    ]
  }

  /// Two axes, one head, no projections of the output, one bias.
  static func oneHead(_ precision: Precision = .float64) -> RandomProblem {
    RandomProblem("one head", precision: precision) { problem, arrays in
      problem.input = arrays.array(5, 7)
      problem.projections = Problem.Roles(
        query: arrays.array(7, 3), key: arrays.array(7, 3), value: arrays.array(7, 2))
      problem.biases.query = arrays.array(3)
      problem.upstream = arrays.array(5, 2)
    }
  }

  /// Projections, biases, softcap, causal and window, grouped heads, cache, rotary, a batch.
  static func everything(_ precision: Precision = .float64) -> RandomProblem {
    RandomProblem("everything", precision: precision) { problem, arrays in
      problem.input = arrays.array(2, 5, 7)
      problem.heads = 6
      problem.keyValueHeads = 2
      problem.projections = Problem.Roles(
        query: arrays.array(7, 18), key: arrays.array(7, 6), value: arrays.array(7, 10),
        output: arrays.array(30, 11))
      problem.biases = Problem.Roles(
        query: arrays.array(18), key: arrays.array(6), value: arrays.array(10),
        output: arrays.array(1, 11))
      problem.softcap = 1.3
      problem.mask = [.causal(.cacheLength), .window(left: 4, right: -1)]
      problem.positions = .rotary(Problem.RotaryCode(base: 50, dimensions: 2))
      problem.cacheKey = arrays.array(2, 2, 3, 3)
      problem.cacheValue = arrays.array(2, 2, 3, 5)
      problem.upstream = arrays.array(2, 5, 11)
    }
  }

  /// Keys from a memory, values from another, padding, allow and added matrices, opened softmax.
  static func crossAttention(_ precision: Precision = .float64) -> RandomProblem {
    RandomProblem("cross attention", precision: precision) { problem, arrays in
      problem.input = arrays.array(2, 5, 7)
      problem.memory = arrays.array(2, 11, 3)
      problem.memoryValue = arrays.array(2, 11, 13)
      problem.heads = 3
      problem.layout = .outputInput
      problem.projections = Problem.Roles(
        query: arrays.array(15, 7), key: arrays.array(15, 3), value: arrays.array(6, 13),
        output: arrays.array(17, 6))
      problem.biases.value = arrays.array(6)
      problem.scale = 0.7
      problem.mask = [
        .keyLengths([7, 10]), .allow(arrays.zerosAndOnes(5, 11)), .add(arrays.array(3, 1, 11)),
        .add(arrays.array(2, 1, 5, 11)), .allow(arrays.zerosAndOnes(2, 1, 1, 11)),
      ]
      problem.opensSoftmax = true
      problem.upstream = arrays.array(2, 5, 17)
    }
  }

  /// Operands as they are, behind a cache, with ALiBi.
  static func given(_ precision: Precision = .float64) -> RandomProblem {
    RandomProblem("given operands", precision: precision) { problem, arrays in
      problem.query = arrays.array(2, 6, 5, 7)
      problem.key = arrays.array(2, 3, 2, 7)
      problem.value = arrays.array(2, 3, 2, 11)
      problem.cacheKey = arrays.array(2, 3, 3, 7)
      problem.cacheValue = arrays.array(2, 3, 3, 11)
      problem.mask = [.causal(.offsets([1, 3])), .allow(arrays.zerosAndOnes(2, 6, 5, 5))]
      problem.positions = .alibi
      problem.upstream = arrays.array(2, 6, 5, 11)
    }
  }

  /// Sines added to the input, several heads, nothing masked, opened softmax.
  static func encodedPositions(_ precision: Precision = .float64) -> RandomProblem {
    RandomProblem("added positions", precision: precision) { problem, arrays in
      problem.input = arrays.array(5, 7)
      problem.heads = 3
      problem.keyValueHeads = 1
      problem.projections = Problem.Roles(
        query: arrays.array(7, 33), key: arrays.array(7, 11), value: arrays.array(7, 2),
        output: arrays.array(6, 13))
      problem.positions = .sinusoidal
      problem.mask = [.causal(.lowerRight)]
      problem.opensSoftmax = true
      problem.upstream = arrays.array(5, 13)
    }
  }

  /// Rows that see nothing, NaN or zero, with a softmax closed or opened.
  static func emptyRows(
    _ precision: Precision = .float64, _ rows: EmptyRows = .zero, opens: Bool = true
  ) -> RandomProblem {
    RandomProblem("empty rows \(rows), opened \(opens)", precision: precision) {
      problem, arrays in
      problem.query = arrays.array(2, 5, 7)
      problem.key = arrays.array(2, 3, 7)
      problem.value = arrays.array(2, 3, 11)
      problem.mask = [.causal(.offsets([-2]))]
      problem.emptyRows = rows
      problem.opensSoftmax = opens
      problem.positions = .rotary(
        Problem.RotaryCode(
          dimensions: 4, interleaved: true, cosines: arrays.array(5, 2), sines: arrays.array(5, 2)))
      problem.upstream = arrays.array(2, 5, 11)
    }
  }

  /// Everything that tiles and rings have to cut: grouped heads, cap, bias, causal mask, window,
  /// padding, an allowed matrix, ALiBi, a cache.
  static func inParts(_ precision: Precision = .float64) -> RandomProblem {
    RandomProblem("in parts", seed: 43, precision: precision) { problem, arrays in
      problem.query = arrays.array(6, 6, 5)
      problem.key = arrays.array(2, 6, 5)
      problem.value = arrays.array(2, 6, 7)
      problem.cacheKey = arrays.array(2, 3, 5)
      problem.cacheValue = arrays.array(2, 3, 7)
      problem.softcap = 1.1
      problem.positions = .alibi
      problem.mask = [
        .causal(.cacheLength), .window(left: 7, right: -1), .keyLengths([8]),
        .allow(someKeys(6, 9)), .add(arrays.array(6, 1, 9)),
      ]
      problem.tileKeys = 3
      problem.ringWorkers = 3
      problem.upstream = arrays.array(6, 6, 7)
    }
  }

  /// Zeros and ones, no two rows alike, with several ones in any three neighbours of a row.
  private static func someKeys(_ queries: Int, _ keys: Int) -> AnyTensor {
    let numbers = (0..<queries * keys).map { place -> Double in
      let (query, key) = (place / keys, place % keys)
      return (query * query + key) % 4 == 3 ? 0 : 1
    }
    return AnyTensor(
      Tensor(axes: [Axis("axis", queries), Axis("axis", keys)], scalars: numbers))
  }

  func trace() throws -> Trace { try Attention.trace(problem) }
}
