// SPDX-License-Identifier: MIT

/// One result cell as a person computes it: scalar arithmetic over cells of the operands.
///
/// The same tree is evaluated over floats to explain a cell, over intervals to judge a rounded hand
/// calculation, and by the tests to hold every fast `evaluate` to its own sum.
public indirect enum Arithmetic: Sendable, Equatable {
  /// A cell of an operand; which operand `index` means is known to whoever made the tree.
  case operand(index: Int, cell: [Int])
  /// A number that is no cell, with the way it is written if that says more than its digits.
  case constant(Double, notation: Formula? = nil)
  case sum([Arithmetic])
  case difference(Arithmetic, Arithmetic)
  case product([Arithmetic])
  case quotient(Arithmetic, Arithmetic)
  case power(Arithmetic, Arithmetic)
  case exponential(Arithmetic)
  case hyperbolicTangent(Arithmetic)
  case sine(Arithmetic)
  case cosine(Arithmetic)
  case maximum([Arithmetic])
  /// `e^(x_i) / Σ_k e^(x_k)`: term `index` among `terms`. A node of its own, because over intervals
  /// a share grows with its own exponential and falls with the others. When every term is −∞ the
  /// share is `empty`.
  case share(index: Int, terms: [Arithmetic], empty: Double)
  /// `numerator / denominator`, or 0 where the denominator is exactly 0: a row without a key.
  case quotientOrZero(Arithmetic, Arithmetic)
  /// `e^(score − shift)`, or `empty` where both are −∞: a row without a key.
  case shiftedExponential(Arithmetic, Arithmetic, empty: Double)
  /// −∞, because a rule hides this cell; the rule in words.
  case blocked(because: String)
  /// 1 when term `index` is the first largest of `terms`, else 0.
  case isFirstMaximum(index: Int, terms: [Arithmetic])
}

/// A type of number that an `Arithmetic` can be computed in.
public protocol ArithmeticNumber {
  /// The number that stands for exactly this value.
  init(constant value: Double)
  static func + (left: Self, right: Self) -> Self
  static func - (left: Self, right: Self) -> Self
  static func * (left: Self, right: Self) -> Self
  static func / (left: Self, right: Self) -> Self
  func exponential() -> Self
  func hyperbolicTangent() -> Self
  func sine() -> Self
  func cosine() -> Self
  func raised(to exponent: Self) -> Self
  static func maximum(_ numbers: [Self]) -> Self
  static func share(_ index: Int, of logits: [Self], empty: Double) -> Self
  /// Whether the number can only be zero.
  var isZero: Bool { get }
  /// Whether the number can only be −∞.
  var isMinusInfinity: Bool { get }
  static func isFirstMaximum(_ index: Int, of numbers: [Self]) -> Self
}

extension ArithmeticNumber {
  static func shiftedExponential(_ score: Self, _ shift: Self, empty: Double) -> Self {
    if score.isMinusInfinity && shift.isMinusInfinity { return Self(constant: empty) }
    return (score - shift).exponential()
  }
}

extension Arithmetic {
  /// Computes the tree.
  ///
  /// - Parameter operand: The value of a cell of an operand.
  /// - Returns: The value, in the operands' type of number.
  /// - Complexity: O(nodes).
  @specialized(where Number == Double)
  public func evaluate<Number: ArithmeticNumber>(
    _ operand: (_ index: Int, _ cell: [Int]) -> Number
  ) -> Number {
    switch self {
    case .operand(let index, let cell): operand(index, cell)
    case .constant(let value, _): Number(constant: value)
    case .sum(let terms): Self.combine(terms, empty: 0, operand) { $0 + $1 }
    case .difference(let a, let b): a.evaluate(operand) - b.evaluate(operand)
    case .product(let factors): Self.combine(factors, empty: 1, operand) { $0 * $1 }
    case .quotient(let a, let b): a.evaluate(operand) / b.evaluate(operand)
    case .quotientOrZero(let a, let b): Self.divide(a.evaluate(operand), b.evaluate(operand))
    case .power(let a, let b): a.evaluate(operand).raised(to: b.evaluate(operand))
    case .shiftedExponential(let a, let b, let empty):
      Number.shiftedExponential(a.evaluate(operand), b.evaluate(operand), empty: empty)
    case .exponential(let a): a.evaluate(operand).exponential()
    case .hyperbolicTangent(let a): a.evaluate(operand).hyperbolicTangent()
    case .sine(let a): a.evaluate(operand).sine()
    case .cosine(let a): a.evaluate(operand).cosine()
    case .maximum(let terms): Number.maximum(terms.map { $0.evaluate(operand) })
    case .share(let index, let terms, let empty):
      Number.share(index, of: terms.map { $0.evaluate(operand) }, empty: empty)
    case .blocked: Number(constant: -.infinity)
    case .isFirstMaximum(let index, let terms):
      Number.isFirstMaximum(index, of: terms.map { $0.evaluate(operand) })
    }
  }

