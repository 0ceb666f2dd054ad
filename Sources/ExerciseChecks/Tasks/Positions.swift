// SPDX-License-Identifier: MIT

import AttentionEngine
import ExerciseHarness
import Glibc
import Tensors

extension Exercise {
  /// Lesson 09.
  static let positions = Exercise(
    "09-positions", "PositionsExercise", "Attention cannot see order unless it is told",
    [
      ExerciseTask("bias", .oneLine, "ALiBi: what a distance takes off a score") { draw in
        [(3, 3), (5, 2), (2, 5), (0, 7), (7, 0)].map { query, key in
          bias(query, key, slope: 0.25 + abs(draw.number()))
        }
      },
      ExerciseTask("sinusoidal", .fewLines, "sines and cosines for every position") { _ in
        [(3, 2), (5, 6), (7, 10), (11, 14)].map { sinusoidal($0, $1) }
      },
      ExerciseTask("rotated", .think, "rotary positions: pairs of features turned") { draw in
        try [(3, 2), (5, 6), (7, 10), (3, 14)].map { positions, dimension in
          try rotated(draw.matrix("matrix", positions, dimension))
        }
      },
    ])

  private static func bias(_ query: Int, _ key: Int, slope: Double) -> TaskCase {
    let distance = Double(abs(query - key))
    func value(_ number: Double) -> Value { Value("bias", number) }
    return TaskCase(
      [Value("query", query), Value("key", key), Value("slope", slope)],
      value(-slope * distance),
      mistakes: [
        NumberMistake(
          "bias-sign-turned", "Far keys were given more, not less.",
          "The bias is never above 0.", value(slope * distance)),
        NumberMistake(
          "distance-without-absolute", "The distance has a sign.",
          "Take the absolute value of query − key.", value(-slope * Double(query - key))),
        NumberMistake(
          "distance-without-absolute", "The distance has a sign, and the bias as well.",
          "Take the absolute value of query − key.", value(slope * Double(query - key))),
        NumberMistake(
          "slope-ignored", "The slope is missing.", "Multiply the distance by it.",
          value(-distance)),
      ])
  }

  private static func sinusoidal(_ positions: Int, _ dimension: Int) -> TaskCase {
    func codes(
      base: Double = 10_000, exponent: (Int) -> Double = { Double($0 / 2 * 2) },
      isSine: (Int) -> Bool = { $0 % 2 == 0 }, first: Int = 0
    ) -> Value {
      var numbers: [Double] = []
      for position in first..<(first + positions) {
        for column in 0..<dimension {
          let angle = Double(position) / pow(base, exponent(column) / Double(dimension))
          numbers.append(isSine(column) ? sin(angle) : cos(angle))
        }
      }
      return Value(name: "codes", shape: [positions, dimension], numbers: numbers)
    }
    let half = dimension / 2
    return TaskCase(
      [Value("position_count", positions), Value("dimension", dimension)], codes(),
      mistakes: [
        NumberMistake(
          "position-exponent-wrong", "The exponent runs on between a sine and its cosine.",
          "Columns 2i and 2i + 1 share the exponent 2i/d.", codes(exponent: { Double($0) })),
        NumberMistake(
          "position-exponent-wrong", "The exponent is twice the column.",
          "Columns 2i and 2i + 1 share the exponent 2i/d.", codes(exponent: { Double(2 * $0) })),
        NumberMistake(
          "position-base-1000", "The base is 1000 instead of 10000.", "Use 10000.",
          codes(base: 1000)),
        NumberMistake(
          "position-blocks-not-interleaved", "All sines stand before all cosines.",
          "They take turns: sine, cosine, sine, cosine.",
          codes(exponent: { Double($0 % half * 2) }, isSine: { $0 < half })),
        NumberMistake(
          "sine-and-cosine-exchanged", "Even columns have cosines.", "Even columns have sines.",
          codes(isSine: { $0 % 2 == 1 })),
        NumberMistake(
          "positions-from-one", "Positions were counted from 1.", "The first position is 0.",
          codes(first: 1)),
      ])
  }

  private static func rotated(_ matrix: Value) throws -> TaskCase {
    let (positions, dimension) = (matrix.shape[0], matrix.shape[1])
    let other = Value(name: "key", shape: matrix.shape, numbers: matrix.numbers)
    var problem = Problem()
    problem.query = matrix.tensor
    problem.key = other.tensor
    problem.value = other.tensor
    problem.positions = .rotary(Problem.RotaryCode())
    let half = dimension / 2
    func turned(
      sign: Double = 1, first: Int = 0, exponent: (Int) -> Double = { Double(2 * $0) },
      pairs: (Int) -> (Int, Int)
    ) -> Value {
      var result = matrix.numbers
      for position in 0..<positions {
        for i in 0..<half {
          let angle =
            sign * Double(position + first) / pow(10_000, exponent(i) / Double(dimension))
          let (left, right) = pairs(i)
          let (a, b) = (
            matrix.numbers[position * dimension + left],
            matrix.numbers[position * dimension + right]
          )
          result[position * dimension + left] = a * cos(angle) - b * sin(angle)
          result[position * dimension + right] = a * sin(angle) + b * cos(angle)
        }
      }
      return Value(name: "rotated_query", shape: matrix.shape, numbers: result)
    }
    return try TraceCase(problem, [.init("rotated_query", .rotatedQuery)]).taskCase([matrix])
      .explained(by: [
        NumberMistake(
          "rotary-pairs-mismatched", "Neighbouring features were paired.",
          "Feature i belongs to feature i + d/2.", turned { (2 * $0, 2 * $0 + 1) }),
        NumberMistake(
          "rotation-reversed", "The points were turned the other way.",
          "(a·cos − b·sin, a·sin + b·cos).", turned(sign: -1) { ($0, $0 + half) }),
        NumberMistake(
          "positions-from-one", "Positions were counted from 1.",
          "The first position is 0 and is not turned.", turned(first: 1) { ($0, $0 + half) }),
        NumberMistake(
          "position-exponent-wrong", "The exponent is i/d instead of 2i/d.",
          "Pair i turns by p/10000^(2i/d).",
          turned(exponent: { Double($0) }) { ($0, $0 + half) }),
      ])
  }
}
