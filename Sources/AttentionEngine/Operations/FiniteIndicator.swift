// SPDX-License-Identifier: MIT

import Tensors

/// 1 where a score is finite, 0 where it is −∞: the 0/1 matrix of visible keys.
///
/// **Gradient.** None: it jumps. Shapes: as the operand. Complexity: O(cells).
public struct FiniteIndicator: Operation {
  public init() {}

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] { operands[0] }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    operands[0].mapRows { row in
      for index in row.indices { row[index] = row[index] == -.infinity ? 0 : 1 }
    }
  }

  public func formula(_ operands: [Formula]) -> Formula { .function("visible", operands) }

  /// e^(ℓ − ℓ) is 1 for every finite score, however large, and 0 by rule where ℓ is −∞.
  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    let score = Arithmetic.operand(index: 0, cell: cell)
    return .shiftedExponential(score, score, empty: 0)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] { [nil] }
}
