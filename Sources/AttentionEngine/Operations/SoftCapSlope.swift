// SPDX-License-Identifier: MIT

import Tensors

/// How steep the soft cap is where it gave `capped`: `1 − (capped / cap)²`.
///
/// **One cell.** With a cap of 3 and a capped score of 1.749: `1 − (1.749/3)² = 0.660`.
///
/// **Gradient.** `∂operand = ∂result · (−2 · operand / cap²)`.
///
/// Shapes: as the operand. Complexity: O(cells). Source: d/dx tanh x = 1 − tanh² x.
public struct SoftCapSlope: Operation {
  public let cap: Double

  public init(_ cap: Double) { self.cap = cap }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] { operands[0] }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let factor = Scalar(1 / cap)
    return operands[0].mapRows { row in
      for index in row.indices {
        let share = row[index] * factor
        row[index] = 1 - share * share
      }
    }
  }

  public func formula(_ operands: [Formula]) -> Formula {
    .difference(.number("1"), .power(.quotient(operands[0], .symbol("c")), .number("2")))
  }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    let share = Arithmetic.quotient(.operand(index: 0, cell: cell), .constant(cap))
    return .difference(.constant(1), .product([share, share]))
  }

  public func work(_ operands: [[Axis]]) -> Work { .each(operands[0], 3) }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    let slope = try step.apply(Scale(by: .number(-2 / (cap * cap))), step.operands[0])
    return [try step.apply(CellProduct(), step.upstream, slope)]
  }
}
