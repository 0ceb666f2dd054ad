// SPDX-License-Identifier: MIT

import Tensors

/// The row sum over two sets of keys, from the sum over each: the parts meet at a common maximum.
///
/// `result = factorA · sumA + factorB · sumB`, where a factor is e^(own maximum − common maximum).
///
/// **One cell.** Sums 1.5 and 2.0 with maxima 0.5 and 1.5: `e^−1·1.5 + e^0·2.0 = 2.552`.
///
/// **Gradient.** Each factor gets `∂result` times its sum, each sum `∂result` times its factor.
///
/// Shapes: factor, sum, factor, sum, all `[…, query, 1]`, result the same. O(cells).
/// Source: Liu et al. 2023, Ring Attention, section 3; Dao et al. 2022, alg. 1, line 11.
public struct MergeSums: Operation {
  public init() {}

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    for other in operands where other.map(\.size) != operands[1].map(\.size) {
      throw .notBroadcastable(from: other.inWords, to: operands[1].inWords)
    }
    return operands[1]
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    let first = try Tensor.elementwise(.product, operands[0], operands[1], axes: axes)
    let second = try Tensor.elementwise(.product, operands[2], operands[3], axes: axes)
    return try Tensor.elementwise(.sum, first, second, axes: axes)
  }

  public func formula(_ operands: [Formula]) -> Formula {
    .sum([.product([operands[0], operands[1]]), .product([operands[2], operands[3]])])
  }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    .sum([
      .product([.operand(index: 0, cell: cell), .operand(index: 1, cell: cell)]),
      .product([.operand(index: 2, cell: cell), .operand(index: 3, cell: cell)]),
    ])
  }

  public func work(_ operands: [[Axis]]) -> Work { .each(operands[1], 3) }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    var result: [TapeValue?] = []
    for partner in [1, 0, 3, 2] {
      result.append(try step.apply(CellProduct(), step.upstream, step.operands[partner]))
    }
    return result
  }

  public var mistakes: [Mistake] {
    [
      Mistake(
        "partials-not-rescaled", "The row sums were added although their maxima differ.",
        remedy: "Multiply each sum by e^(own maximum − common maximum) first."
      ) { _ in .apply(Addition(), [.operand(1), .operand(3)]) }
    ]
  }
}
