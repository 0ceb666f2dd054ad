// SPDX-License-Identifier: MIT

import Tensors

/// The sum of exponentials so far in each row, after one more tile of them.
///
/// `result[…, i, 0] = factor[…, i, 0] · before[…, i, 0] + Σ_j exponentials[…, i, j]`
///
/// The factor e^(m_old − m_new) brings what was summed before into the scale of the new maximum.
///
/// **One cell.** Before 1.8, the maximum rose by 0.5, a tile `(0.2, 1.0)`: `e^−0.5·1.8 + 1.2 = 2.29`.
///
/// **Gradient.** `∂factor = ∂result · before`, `∂before = ∂result · factor`; every exponential of the
/// tile gets `∂result`.
///
/// **Trap.** Without the factor the parts are in different scales; it shows only in rows whose maximum
/// rose after the first tile.
///
/// Shapes: factor and before `[…, query, 1]`, exponentials `[…, query, key]`, result as before. O(cells).
/// Source: Milakov and Gimelshein 2018, alg. 3, line 5; Dao et al. 2022, alg. 1, line 11 (ℓ).
public struct RunningSum: Operation {
  public init() {}

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    for column in operands.prefix(2) { try requireColumn(column, of: operands[2]) }
    return operands[1]
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    let kept = try Tensor.elementwise(.product, operands[0], operands[1], axes: axes)
    return try Tensor.elementwise(
      .sum, kept, operands[2].reducingRows(.sum).relabelled(axes), axes: axes)
  }

  public func formula(_ operands: [Formula]) -> Formula {
    .sum([.product([operands[0], operands[1]]), .total(operands[2], over: "row")])
  }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    .sum(
      [.product([.operand(index: 0, cell: cell), .operand(index: 1, cell: cell)])]
        + rowOperands(cell, operands[2], index: 2))
  }

  public func work(_ operands: [[Axis]]) -> Work {
    .each(operands[1], 1, perTerm: 1, along: operands[2].last)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    [
      try step.apply(CellProduct(), step.upstream, step.operands[1]),
      try step.apply(CellProduct(), step.upstream, step.operands[0]),
      try step.apply(Stretch(to: step.tape.axes(step.operands[2])), step.upstream),
    ]
  }

  public var mistakes: [Mistake] {
    [
      Mistake(
        "running-sum-not-rescaled", "The sum before was not brought to the new maximum.",
        remedy: "Multiply the sum before by e^(m_old − m_new), then add this tile's."
      ) { _ in .apply(Addition(), [.operand(1), .apply(RowSum(), [.operand(2)])]) },
      Mistake(
        "rescaled-by-inverse", "The sum before was divided by e^(m_old − m_new).",
        remedy: "Multiply by e^(m_old − m_new): it is at most 1, the old parts only shrink."
      ) { _ in
        .apply(
          Addition(),
          [
            .apply(DivideByRow(), [.operand(1), .operand(0)]),
            .apply(RowSum(), [.operand(2)]),
          ])
      },
    ]
  }
}
