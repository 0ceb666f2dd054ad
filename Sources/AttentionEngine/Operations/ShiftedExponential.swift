// SPDX-License-Identifier: MIT

import Tensors

/// e to the power of each score, its row's maximum taken off first.
///
/// `result[…, i, j] = e^(scores[…, i, j] − maximum[…, i])`; 0 for a blocked score, and in a row whose
/// maximum is −∞ as well where `emptyRows` is zero.
///
/// **One cell.** With a score of 1 and a row maximum of 2: `e^(1 − 2) = 0.368`.
///
/// **Gradient.** `∂scores = ∂result ⊙ result`; the maximum gets minus the sum of that.
///
/// Shapes: scores `[…, query, key]`, maximum `[…, query, 1]`, result as the scores. O(cells).
/// Source: Milakov and Gimelshein 2018, the safe softmax.
public struct ShiftedExponential: Operation {
  public let emptyRows: EmptyRows

  public init(emptyRows: EmptyRows = .nan) { self.emptyRows = emptyRows }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    let stretched = try stretchedAxes(operands[0], operands[1])
    guard stretched.map(\.size) == operands[0].map(\.size), operands[1].last?.size == 1 else {
      throw .notBroadcastable(from: operands[1].inWords, to: operands[0].inWords)
    }
    return operands[0]
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    let shifted = try Tensor.elementwise(.difference, operands[0], operands[1], axes: axes)
    let result = shifted.exponentials()
    guard emptyRows == .zero else { return result }
    // −∞ − (−∞) is NaN only in an empty row; there the rule is zero.
    return try result.zeroed(where: operands[0])
  }

  public func formula(_ operands: [Formula]) -> Formula {
    .power(.symbol("e"), .difference(operands[0], operands[1]))
  }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    let score = Arithmetic.operand(index: 0, cell: cell)
    let maximum = Arithmetic.operand(index: 1, cell: sourceCell(of: cell, in: operands[1]))
    return .shiftedExponential(score, maximum, empty: emptyRows.value)
  }

  public func work(_ operands: [[Axis]]) -> Work { .each(operands[0], 2) }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    let scores = try step.apply(CellProduct(), step.upstream, step.result)
    let sums = try step.apply(RowSum(), scores)
    let shifts = try step.apply(Scale(by: .number(-1)), sums)
    return [scores, try step.unstretched(shifts, to: step.operands[1])]
  }

  static let leftOn =
    "The row maximum was not taken off, and an exponential left the range of the type."
  static let clamped =
    "The maximum that was taken off could not be negative, and every exponential of a row is 0."
  static let takingOffAny = "Take the row's own maximum off, whatever its sign."
  static let takingOff =
    "Take the row maximum off before the exponentials: it changes nothing and keeps them finite."
}

extension Tensor {
  /// Returns the tensor with 0 wherever `scores` is −∞.
  func zeroed(where scores: Tensor) throws(ShapeError) -> Tensor {
    let blocked = scores.contiguous()
    return Tensor(axes: axes) { result in
      withContiguous { numbers in
        blocked.withContiguous { hidden in
          for index in result.indices {
            result[index] = hidden[index] == -.infinity ? 0 : numbers[index]
          }
        }
      }
    }
  }
}
