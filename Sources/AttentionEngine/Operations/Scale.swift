// SPDX-License-Identifier: MIT

import Tensors

/// Multiplies every cell by one number: the scores by 1/√d_k.
///
/// `result[i, j] = operand[i, j] · factor`
///
/// **One cell.** With `raw_scores[0, 2, 1] = 1.0031` and d_k = 2: `1.0031 · 0.7071 = 0.7093`.
///
/// **Gradient.** `∂operand = ∂result · factor`.
///
/// Shapes: as the operand. Complexity: O(cells).
/// Source: Vaswani et al. 2017, section 3.2.1. Scale multiplies here and in PyTorch and JAX; in
/// TransformerLens `attn_scale` divides.
public struct Scale: Operation {
  public let factor: ScaleFactor
  /// Whether scores are scaled, which is got wrong in many ways.
  let scalesScores: Bool

  public init(by factor: ScaleFactor) { self.init(by: factor, scalesScores: false) }

  init(by factor: ScaleFactor, scalesScores: Bool) {
    self.factor = factor
    self.scalesScores = scalesScores
  }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] { operands[0] }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    Tensor(derived: operands[0].scaledRows(by: Scalar(factor.value)))
  }

  public var isDerived: Bool { true }

  public func rows<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> RowRecipe<Scalar>? {
    operands[0].scaledRows(by: Scalar(factor.value))
  }

  public func roundingError(_ step: RoundingStep) throws(ShapeError) -> Tensor<Double> {
    let passedOn = step.operands[0].error.multiplied(by: abs(factor.value))
    // The factor, itself a root and a quotient, and the product.
    let own = step.result.magnitudes().multiplied(by: 4 * step.unit)
    return try Tensor.elementwise(.sum, passedOn, own, axes: step.result.axes)
  }

  public func formula(_ operands: [Formula]) -> Formula {
    switch factor {
    case .inverseRoot: .quotient(operands[0], .squareRoot(.symbol("d", index: "k")))
    case .number(1): operands[0]
    case .number(-1): .product([.number("−1"), operands[0]])
    case .number: .product([operands[0], factor.formula])
    }
  }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    let own = Arithmetic.operand(index: 0, cell: cell)
    switch factor {
    case .inverseRoot(let dimension):
      return .quotient(
        own,
        .constant(
          Double(dimension).squareRoot(), notation: .squareRoot(.number("\(dimension)"))))
    case .number(1): return own
    case .number(let number): return .product([own, .constant(number)])
    }
  }

  public func work(_ operands: [[Axis]]) -> Work { .each(operands[0], 1) }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    let reverse = Scale(by: factor)
    return [
      try step.apply(reverse, step.upstream, mistakes: scalesScores ? Self.gradientMistakes : [])
    ]
  }
}

/// The number that scores are multiplied by.
public enum ScaleFactor: Sendable, Equatable {
  /// 1/√dimension, the paper's choice.
  case inverseRoot(of: Int)
  case number(Double)

  public var value: Double {
    switch self {
    case .inverseRoot(let dimension): 1 / Double(dimension).squareRoot()
    case .number(let number): number
    }
  }

  /// The factor as it is written.
  public var formula: Formula {
    switch self {
    case .inverseRoot(let dimension):
      .quotient(.number("1"), .squareRoot(.number("\(dimension)")))
    case .number(let number): .number(Self.text(number))
    }
  }

  /// A number as formulas have it: with a proper minus sign.
  static func text(_ number: Double) -> String { number < 0 ? "−\(-number)" : "\(number)" }
}