  /// One after the other, from the first on; `empty` of none.
  @inline(__always)
  private static func combine<Number: ArithmeticNumber>(
    _ trees: [Arithmetic], empty: Double, _ operand: (_ index: Int, _ cell: [Int]) -> Number,
    _ both: (Number, Number) -> Number
  ) -> Number {
    guard var result = trees.first?.evaluate(operand) else { return Number(constant: empty) }
    for place in trees.indices.dropFirst() { result = both(result, trees[place].evaluate(operand)) }
    return result
  }

  private static func divide<Number: ArithmeticNumber>(_ a: Number, _ b: Number) -> Number {
    b.isZero ? Number(constant: 0) : a / b
  }

  /// Returns the tree with every operand cell replaced by another tree; nested sums and products
  /// are joined, so that `(a·b + c·d) + e` reads as one sum.
  ///
  /// - Parameter replacement: What stands for a cell of an operand.
  /// - Returns: The composed tree.
  public func substituting(
    _ replacement: (_ index: Int, _ cell: [Int]) -> Arithmetic
  ) -> Arithmetic {
    func inside(_ tree: Arithmetic) -> Arithmetic { tree.substituting(replacement) }
    return switch self {
    case .operand(let index, let cell): replacement(index, cell)
    case .constant, .blocked: self
    case .sum(let terms): .joinedSum(terms.map(inside))
    case .difference(let a, let b): .difference(inside(a), inside(b))
    case .product(let factors): .joinedProduct(factors.map(inside))
    case .quotient(let a, let b): .quotient(inside(a), inside(b))
    case .quotientOrZero(let a, let b): .quotientOrZero(inside(a), inside(b))
    case .power(let a, let b): .power(inside(a), inside(b))
    case .shiftedExponential(let a, let b, let empty):
      .shiftedExponential(inside(a), inside(b), empty: empty)
    case .exponential(let a): .exponential(inside(a))
    case .hyperbolicTangent(let a): .hyperbolicTangent(inside(a))
    case .sine(let a): .sine(inside(a))
    case .cosine(let a): .cosine(inside(a))
    case .maximum(let terms): .maximum(terms.map(inside))
    case .share(let index, let terms, let empty):
      .share(index: index, terms: terms.map(inside), empty: empty)
    case .isFirstMaximum(let index, let terms):
      .isFirstMaximum(index: index, terms: terms.map(inside))
    }
  }

  private static func joinedSum(_ terms: [Arithmetic]) -> Arithmetic {
    let isNested = terms.contains { if case .sum = $0 { true } else { false } }
    // A sum over a long context has 100,000 products: they are not copied for nothing.
    guard isNested || terms.count == 1 else { return .sum(terms) }
    let joined = terms.flatMap { term in
      if case .sum(let inner) = term { inner } else { [term] }
    }
    return joined.count == 1 ? joined[0] : .sum(joined)
  }

  private static func joinedProduct(_ factors: [Arithmetic]) -> Arithmetic {
    let isNested = factors.contains { if case .product = $0 { true } else { false } }
    guard isNested || factors.count == 1 else { return .product(factors) }
    let joined = factors.flatMap { factor in
      if case .product(let inner) = factor { inner } else { [factor] }
    }
    return joined.count == 1 ? joined[0] : .product(joined)
  }

  /// The operand cells of the tree in the order they are written, each once.
  public var operandCells: [(index: Int, cell: [Int])] {
    var all: [(index: Int, cell: [Int])] = []
    visitOperands { all.append(($0, $1)) }
    // A sum over a long context has 100,000 of them.
    var seen: Set<OperandCell> = []
    seen.reserveCapacity(all.count)
    return all.filter { seen.insert(OperandCell(index: $0.index, cell: $0.cell)).inserted }
  }

  private struct OperandCell: Hashable {
    let index: Int
    let cell: [Int]

    /// Mixes the indices before they are hashed: one round instead of one an index.
    func hash(into hasher: inout Hasher) {
      hasher.combine(cell.reduce(index) { $0 &* 0x1E37_79B9_7F4A_7C15 ^ $1 })
    }
  }

  private func visitOperands(_ visit: (Int, [Int]) -> Void) {
    switch self {
    case .operand(let index, let cell): visit(index, cell)
    case .constant, .blocked: break
    case .sum(let all), .product(let all), .maximum(let all), .share(_, let all, _),
      .isFirstMaximum(_, let all):
      for tree in all { tree.visitOperands(visit) }
    case .difference(let a, let b), .quotient(let a, let b), .quotientOrZero(let a, let b),
      .power(let a, let b), .shiftedExponential(let a, let b, _):
      a.visitOperands(visit)
      b.visitOperands(visit)
    case .exponential(let a), .hyperbolicTangent(let a), .sine(let a), .cosine(let a):
      a.visitOperands(visit)
    }
  }
}
