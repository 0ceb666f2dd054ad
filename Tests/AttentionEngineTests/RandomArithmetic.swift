// SPDX-License-Identifier: MIT

import TestSupport

@testable import AttentionEngine

/// Random trees of every kind of node, kept where all of them are finite.
struct RandomArithmetic {
  var random: RandomNumbers
  /// How many operand cells the trees are made of.
  let operandCount: Int

  mutating func tree(depth: Int) -> Arithmetic {
    guard depth > 0 else {
      return Bool.random(using: &random)
        ? .operand(index: 0, cell: [Int.random(in: 0..<operandCount, using: &random)])
        : .constant(Double.random(in: -2...2, using: &random))
    }
    func inner() -> Arithmetic { tree(depth: depth - 1) }
    switch Int.random(in: 0..<14, using: &random) {
    case 0: return .sum((0..<3).map { _ in inner() })
    case 1: return .difference(inner(), inner())
    case 2: return .product([inner(), inner()])
    case 3: return .quotient(inner(), positive(inner()))
    case 4: return .power(positive(inner()), .constant(Double.random(in: -3...3, using: &random)))
    case 5: return .exponential(.hyperbolicTangent(inner()))
    case 6: return .hyperbolicTangent(inner())
    case 7: return .sine(inner())
    case 8: return .cosine(inner())
    case 9: return .maximum((0..<3).map { _ in inner() })
    case 10:
      let index = Int.random(in: 0..<3, using: &random)
      return .share(
        index: index, terms: (0..<3).map { _ in .hyperbolicTangent(inner()) }, empty: .nan)
    case 11: return .quotientOrZero(inner(), positive(inner()))
    case 12: return .shiftedExponential(.hyperbolicTangent(inner()), .constant(0.3), empty: 0)
    default:
      return .isFirstMaximum(
        index: Int.random(in: 0..<3, using: &random), terms: (0..<3).map { _ in inner() })
    }
  }

  /// Something between 0.5 and 2.5, for divisors and bases.
  private func positive(_ tree: Arithmetic) -> Arithmetic {
    .sum([.constant(1.5), .hyperbolicTangent(tree)])
  }
}
