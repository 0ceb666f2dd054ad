// SPDX-License-Identifier: MIT

import AttentionEngine

extension Arithmetic {
  /// Puts numbers in place of the operand cells.
  func withNumbers(_ value: (_ index: Int, _ cell: [Int]) -> Double) -> Arithmetic {
    substituting { .constant(value($0, $1)) }
  }

  /// Writes a share out as a fraction of exponentials.
  ///
  /// Where they would overflow or vanish, the
  /// largest score is taken off first, which changes nothing.
  func openingShares() -> Arithmetic {
    guard case .share(let index, let terms, let empty) = self else { return self }
    let numbers = terms.map { $0.evaluate { _, _ in Double.nan } }
    let highest = Double.maximum(numbers)
    if highest == -.infinity { return .constant(empty) }
    let needsShift = abs(highest) > 10
    let exponentials = terms.map { term -> Arithmetic in
      needsShift ? .exponential(.difference(term, .constant(highest))) : .exponential(term)
    }
    return .quotient(exponentials[index], .sum(exponentials))
  }

  /// Carries out the innermost operations: everything whose parts are already numbers.
  func carriedOut() -> Arithmetic {
    if isLeaf { return withoutNotation }
    if isReady { return .constant(evaluate { _, _ in Double.nan }) }
    return switch self {
    case .sum(let terms): .sum(terms.map { $0.carriedOut() })
    case .product(let factors): .product(factors.map { $0.carriedOut() })
    case .maximum(let terms): .maximum(terms.map { $0.carriedOut() })
    case .difference(let a, let b): .difference(a.carriedOut(), b.carriedOut())
    case .quotient(let a, let b): .quotient(a.carriedOut(), b.carriedOut())
    case .quotientOrZero(let a, let b): .quotientOrZero(a.carriedOut(), b.carriedOut())
    case .power(let a, let b): .power(a.carriedOut(), b.carriedOut())
    case .shiftedExponential(let a, let b, let empty):
      .shiftedExponential(a.carriedOut(), b.carriedOut(), empty: empty)
    case .exponential(let a): .exponential(a.carriedOut())
    case .hyperbolicTangent(let a): .hyperbolicTangent(a.carriedOut())
    case .sine(let a): .sine(a.carriedOut())
    case .cosine(let a): .cosine(a.carriedOut())
    default: .constant(evaluate { _, _ in Double.nan })
    }
  }

  private var withoutNotation: Arithmetic {
    if case .constant(let value, _) = self { return .constant(value) }
    return self
  }

  /// Whether all parts are numbers, or differences of numbers inside an exponential.
  private var isReady: Bool {
    switch self {
    case .operand, .constant, .blocked: true
    case .sum(let all), .product(let all), .maximum(let all), .share(_, let all, _),
      .isFirstMaximum(_, let all):
      all.allSatisfy(\.isLeaf)
    case .difference(let a, let b), .quotient(let a, let b), .quotientOrZero(let a, let b),
      .power(let a, let b), .shiftedExponential(let a, let b, _):
      a.isLeaf && b.isLeaf
    case .exponential(.difference(let a, let b)): a.isLeaf && b.isLeaf
    case .exponential(let a), .hyperbolicTangent(let a), .sine(let a), .cosine(let a): a.isLeaf
    }
  }

  /// The numbers that are added up, if the tree is a sum of numbers.
  var addends: [Double]? {
    guard case .sum(let terms) = self, terms.count > 1 else { return nil }
    let numbers = terms.compactMap(\.leafValue)
    return numbers.count == terms.count ? numbers : nil
  }

  /// Every sum of plain numbers inside the tree.
  var sumsOfNumbers: [[Double]] {
    if let addends { return [addends] }
    return switch self {
    case .sum(let all), .product(let all), .maximum(let all): all.flatMap(\.sumsOfNumbers)
    case .difference(let a, let b), .quotient(let a, let b), .quotientOrZero(let a, let b),
      .power(let a, let b), .shiftedExponential(let a, let b, _):
      a.sumsOfNumbers + b.sumsOfNumbers
    case .exponential(let a), .hyperbolicTangent(let a), .sine(let a), .cosine(let a):
      a.sumsOfNumbers
    default: []
    }
  }

  /// The tree after each round of carrying out its innermost operations, up to the result.
  var rounds: [Arithmetic] {
    var rounds: [Arithmetic] = []
    var tree = openingShares()
    while !tree.isLeaf, rounds.count < 8 {
      tree = tree.carriedOut()
      rounds.append(tree)
    }
    return rounds
  }

  private var leafValue: Double? {
    if case .constant(let value, _) = self { return value }
    return nil
  }
}
