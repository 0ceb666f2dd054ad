// SPDX-License-Identifier: MIT

import Tensors

/// What a type of number makes of a number: ∞ beyond its largest, 0 below half of its least.
///
/// `result[i] = operand[i]`, as far as the type can hold it. Some processors make 0 of whatever is below the
/// smallest number of full precision (`flushes`).
///
/// **One cell.** In float32 e^90 = 1.2e39 becomes ∞, and e^−110 = 1.7e−48 becomes 0.
///
/// **Gradient.** None: no right computation uses it. Shapes: as the operand. Complexity: O(cells).
/// Source: IEEE 754-2019, section 7.4 and 7.5.
public struct StoredNumber: Operation {
  public let rounding: Rounding
  public let flushes: Bool

  public init(in rounding: Rounding, flushes: Bool = false) {
    self.rounding = rounding
    self.flushes = flushes
  }

  /// What is smaller becomes 0.
  private var least: Double { flushes ? rounding.smallest : rounding.vanishing }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] { operands[0] }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    operands[0].mapRows { row in
      for index in row.indices {
        let size = abs(Double(row[index]))
        if size > rounding.largest {
          row[index] = row[index] < 0 ? -.infinity : .infinity
        } else if size < least {
          row[index] = 0
        }
      }
    }
  }

  /// The operand may be off by what might be flushed; here it is stated what is, and the least numbers
  /// are a step apart.
  public func roundingError(_ step: RoundingStep) throws(ShapeError) -> Tensor<Double> {
    step.operands[0].error.mapRows { row in
      for index in row.indices {
        row[index] = max(0, row[index] - rounding.smallest) + 2 * rounding.vanishing
      }
    }
  }

  public func formula(_ operands: [Formula]) -> Formula { .function("stored", operands) }

  /// Times 1 or 0, divided by 1 or 0.
  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    let own = Arithmetic.operand(index: 0, cell: cell)
    let size = Arithmetic.maximum([own, .product([.constant(-1), own])])
    let isHeld = Arithmetic.isFirstMaximum(index: 0, terms: [size, .constant(least)])
    let isBeyond = Arithmetic.isFirstMaximum(index: 1, terms: [.constant(rounding.largest), size])
    return .quotient(.product([own, isHeld]), .difference(.constant(1), isBeyond))
  }

  /// No right computation counts it, so what a person would do in one cell is taken as it stands.
  public func work(_ operands: [[Axis]]) -> Work {
    .each(operands[0], arithmetic(of: operands[0].map { _ in 0 }, operands).operationCount)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] { [nil] }
}
