// SPDX-License-Identifier: MIT

import Tensors

/// 1 at the first largest number of each row, 0 elsewhere: where a row maximum came from.
///
/// A NaN counts as the largest, as it does for the row maximum.
///
/// **Gradient.** None: it jumps. Shapes: as the operand. Complexity: O(cells).
public struct MaximumIndicator: Operation {
  public init() {}

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] { operands[0] }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    operands[0].mapRows { row in
      var best = 0
      for index in row.indices where row[index] > row[best] || row[index].isNaN {
        best = index
        if row[index].isNaN { break }
      }
      for index in row.indices { row[index] = index == best ? 1 : 0 }
    }
  }

  /// A jump: where two numbers are too close to call, it may go either way.
  public func roundingError(_ step: RoundingStep) throws(ShapeError) -> Tensor<Double> {
    let (numbers, errors) = (step.operands[0].value.scalars, step.operands[0].error.scalars)
    var start = 0
    return step.result.mapRows { row in
      let places = start..<(start + row.count)
      let best = places.max { numbers[$0] < numbers[$1] } ?? start
      let rival = places.filter { $0 != best }.max { numbers[$0] < numbers[$1] }
      let room = (places.map { errors[$0] }.max() ?? 0) * 2
      let isOpen = rival.map { numbers[best] - numbers[$0] <= room } ?? false
      for index in row.indices {
        row[index] = isOpen && numbers[best] - numbers[start + index] <= room ? 1 : 0
      }
      start += row.count
    }
  }

  public func formula(_ operands: [Formula]) -> Formula { .function("argmax", operands) }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    .isFirstMaximum(index: cell[cell.count - 1], terms: rowOperands(cell, operands[0]))
  }

  /// Each row is searched once.
  public func work(_ operands: [[Axis]]) -> Work { .each(operands[0], 1) }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] { [nil] }
}
