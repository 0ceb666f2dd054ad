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

  public init(by factor: ScaleFactor) { self.factor = factor }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] { operands[0] }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    Tensor(derived: operands[0].scaledRows(by: Scalar(factor.value)))
  }

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
    case .number(let number): return .product([own, .constant(number)])
    }
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] { [try step.apply(self, step.upstream)] }

  public var mistakes: [Mistake] {
    guard case .inverseRoot(let dimension) = factor else { return [] }
    return [
      instead(
        "no-scaling", "The scores were not scaled.", .number(1),
        seenIn: ["mlc-ai/mlc-llm#3426", "flexflow/flexflow-train#467"]),
      instead(
        "scaled-by-key-dimension", "The scores were divided by d_k instead of its root.",
        .number(1 / Double(dimension)), seenIn: ["delzac/cntkx#10"]),
      instead(
        "multiplied-by-root", "The scores were multiplied by √d_k.",
        .number(Double(dimension).squareRoot()), seenIn: ["esceptico/perceiver-io#9"]),
      instead(
        "scaled-twice", "The scores were scaled twice, once in Q and once here.",
        .number(1 / Double(dimension)), seenIn: ["AI-Hypercomputer/maxtext#3138"]),
      instead("scaled-by-two", "The scores were divided by 2, as if d_k were 4.", .number(0.5)),
      insteadByRoot(
        "scaled-by-model-dimension", "The scores were divided by the root of d_model.", .model,
        .input, seenIn: ["karpathy/ng-video-lecture#6", "lucidrains/vit-pytorch#65"]),
      insteadByRoot(
        "scaled-by-wrong-dimension", "The root of the number of keys stood in for √d_k.", .key,
        .rawScores),
      insteadByRoot(
        "scaled-by-wrong-dimension", "The root of d_v stood in for √d_k.", .valueDimension, .value),
    ]
  }

  private static let remedy = "Divide every score by √d_k, the root of the size of one head's keys."

  private func instead(
    _ id: String, _ summary: String, _ factor: ScaleFactor, seenIn: [String] = []
  ) -> Mistake {
    Mistake(id, summary, remedy: Self.remedy, seenIn: seenIn) { _ in
      .apply(Scale(by: factor), [.operand(0)])
    }
  }

  private func insteadByRoot(
    _ id: String, _ summary: String, _ axis: AxisName, _ stage: StageID, seenIn: [String] = []
  ) -> Mistake {
    Mistake(id, summary, remedy: Self.remedy, seenIn: seenIn) { [factor] scene in
      guard let size = scene.size(axis, of: stage), factor != .inverseRoot(of: size) else {
        return nil
      }
      return .apply(Scale(by: .inverseRoot(of: size)), [.operand(0)])
    }
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
    case .number(let number): .number(number < 0 ? "−\(-number)" : "\(number)")
    }
  }
}
