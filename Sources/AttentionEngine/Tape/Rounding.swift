// SPDX-License-Identifier: MIT

import Tensors

/// A value, and how far the same computation in another type of number or another order of sums may be
/// from it, cell by cell.
public struct RoundedTensor: Sendable {
  public let value: Tensor<Double>
  /// Never negative; 0 where the value is not finite.
  public let error: Tensor<Double>

  public init(value: Tensor<Double>, error: Tensor<Double>) {
    self.value = value
    self.error = error
  }

  /// Numbers that were stored in a type: each may have been rounded once.
  public init(stored value: Tensor<Double>, _ rounding: Rounding) {
    let error = value.magnitudes().multiplied(by: rounding.unit)
    self.init(value: value, error: error.zeroedWhereNotFinite(value))
  }
}

/// The type of number whose rounding is reckoned with.
public struct Rounding: Sendable, Equatable {
  /// How far one rounding may go, relative to the number: 2⁻²⁴ for float32.
  public let unit: Double
  /// The smallest number before precision is lost, or is flushed to zero.
  public let smallest: Double
  /// The largest number; what is beyond it is ∞.
  public let largest: Double

  public init(unit: Double, smallest: Double, largest: Double) {
    self.unit = unit
    self.smallest = smallest
    self.largest = largest
  }

  /// What is smaller than this is rounded to 0: half of the least number there is.
  var vanishing: Double { smallest * unit }
}

/// What an operation needs to say how far its result may be off.
public struct RoundingStep {
  public let operands: [RoundedTensor]
  /// The result in float64, with its axes.
  public let result: Tensor<Double>
  public let rounding: Rounding

  public var unit: Double { rounding.unit }

  /// The error of a sum or difference: those of both operands, and one rounding.
  func errorOfSum() throws(ShapeError) -> Tensor<Double> {
    let axes = result.axes
    let passedOn = try Tensor.elementwise(.sum, operands[0].error, operands[1].error, axes: axes)
    let sizes = try Tensor.elementwise(
      .sum, operands[0].value.magnitudes(), operands[1].value.magnitudes(), axes: axes)
    return try Tensor.elementwise(.sum, passedOn, sizes.multiplied(by: unit), axes: axes)
  }
}

extension Operation {
  /// Computes a result in float64 and how far another computation of it may be off.
  ///
  /// - Throws: `ShapeError` when the operands do not fit.
  public func rounded(
    _ operands: [RoundedTensor], _ rounding: Rounding
  ) throws(ShapeError) -> RoundedTensor {
    _ = try resultAxes(operands.map(\.value.axes))
    let result = try evaluate(operands.map(\.value))
    let step = RoundingStep(operands: operands, result: result, rounding: rounding)
    let error = try roundingError(step)
    return RoundedTensor(value: result, error: error.zeroedWhereNotFinite(result))
  }

  /// Cell by cell, from the arithmetic: right for every operation, slow for large ones.
  public func roundingError(_ step: RoundingStep) throws(ShapeError) -> Tensor<Double> {
    try errorCellByCell(step)
  }

  func errorCellByCell(_ step: RoundingStep) throws(ShapeError) -> Tensor<Double> {
    if copiesCells { return try evaluate(step.operands.map(\.error)) }
    let axes = step.operands.map(\.value.axes)
    let errors = allCells(step.result.shape).map { cell in
      arithmetic(of: cell, axes).evaluate { index, operandCell in
        RoundedNumber(
          step.operands[index].value[operandCell], error: step.operands[index].error[operandCell],
          step.rounding)
      }.error(step.rounding)
    }
    return Tensor(axes: step.result.axes, scalars: errors)
  }

  public var copiesCells: Bool { false }
}

extension Tensor where Scalar == Double {
  /// Every number without its sign.
  package func magnitudes() -> Tensor<Double> {
    mapRows { row in for index in row.indices { row[index] = abs(row[index]) } }
  }

  /// 0 where a value is infinite or NaN: such a value is met exactly or not at all.
  fileprivate func zeroedWhereNotFinite(_ values: Tensor<Double>) -> Tensor<Double> {
    Tensor(axes: axes) { result in
      withContiguous { own in
        values.withContiguous { values in
          for index in result.indices {
            result[index] = values[index].isFinite ? own[index] : 0
          }
        }
      }
    }
  }
}
