// SPDX-License-Identifier: MIT

import Tensors

/// Adds two tensors cell by cell; the smaller one (a bias, a mask to add) is stretched.
///
/// `result[i, j] = left[i, j] + right[j]`
///
/// **Gradient.** Passed on unchanged to both, summed where one was stretched: the gradient of a bias
/// is the sum over all positions.
///
/// Shapes: left `[…]`, right stretches over it; result as the larger. Complexity: O(cells).
/// Source: the bias of a linear layer; `attn_mask` of PyTorch's `scaled_dot_product_attention`.
public struct Addition: Operation {
  /// Whether the right operand is a bias, which is easily forgotten.
  public let addsBias: Bool

  public init(addsBias: Bool = false) { self.addsBias = addsBias }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    try stretchedAxes(operands[0], operands[1])
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    try Tensor.elementwise(
      .sum, operands[0], operands[1], axes: resultAxes(operands.map(\.axes)))
  }

  public func roundingError(_ step: RoundingStep) throws(ShapeError) -> Tensor<Double> {
    try step.errorOfSum()
  }

  public func rows<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> RowRecipe<Scalar>? {
    let axes = try resultAxes(operands.map(\.axes))
    // Only where the left operand is not stretched, and so has a row for each of the result.
    guard axes.map(\.size) == operands[0].shape else { return nil }
    return RowRecipe(changing: operands[0], adding: try operands[1].broadcast(to: axes))
      .relabelled(axes)
  }

  public func formula(_ operands: [Formula]) -> Formula { .sum(operands) }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    .sum(
      operands.indices.map {
        .operand(index: $0, cell: sourceCell(of: cell, in: operands[$0]))
      })
  }

  public func work(_ operands: [[Axis]]) -> Work { .each(stretched(operands), 1) }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    [
      try step.unstretched(step.upstream, to: step.operands[0]),
      try step.unstretched(step.upstream, to: step.operands[1]),
    ]
  }

  public var mistakes: [Mistake] {
    guard addsBias else { return [] }
    return [
      Mistake(
        "bias-missing-or-extra", "The bias was forgotten.",
        remedy: "Add the bias to every row after the matrix product."
      ) { _ in .operand(0) },
      Mistake(
        "bias-missing-or-extra", "The bias was added twice.",
        remedy: "Add the bias to every row once, after the matrix product."
      ) { [self] _ in
        .apply(self, [.apply(self, [.operand(0), .operand(1)]), .operand(1)])
      },
      Mistake(
        "activation-on-output-projection", "An activation followed W_O.",
        remedy: "The output is linear: no ReLU after W_O."
      ) { [self] scene in
        scene.operandStages[1] == .outputBias
          ? .apply(CellFunction(.atLeast(0)), [.apply(self, [.operand(0), .operand(1)])]) : nil
      },
    ]
  }
}
