// SPDX-License-Identifier: MIT

import Tensors

/// Hides keys: a blocked score becomes −∞, every other score stays as it is.
///
/// `result[b, h, i, j] = scores[b, h, i, j]` if key j is visible to query i, else −∞.
///
/// **One cell.** Causal: query 0 does not see key 2, so `masked_scores[0, 0, 2] = −∞` and its weight
/// will be e^−∞ = 0.
///
/// **Gradient.** Passed on unchanged. Blocked cells usually get zero because their weight is zero;
/// in a row without any visible key NaN passes through, as in PyTorch.
///
/// **Trap.** The mask comes before the softmax. Zero instead of −∞ leaves e^0 = 1 in the sum.
///
/// Shapes: scores `[batch?, head, query, key]`, result the same. Complexity: O(cells).
/// Source: Vaswani et al. 2017, section 3.2.3 ("masking out (setting to −∞)").
public struct Mask: Operation {
  public let rules: [MaskRule]
  /// What a blocked cell gets; −∞, except in mistakes.
  let blockedValue: Double
  /// Whether this is the mask of some of the keys only; mistakes show in the whole mask beside it.
  let isPart: Bool

  public init(_ rules: [MaskRule]) { self.init(rules, blockedValue: -.infinity) }

  init(_ rules: [MaskRule], blockedValue: Double = -.infinity, isPart: Bool = false) {
    self.rules = rules
    self.blockedValue = blockedValue
    self.isPart = isPart
  }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    guard operands[0].count >= 3 else {
      throw .tooFewAxes(found: operands[0].inWords, needed: 3, context: "mask")
    }
    let items = operands[0].count > 3 ? operands[0][0].size : 1
    for rule in rules {
      guard let count = rule.itemCount, count != 1, count != items else { continue }
      throw .axisMismatch(axis: "batch", left: count, right: items, context: "mask")
    }
    for case .allow(let matrix) in rules {
      let stretched = try stretchedAxes(operands[0], matrix.axes)
      guard stretched.map(\.size) == operands[0].map(\.size),
        matrix.axes.last?.size == operands[0].last?.size
      else { throw .notBroadcastable(from: matrix.axes.inWords, to: operands[0].inWords) }
    }
    return operands[0]
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    guard !rules.isEmpty else { return operands[0] }
    return Tensor(derived: try maskedRows(operands[0]))
  }

  public var isDerived: Bool { true }

  public func rows<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> RowRecipe<Scalar>? {
    try maskedRows(operands[0])
  }

  private func maskedRows<Scalar: TensorScalar>(
    _ scores: Tensor<Scalar>
  ) throws(ShapeError) -> RowRecipe<Scalar> {
    let axes = try resultAxes([scores.axes])
    let keyCount = axes[axes.count - 1].size
    let queryCount = axes[axes.count - 2].size
    let rowsPerItem = queryCount * axes[axes.count - 3].size
    let blocked = Scalar(blockedValue)
    var matrices: [Tensor<Float>] = []
    for case .allow(let matrix) in rules { matrices.append(try matrix.broadcast(to: axes)) }
    let allowed = matrices
    let visible: @Sendable (Int) -> Range<Int> = { [rules] row in
      let batch = row / rowsPerItem
      var visible = 0..<keyCount
      for rule in rules {
        let range = rule.range(batch: batch, query: row % queryCount, keyCount: keyCount)
        visible = visible.clamped(to: range)
      }
      return visible
    }
    return RowRecipe(hiding: scores, visible: visible, blocked: blocked) { row in
      for matrix in allowed {
        for key in row.numbers.indices where matrix.isZero(row: row.index, column: key) {
          row.numbers[key] = blocked
        }
      }
    }
  }

  /// A score that stays is not rounded, one that is blocked is exact.
  public func roundingError(_ step: RoundingStep) throws(ShapeError) -> Tensor<Double> {
    try Mask(rules, blockedValue: 0).evaluate([step.operands[0].error])
  }

  public func formula(_ operands: [Formula]) -> Formula {
    rules.isEmpty ? operands[0] : .function("mask", [operands[0]])
  }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    for rule in rules {
      if let reason = rule.reason(cell: cell, axes: operands[0]) {
        return blockedValue == -.infinity ? .blocked(because: reason) : .constant(blockedValue)
      }
    }
    return .operand(index: 0, cell: cell)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] { [step.upstream] }
}

extension Tensor where Scalar == Float {
  /// Whether a cell is zero, by its row among all rows and its column.
  fileprivate func isZero(row: Int, column: Int) -> Bool {
    var rest = row
    var place = column * strides[axes.count - 1]
    for axis in axes.indices.dropLast().reversed() {
      place += (rest % axes[axis].size) * strides[axis]
      rest /= axes[axis].size
    }
    return number(at: place) == 0
  }
}
