// SPDX-License-Identifier: MIT

import Tensors

/// The largest score seen so far in each row, after one more tile of scores.
///
/// `result[…, i, 0] = max(before[…, i, 0], max_j scores[…, i, j])`
///
/// **One cell.** With 1.5 seen before and a tile `(0.2, 2.0)`: `max(1.5, 0.2, 2.0) = 2.0`.
///
/// **Gradient.** All of it goes to the largest: the maximum before (it wins a tie), or the first
/// largest score of the tile.
///
/// **Trap.** A tile's own maximum is not the running one: what was summed before stays in the scale
/// of the old maximum.
///
/// Shapes: before `[…, query, 1]`, scores `[…, query, key]`, result as before. Complexity: O(cells).
/// Source: Milakov and Gimelshein 2018, alg. 3, line 4; Dao et al. 2022, alg. 1, line 11.
public struct RunningMaximum: Operation {
  public init() {}

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    try requireColumn(operands[0], of: operands[1])
    return operands[0]
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    let own = operands[1].reducingRows(.maximum)
    return Tensor(axes: axes) { result in
      operands[0].withContiguous { before in
        own.withContiguous { tile in
          for index in result.indices {
            // NaN anywhere stays NaN, as in every maximum here.
            let isKept = before[index] >= tile[index] || before[index].isNaN
            result[index] = isKept ? before[index] : tile[index]
          }
        }
      }
    }
  }

  public func formula(_ operands: [Formula]) -> Formula {
    .function("max", [operands[0], .function("rowmax", [operands[1]])])
  }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    .maximum([.operand(index: 0, cell: cell)] + rowOperands(cell, operands[1], index: 1))
  }

  public func work(_ operands: [[Axis]]) -> Work {
    .each(operands[0], 0, perTerm: 1, along: operands[1].last)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    let (before, scores) = (step.operands[0], step.operands[1])
    let own = try step.apply(RowMaximum(), scores)
    let isNew = try step.apply(LargerIndicator(), own, before)
    let ofTile = try step.apply(CellProduct(), step.upstream, isNew)
    let place = try step.apply(MaximumIndicator(), scores)
    return [
      try step.apply(Difference(), step.upstream, ofTile),
      try step.apply(CellProduct(), place, ofTile),
    ]
  }

  public var mistakes: [Mistake] {
    [
      Mistake(
        "running-maximum-forgotten", "Only this tile's maximum was taken, not the one before.",
        remedy: "m_new = max(m_old, rowmax(S)): keep the largest of all tiles so far."
      ) { _ in .apply(RowMaximum(), [.operand(1)]) }
    ]
  }
}

/// Refuses a first operand that is not one number for each row of the second.
func requireColumn(_ column: [Axis], of rows: [Axis]) throws(ShapeError) {
  guard column.dropLast().map(\.size) == rows.dropLast().map(\.size), column.last?.size == 1 else {
    throw .notBroadcastable(from: column.inWords, to: rows.inWords)
  }
}
