// SPDX-License-Identifier: MIT

import Tensors

/// The largest number of each row: `result[…, i, 0] = max_j operand[…, i, j]`.
///
/// **Gradient.** All of it goes to the first largest cell of the row.
///
/// Shapes: operand `[…, query, key]`, result `[…, query, 1]`. Complexity: O(cells).
/// Source: Milakov and Gimelshein 2018, the safe softmax.
public struct RowMaximum: Operation {
  public init() {}

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    Array(operands[0].dropLast()) + [Axis(.one, 1)]
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> { operands[0].reducingRows(.maximum) }

  public func formula(_ operands: [Formula]) -> Formula { .function("rowmax", operands) }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    .maximum(rowOperands(cell, operands[0]))
  }

  public func work(_ operands: [[Axis]]) -> Work {
    .each(Array(operands[0].dropLast()), 0, perTerm: 1, along: operands[0].last)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    let place = try step.apply(MaximumIndicator(), step.operands[0])
    return [try step.apply(CellProduct(), place, step.upstream)]
  }
}

/// The operand cells of the row that was reduced to `cell`.
func rowOperands(_ cell: [Int], _ axes: [Axis], index: Int = 0) -> [Arithmetic] {
  (0..<(axes.last?.size ?? 1)).map { .operand(index: index, cell: cell.dropLast() + [$0]) }
}
