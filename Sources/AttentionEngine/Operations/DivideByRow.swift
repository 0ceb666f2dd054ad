// SPDX-License-Identifier: MIT

import Tensors

/// Divides every cell by its row's number: exponentials by their sum.
///
/// `result[…, i, j] = cells[…, i, j] / row[…, i]`; 0 where the row's number is 0 and `emptyRows` is zero.
///
/// **One cell.** With an exponential of 0.368 and a row sum of 1.503: `0.368 / 1.503 = 0.245`.
///
/// **Gradient.** `∂cells = ∂result / row`, `∂row = −Σ_j ∂result ⊙ result / row`.
///
/// Shapes: cells `[…, query, key]`, row `[…, query, 1]`, result as the cells. O(cells).
public struct DivideByRow: Operation {
  public let emptyRows: EmptyRows

  public init(emptyRows: EmptyRows = .nan) { self.emptyRows = emptyRows }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    let stretched = try stretchedAxes(operands[0], operands[1])
    guard stretched.map(\.size) == operands[0].map(\.size) else {
      throw .notBroadcastable(from: operands[1].inWords, to: operands[0].inWords)
    }
    return operands[0]
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    var divisor = operands[1]
    if emptyRows == .zero {
      // x / ∞ = 0: a row sum of 0 stands for a row without a key.
      divisor = divisor.mapRows { row in
        for index in row.indices where row[index] == 0 { row[index] = .infinity }
      }
    }
    return try Tensor.elementwise(.quotient, operands[0], divisor, axes: axes)
  }

  public func formula(_ operands: [Formula]) -> Formula { .quotient(operands[0], operands[1]) }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    let own = Arithmetic.operand(index: 0, cell: cell)
    let row = Arithmetic.operand(index: 1, cell: sourceCell(of: cell, in: operands[1]))
    return emptyRows == .zero ? .quotientOrZero(own, row) : .quotient(own, row)
  }

  public func work(_ operands: [[Axis]]) -> Work { .each(operands[0], 1) }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    let cells = try step.apply(self, step.upstream, step.operands[1])
    let weighted = try step.apply(CellProduct(), cells, step.result)
    let sums = try step.apply(SumOver(to: step.tape.axes(step.operands[1])), weighted)
    return [cells, try step.apply(Scale(by: .number(-1)), sums)]
  }

  public var mistakes: [Mistake] {
    [
      Mistake(
        "not-normalised", "The exponentials were not divided by their sum.",
        remedy: "Divide every exponential by the sum of its row."
      ) { scene in scene.operandStages == [.exponentials, .rowSums] ? .operand(0) : nil },
      Mistake(
        "softmax-over-columns", "Each exponential was divided by the sum of its column.",
        remedy: "Share out along the keys: each row sums to 1 (dim = -1).", madeAt: .rowSums
      ) { scene in
        guard scene.operandStages == [.exponentials, .rowSums] else { return nil }
        let columns = Recipe.apply(ExchangeAxes(), [.operand(0)])
        return .apply(
          ExchangeAxes(), [.apply(DivideByRow(), [columns, .apply(RowSum(), [columns])])])
      },
    ] + ofWholeSoftmax
  }

  /// Where the softmax is opened up, weights may still be computed in one go, and wrongly.
  private var ofWholeSoftmax: [Mistake] {
    Softmax(emptyRows: emptyRows).mistakes.filter { $0.id != "not-normalised" }.map { mistake in
      Mistake(
        mistake.id, mistake.summary, remedy: mistake.remedy, madeAt: Self.madeAt[mistake.id]
      ) { scene in
        guard scene.operandStages == [.exponentials, .rowSums],
          let scores = scene.stages[.maskedScores]
        else { return nil }
        let inner = MistakeScene(
          operands: [scores], operandStages: [.maskedScores], stages: scene.stages,
          rounding: scene.rounding)
        return mistake.instead(inner)?.replacingOperand(0, by: .stage(.maskedScores))
      }
    }
  }

  /// Where parts of the softmax are got wrong, once they are steps of their own.
  private static let madeAt: [String: StageID] = [
    "wrong-exponential-base": .exponentials, "exponential-of-zero-is-zero": .exponentials,
    "negative-exponent-misread": .exponentials, "softmax-over-columns": .rowSums,
    "softmax-over-whole-matrix": .rowSums, "divided-by-sum-of-logits": .rowSums,
    "softmax-plus-one": .rowSums, "mask-after-softmax": .exponentials,
  ]
}
