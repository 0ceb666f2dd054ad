// SPDX-License-Identifier: MIT

import Tensors

/// What a computation costs and keeps, counted on its own record.
extension Trace {
  /// How many bytes of numbers are in memory for the named values, each storage counted once.
  ///
  /// Values that are derived when they are read take none.
  public var keptByteCount: Int {
    var sizes: [ObjectIdentifier: Int] = [:]
    for record in records {
      guard let tensor = record.tensor, tensor.isKept else { continue }
      sizes[tensor.storageIdentity] = tensor.storageByteCount
    }
    return sizes.values.reduce(0, +)
  }

  /// The bytes of each piece of memory that was written for a named value: what is kept, without what
  /// was given.
  public var newByteCounts: [Int] {
    var sizes: [ObjectIdentifier: Int] = [:]
    for record in records where record.operation != nil {
      guard let tensor = record.tensor, tensor.isKept else { continue }
      sizes[tensor.storageIdentity] = tensor.storageByteCount
    }
    return sizes.values.sorted()
  }

  /// How many additions and multiplications the steps take whose cells are sums of products.
  ///
  /// One more a cell than are needed, as is the custom: 2·m·n·k for a product of matrices.
  public var productStepCount: Int {
    records.reduce(0) { total, record in
      guard case .sum(let terms) = firstCell(of: record) else { return total }
      let products = terms.count { if case .product = $0 { true } else { false } }
      return products < 2 ? total : total + 2 * products * record.axes.placeCount
    }
  }

  private func firstCell(of record: Record) -> Arithmetic? {
    guard let operation = record.operation, record.axes.placeCount > 0 else { return nil }
    return operation.arithmetic(
      of: record.axes.map { _ in 0 }, record.operands.map { records[$0].axes })
  }

  /// How many additions, multiplications, divisions, maxima and exponentials the recorded steps take
  /// together.
  ///
  /// One cell of each value states its arithmetic; the others of that value take as much. What a whole
  /// row shares in a softmax (its maximum and its sum) counts once a row.
  ///
  /// - Complexity: O(records · operand cells of one cell).
  public var stepCount: Int {
    records.reduce(0) { total, record in
      guard let tree = firstCell(of: record) else { return total }
      return total + record.axes.placeCount * tree.stepCount
    }
  }
}

extension Arithmetic {
  /// Additions, multiplications, divisions, maxima and exponentials of the tree, as a whole row would
  /// be computed: a share is one maximum, one difference, one exponential, one sum and one quotient.
  public var stepCount: Int {
    switch self {
    case .operand, .constant, .blocked: 0
    case .sum(let terms), .product(let terms), .maximum(let terms):
      terms.reduce(max(0, terms.count - 1)) { $0 + $1.stepCount }
    case .difference(let a, let b), .quotient(let a, let b), .quotientOrZero(let a, let b),
      .power(let a, let b):
      a.stepCount + b.stepCount + 1
    case .shiftedExponential(let a, let b, _): a.stepCount + b.stepCount + 2
    case .exponential(let a), .hyperbolicTangent(let a), .sine(let a), .cosine(let a):
      a.stepCount + 1
    case .share(let index, let terms, _): terms[index].stepCount + 5
    case .isFirstMaximum(let index, let terms): terms[index].stepCount + 1
    }
  }
}
