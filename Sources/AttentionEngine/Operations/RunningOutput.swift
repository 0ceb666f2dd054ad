// SPDX-License-Identifier: MIT

import Tensors

/// The values mixed so far, not yet divided by a sum, after one more tile: FlashAttention's accumulator.
///
/// `result[…, i, d] = factor[…, i, 0] · before[…, i, d] + Σ_j exponentials[…, i, j] · value[…, j, d]`
///
/// **One cell.** Before 3.0, the maximum rose by 0.5, a tile `(0.2, 1.0)` and values `(5, 1)`:
/// `e^−0.5·3.0 + 0.2·5 + 1.0·1 = 3.82`.
///
/// **Gradient.** `∂before = factor ⊙ ∂result`, `∂factor = Σ_d ∂result ⊙ before`; the rest is that of a
/// matrix product.
///
/// **Trap.** Multiply by e^(m_old − m_new), never divide: the FlashAttention-2 paper prints an inverse
/// in its algorithm 1, line 10, that does not belong there.
///
/// Shapes: factor `[…, query, 1]`, before `[…, query, value_dim]`, exponentials `[…, query, key]`, value
/// `[…, position, value_dim]`, result as before. Complexity: O(queries · keys · value_dim).
/// Source: Dao et al. 2022, alg. 1, line 12; Dao 2023, alg. 1, line 10, which divides only once, at the end.
public struct RunningOutput: Operation {
  public init() {}

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    try requireColumn(operands[0], of: operands[1])
    let product = try MatrixProduct().resultAxes([operands[2], operands[3]])
    guard product.map(\.size) == operands[1].map(\.size) else {
      throw .notBroadcastable(from: product.inWords, to: operands[1].inWords)
    }
    return operands[1]
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    let kept = try Tensor.elementwise(.product, operands[1], operands[0], axes: axes)
    let added = try MatrixProduct().evaluate([operands[2], operands[3]])
    return try Tensor.elementwise(.sum, kept, added.relabelled(axes), axes: axes)
  }

  public func formula(_ operands: [Formula]) -> Formula {
    .sum([.product([operands[0], operands[1]]), .product([operands[2], operands[3]])])
  }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    let added = MatrixProduct().arithmetic(of: cell, [operands[2], operands[3]])
      .substituting { .operand(index: $0 + 2, cell: $1) }
    // A tile of one key has one product only.
    let terms = if case .sum(let products) = added { products } else { [added] }
    let row = Array(cell.dropLast()) + [0]
    return .sum(
      [.product([.operand(index: 0, cell: row), .operand(index: 1, cell: cell)])] + terms)
  }

  public func work(_ operands: [[Axis]]) -> Work {
    .each(operands[1], 1, perTerm: 2, along: operands[2].last)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    let (factor, before) = (step.operands[0], step.operands[1])
    let (exponentials, value) = (step.operands[2], step.operands[3])
    let weighted = try step.apply(CellProduct(), step.upstream, before)
    let ofExponentials = try step.apply(
      MatrixProduct(transposingRight: true), step.upstream, value)
    let ofValue = try step.apply(MatrixProduct(transposingLeft: true), exponentials, step.upstream)
    return [
      try step.apply(RowSum(), weighted),
      try step.apply(CellProduct(), step.upstream, factor),
      try step.unstretched(ofExponentials, to: exponentials),
      try step.unstretched(ofValue, to: value),
    ]
  }

  public var mistakes: [Mistake] {
    let added = Recipe.apply(MatrixProduct(), [.operand(2), .operand(3)])
    return [
      Mistake(
        "accumulator-not-rescaled",
        "The values mixed before were not brought to the new maximum.",
        remedy: "Multiply the accumulator by e^(m_old − m_new) before adding a tile."
      ) { _ in .apply(Addition(), [.operand(1), added]) },
      Mistake(
        "rescaled-by-inverse", "The values mixed before were divided by e^(m_old − m_new).",
        remedy: "Multiply by e^(m_old − m_new): it is at most 1, the old parts only shrink."
      ) { _ in
        .apply(Addition(), [.apply(DivideByRow(), [.operand(1), .operand(0)]), added])
      },
      Mistake(
        "tiles-normalised-apart", "Each tile was given a softmax of its own.",
        remedy: "Divide once, at the end, by the sum over all tiles."
      ) { _ in
        let shares = Recipe.apply(
          DivideByRow(), [.operand(2), .apply(RowSum(), [.operand(2)])])
        return .apply(
          Addition(),
          [
            .apply(CellProduct(), [.operand(1), .operand(0)]),
            .apply(MatrixProduct(), [shares, .operand(3)]),
          ])
      },
    ]
  }
}
