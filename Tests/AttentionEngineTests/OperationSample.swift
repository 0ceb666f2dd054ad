// SPDX-License-Identifier: MIT

import TestSupport
import Tensors
import Testing

@testable import AttentionEngine

/// One operation on operands of given axes: what the tests of all operations run on.
struct OperationSample: Sendable, CustomTestStringConvertible {
  /// What `gradient` says of the operation.
  enum Slope: Sendable {
    /// The derivative of `evaluate`, for these operands.
    case derivative(operands: [Bool])
    /// Passed on unchanged, also where a cell was blocked and the derivative would be zero.
    case passedOn
    /// None: the operation jumps, or it is a mistake that nobody differentiates.
    case absent
  }

  let name: String
  let operation: any Operation
  let operands: [[Axis]]
  let range: ClosedRange<Double>
  let slope: Slope
  /// Changes a random number in its place: blocks a cell, empties a row.
  let adjust: @Sendable (_ operand: Int, _ cell: [Int], _ number: Double) -> Double

  init(
    _ name: String, _ operation: any Operation, _ operands: [[Axis]],
    in range: ClosedRange<Double> = -2...2, slope: Slope? = nil,
    adjust: @escaping @Sendable (Int, [Int], Double) -> Double = { $2 }
  ) {
    self.name = name
    self.operation = operation
    self.operands = operands
    self.range = range
    self.slope = slope ?? .derivative(operands: operands.map { _ in true })
    self.adjust = adjust
  }

  var testDescription: String { name }

  /// The name of the operation's type, as its file declares it.
  var typeName: String { "\(type(of: operation))" }

  func tensors<Scalar: TensorScalar>(
    seed: UInt64 = 7, as type: Scalar.Type = Scalar.self
  ) -> [Tensor<Scalar>] {
    var random = RandomNumbers(seed: seed)
    return operands.enumerated().map { index, axes in
      let cells = allCells(axes.map(\.size))
      let numbers = cells.map { cell in
        Scalar(adjust(index, cell, Double.random(in: range, using: &random)))
      }
      return Tensor(axes: axes, scalars: numbers)
    }
  }
}

/// Axes by name and size, for samples: `[Axis](.head, 2, .query, 3)` would not be as short.
func axes(_ names: AxisName..., sizes: [Int]) -> [Axis] {
  zip(names, sizes).map { Axis($0, $1) }
}
