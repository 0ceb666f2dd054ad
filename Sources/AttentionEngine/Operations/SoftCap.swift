// SPDX-License-Identifier: MIT

import Tensors

/// Bends scores so that none passes a cap: `cap · tanh(score / cap)`.
///
/// **One cell.** With a cap of 3 and a score of 2: `3 · tanh(2/3) = 3 · 0.583 = 1.749`.
///
/// **Gradient.** `∂operand = ∂result · (1 − (result/cap)²)`.
///
/// **Trap.** It comes before the mask. Capped afterwards, −∞ would become −cap and a hidden key would
/// be seen.
///
/// Shapes: as the operand. Complexity: O(cells). Source: Gemma 2; `softcap` of ONNX Attention.
public struct SoftCap: Operation {
  public let cap: Double

  public init(_ cap: Double) { self.cap = cap }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] { operands[0] }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    Tensor(derived: cappedRows(operands[0]))
  }

  public var isDerived: Bool { true }

  public func rows<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> RowRecipe<Scalar>? {
    cappedRows(operands[0])
  }

  private func cappedRows<Scalar: TensorScalar>(_ scores: Tensor<Scalar>) -> RowRecipe<Scalar> {
    let (inverse, cap) = (Scalar(1 / cap), Scalar(cap))
    return RowRecipe(changing: scores) { _, row in
      Scalar.scale(row, by: inverse)
      if let base = row.baseAddress { Scalar.hyperbolicTangent(base, count: row.count) }
      Scalar.scale(row, by: cap)
    }
  }

  public func formula(_ operands: [Formula]) -> Formula {
    .product([.symbol("c"), .function("tanh", [.quotient(operands[0], .symbol("c"))])])
  }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    .product([
      .constant(cap),
      .hyperbolicTangent(.quotient(.operand(index: 0, cell: cell), .constant(cap))),
    ])
  }

  public func work(_ operands: [[Axis]]) -> Work { .each(operands[0], 3) }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    let slope = try step.apply(SoftCapSlope(cap), step.result)
    return [
      try step.apply(
        CellProduct(), step.upstream, slope,
        mistakes: [
          Mistake(
            "gradient-cap-slope-missing", "The slope of the cap was left out.",
            remedy: "Multiply by 1 − (capped/cap)², the derivative of the tanh."
          ) { _ in .operand(0) }
        ])
    ]
  }

  public var mistakes: [Mistake] {
    [
      Mistake(
        "no-cap", "The soft cap was left out.",
        remedy: "Compute cap · tanh(score / cap) before the mask."
      ) { _ in .operand(0) },
      Mistake(
        "cap-formula-wrong", "The score, not the cap, was multiplied by the tanh.",
        remedy: "Multiply the tanh by the cap: cap · tanh(score / cap)."
      ) { [cap] _ in
        .apply(
          CellProduct(),
          [.operand(0), .apply(Scale(by: .number(1 / cap)), [.apply(SoftCap(cap), [.operand(0)])])])
      },
    ]
  }
}
