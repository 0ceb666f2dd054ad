// SPDX-License-Identifier: MIT

import Tensors

/// Multiplies matrices: every cell is the dot product of a row and a column.
///
/// `result[…, m, n] = Σ_k left[…, m, k] · right[…, k, n]`; with `transposingRight`, `right[…, n, k]`.
///
/// **One cell.** With `query[0, 2] = (0.43, 1.45)` and `key[0, 1] = (1.22, 0.33)`:
/// `raw_scores[0, 2, 1] = 0.43·1.22 + 1.45·0.33 = 0.5246 + 0.4785 = 1.0031`.
///
/// **Gradient.** `∂left = ∂result · rightᵀ` and `∂right = leftᵀ · ∂result`; where an operand was
/// stretched over leading axes (one projection for a whole batch), its gradient is summed over them.
///
/// Shapes: left `[…, m, k]`, right `[…, k, n]`, result `[…, m, n]`, dimensionless.
/// Source: Vaswani et al. 2017, eq. 1 (QKᵀ and the product with V) and section 3.2.2 (projections).
public struct MatrixProduct: Operation {
  /// What the product is for; it decides which mistakes are likely.
  public enum Purpose: Sendable { case projection, scores, mixing, other }

  public let transposingLeft: Bool
  public let transposingRight: Bool
  /// Names for the row and column axis of the result; the operands' own when `nil`.
  public let rowAxis: AxisName?
  public let columnAxis: AxisName?
  public let purpose: Purpose

  public init(
    transposingLeft: Bool = false, transposingRight: Bool = false, rows: AxisName? = nil,
    columns: AxisName? = nil, purpose: Purpose = .other
  ) {
    self.transposingLeft = transposingLeft
    self.transposingRight = transposingRight
    rowAxis = rows
    columnAxis = columns
    self.purpose = purpose
  }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    let (left, right) = (operands[0], operands[1])
    guard left.count >= 2, right.count >= 2 else {
      throw .tooFewAxes(
        found: "\(left.inWords) and \(right.inWords)", needed: 2, context: "matrix product")
    }
    let (rows, leftInner) = ends(left, transposed: transposingLeft)
    let (rightInner, columns) = ends(right, transposed: transposingRight)
    guard leftInner.size == rightInner.size else {
      throw .axisMismatch(
        axis: "\(leftInner.name)", left: leftInner.size, right: rightInner.size,
        context: "matrix product of \(left.inWords) and \(right.inWords)")
    }
    let leading = try stretchedAxes(Array(left.dropLast(2)), Array(right.dropLast(2)))
    return leading + [
      rowAxis.map(rows.renamed) ?? rows, columnAxis.map(columns.renamed) ?? columns,
    ]
  }

  private func ends(_ axes: [Axis], transposed: Bool) -> (Axis, Axis) {
    let (a, b) = (axes[axes.count - 2], axes[axes.count - 1])
    return transposed ? (b, a) : (a, b)
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    try evaluate(operands, method: .fast)
  }

  /// Computes the product by OpenBLAS or by the plain loop, which the tests hold together.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>], method: Tensor<Scalar>.ProductMethod
  ) throws(ShapeError) -> Tensor<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    let (left, right) = (operands[0], operands[1])
    let last = (left.axes.count - 1, right.axes.count - 1)
    return try Tensor.matrixProduct(
      transposingLeft ? left.exchanging(last.0 - 1, last.0) : left,
      transposingRight ? right.exchanging(last.1 - 1, last.1) : right,
      leading: Array(axes.dropLast(2)), method: method,
      // The heads' answers lie as the next step needs them: side by side.
      headsSideBySide: purpose == .mixing
    ).relabelled(axes)
  }

  /// `(k + 2)·u·|left|·|right|` for k terms in any order, and what the operands bring along.
  public func roundingError(_ step: RoundingStep) throws(ShapeError) -> Tensor<Double> {
    let (left, right) = (step.operands[0], step.operands[1])
    let terms = Double(ends(left.value.axes, transposed: transposingLeft).1.size)
    let (sizes, otherSizes) = (left.value.magnitudes(), right.value.magnitudes())
    let rounded = otherSizes.multiplied(by: (terms + 2) * step.unit)
    let ofRight = try Tensor.elementwise(.sum, right.error, rounded, axes: right.value.axes)
    let whole = try Tensor.elementwise(.sum, otherSizes, right.error, axes: right.value.axes)
    let first = try evaluate([sizes, ofRight])
    let second = try evaluate([left.error, whole])
    return try Tensor.elementwise(.sum, first, second, axes: step.result.axes)
  }

  public func rows<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> RowRecipe<Scalar>? {
    guard !transposingLeft else { return nil }
    let axes = try resultAxes(operands.map(\.axes))
    let last = operands[1].axes.count - 1
    return try Tensor.productRows(
      operands[0],
      transposingRight ? operands[1].exchanging(last - 1, last) : operands[1],
      leading: Array(axes.dropLast(2))
    ).relabelled(axes)
  }

  public func formula(_ operands: [Formula]) -> Formula {
    .product([
      transposingLeft ? .transpose(operands[0]) : operands[0],
      transposingRight ? .transpose(operands[1]) : operands[1],
    ])
  }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    let leading = Array(cell.dropLast(2))
    let (row, column) = (cell[cell.count - 2], cell[cell.count - 1])
    let leftLead = sourceCell(of: leading, in: Array(operands[0].dropLast(2)))
    let rightLead = sourceCell(of: leading, in: Array(operands[1].dropLast(2)))
    let inner = ends(operands[0], transposed: transposingLeft).1.size
    // A long context has 100,000 terms: each cell is one copy with one index changed.
    var (a, b) = (leftLead + [row, row], rightLead + [column, column])
    let (placeInLeft, placeInRight) = (
      a.count - (transposingLeft ? 2 : 1), b.count - (transposingRight ? 1 : 2)
    )
    return .sum(
      (0..<inner).map { k in
        a[placeInLeft] = k
        b[placeInRight] = k
        return .product([.operand(index: 0, cell: a), .operand(index: 1, cell: b)])
      })
  }

  public func work(_ operands: [[Axis]]) -> Work {
    guard let axes = try? resultAxes(operands) else { return .none }
    return .each(axes, 0, perTerm: 2, along: ends(operands[0], transposed: transposingLeft).1)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    let (left, right, upstream) = (step.operands[0], step.operands[1], step.upstream)
    // forward: result = left · right, so ∂left = ∂result · rightᵀ (or its transpose)
    let gradientOfLeft =
      transposingLeft
      ? try step.apply(
        MatrixProduct(transposingLeft: transposingRight, transposingRight: true), right, upstream)
      : try step.apply(
        MatrixProduct(transposingRight: !transposingRight), upstream, right,
        mistakes: Self.gradientOfLeftMistakes(self))
    // forward: result = left · right, so ∂right = leftᵀ · ∂result (or its transpose)
    let gradientOfRight =
      transposingRight
      ? try step.apply(
        MatrixProduct(transposingLeft: true, transposingRight: transposingLeft), upstream, left,
        mistakes: Self.gradientOfRightMistakes(self, left: left, right: right))
      : try step.apply(
        MatrixProduct(transposingLeft: !transposingLeft), left, upstream,
        mistakes: Self.gradientOfRightMistakes(self, left: left, right: right))
    return [
      try step.unstretched(gradientOfLeft, to: left),
      try step.unstretched(gradientOfRight, to: right),
    ]
  }
}
