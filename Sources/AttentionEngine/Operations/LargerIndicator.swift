// SPDX-License-Identifier: MIT

import Tensors

/// 1 where the left number is larger than the right one, else 0: which of two maxima won.
///
/// A NaN counts as the larger, as it does for the maximum; of two, the right one.
///
/// **Gradient.** None: it jumps. Shapes: two of the same shape, result as they. Complexity: O(cells).
public struct LargerIndicator: Operation {
  public init() {}

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    guard operands[0].map(\.size) == operands[1].map(\.size) else {
      throw .notBroadcastable(from: operands[1].inWords, to: operands[0].inWords)
    }
    return operands[0]
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    Tensor(axes: try resultAxes(operands.map(\.axes))) { result in
      operands[0].withContiguous { left in
        operands[1].withContiguous { right in
          for index in result.indices {
            let isLarger = left[index] > right[index] || left[index].isNaN
            result[index] = isLarger && !right[index].isNaN ? 1 : 0
          }
        }
      }
    }
  }

  public func formula(_ operands: [Formula]) -> Formula { .function("larger", operands) }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    .isFirstMaximum(
      index: 1, terms: [.operand(index: 1, cell: cell), .operand(index: 0, cell: cell)])
  }

  public func work(_ operands: [[Axis]]) -> Work { .each(operands[0], 1) }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] { [nil, nil] }
}
