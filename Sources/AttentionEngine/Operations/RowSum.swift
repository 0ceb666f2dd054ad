// SPDX-License-Identifier: MIT

import Tensors

/// The sum of each row: `result[…, i, 0] = Σ_j operand[…, i, j]`.
///
/// **Gradient.** Every cell of the row gets the gradient of its sum.
///
/// Shapes: operand `[…, query, key]`, result `[…, query, 1]`. Complexity: O(cells).
public struct RowSum: Operation {
  public init() {}

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    Array(operands[0].dropLast()) + [Axis(.one, 1)]
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> { operands[0].reducingRows(.sum) }

  /// One rounding a term, in any order, and what the terms bring along.
  public func roundingError(_ step: RoundingStep) throws(ShapeError) -> Tensor<Double> {
    let operand = step.operands[0]
    let terms = Double(operand.value.axes.last?.size ?? 1)
    let sizes = try evaluate([operand.value.magnitudes()]).multiplied(by: terms * step.unit)
    let passedOn = try evaluate([operand.error]).multiplied(by: 1 + terms * step.unit)
    let error = try Tensor.elementwise(.sum, passedOn, sizes, axes: step.result.axes)
    return error.mapRows { row in
      for index in row.indices { row[index] += step.rounding.smallest }
    }
  }

  public func formula(_ operands: [Formula]) -> Formula { .total(operands[0], over: "row") }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    .sum(rowOperands(cell, operands[0]))
  }

  public func work(_ operands: [[Axis]]) -> Work {
    .each(Array(operands[0].dropLast()), 0, perTerm: 1, along: operands[0].last)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    [try step.apply(Stretch(to: step.tape.axes(step.operands[0])), step.upstream)]
  }

  public var mistakes: [Mistake] {
    [
      Mistake(
        "softmax-plus-one", "1 was added to the row sum.",
        remedy: "Divide by the sum of the exponentials and nothing more, unless the model says so."
      ) { [self] scene in
        guard scene.operandStages == [.exponentials] else { return nil }
        let one = Tensor<Double>(axes: [Axis(.one, 1)], scalars: [1])
        return .apply(AddConstant(one), [.apply(self, [.operand(0)])])
      },
      Mistake(
        "divided-by-sum-of-logits", "The scores were added up, not their exponentials.",
        remedy: "Add up the exponentials of the row."
      ) { [self] scene in
        guard scene.operandStages == [.exponentials], let masked = scene.stage(.maskedScores),
          let scores = scene.unmaskedScores
        else { return nil }
        // Nobody adds up −∞.
        let visible = Recipe.apply(
          CellProduct(), [scores, .apply(FiniteIndicator(), [masked])])
        return .apply(self, [visible])
      },
      Mistake(
        "softmax-over-columns", "The exponentials of each column were added up.",
        remedy: "Add up along the keys: one sum a row (dim = -1)."
      ) { [self] scene in
        guard scene.operandStages == [.exponentials] else { return nil }
        return .apply(self, [.apply(ExchangeAxes(), [.operand(0)])])
      },
      Mistake(
        "softmax-over-whole-matrix", "All exponentials of the matrix were added up.",
        remedy: "Each row is shared out on its own."
      ) { [self] scene in
        guard scene.operandStages == [.exponentials] else { return nil }
        let rows = Recipe.apply(self, [.operand(0)])
        let total = Recipe.apply(self, [.apply(ExchangeAxes(), [rows])])
        return .apply(Addition(), [.apply(Scale(by: .number(0)), [rows]), total])
      },
    ]
  }
}
