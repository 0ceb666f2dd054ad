// SPDX-License-Identifier: MIT

import Tensors

/// One step of an attention computation: everything there is to say about it, in one file.
///
/// An operation has five faces. `evaluate` computes the whole tensor, fast. `formula` is how a person
/// writes it. `arithmetic` is one cell as the sum a person would do. `gradient` is the reverse step,
/// itself made of operations. `mistakes` are the classic ways to get it wrong. An operation that
/// does more than move numbers says what it costs as well, as `work`.
///
/// Readers never ask which operation they have: what they need to know, the operation states.
public protocol Operation: Sendable {
  /// The axes of the result.
  ///
  /// - Parameter operands: The axes of each operand.
  /// - Returns: The axes, outermost first.
  /// - Throws: `ShapeError` when the operands do not fit together.
  func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis]

  /// Computes the whole result.
  ///
  /// - Parameter operands: The operands, whose axes `resultAxes` has accepted.
  /// - Returns: The result, with exactly the axes that `resultAxes` gives.
  /// - Throws: `ShapeError`.
  func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar>

  /// How rows of the result are computed a few at a time, where rows of the first operand and all of
  /// the others are enough for it.
  ///
  /// From the same recipe come the whole result, results too large to be kept, and rows that a
  /// product needs only once; so what is computed on demand is what would have been recorded.
  ///
  /// - Parameter operands: The operands, whose axes `resultAxes` has accepted.
  /// - Returns: The recipe; `nil` where the operation can only be computed as a whole.
  /// - Throws: `ShapeError`.
  func rows<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> RowRecipe<Scalar>?

  /// Writes the operation as a formula of its operands' formulas.
  func formula(_ operands: [Formula]) -> Formula

  /// States one result cell as arithmetic over operand cells.
  ///
  /// - Parameters:
  ///   - cell: The place in the result, one index an axis.
  ///   - operands: The axes of each operand.
  /// - Returns: A tree whose operand indices count this operation's operands.
  func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic

  /// Records the reverse step: how the loss changes with each operand.
  ///
  /// - Parameter step: The tape, the gradient of the result, the operands and the result.
  /// - Returns: One gradient an operand, with its axes; `nil` for an operand without one.
  /// - Throws: `ShapeError`.
  func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?]

  /// What there is to compute and to send, for operands of these axes.
  ///
  /// The tests hold it to `arithmetic`: what a person would count, shared where rows share it.
  func work(_ operands: [[Axis]]) -> Work

  /// The classic ways to get this step wrong.
  var mistakes: [Mistake] { get }

  /// Whether a large result is not kept but derived again when it is read: a few steps for each cell of
  /// something that is kept.
  var isDerived: Bool { get }

  /// Whether every result cell is a copy of an operand cell, so that nothing is rounded.
  var copiesCells: Bool { get }

  /// How far the result may be off when it is computed in another type or another order of sums.
  ///
  /// Derived from `arithmetic` unless an operation states it faster; large tensors need that.
  ///
  /// - Parameter step: The operands with their errors, and the result.
  /// - Returns: One bound a cell, with the axes of the result.
  /// - Throws: `ShapeError`.
  func roundingError(_ step: RoundingStep) throws(ShapeError) -> Tensor<Double>
}

extension Operation {
  public func work(_ operands: [[Axis]]) -> Work { .none }
  public var mistakes: [Mistake] { [] }
  public var isDerived: Bool { false }

  public func rows<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> RowRecipe<Scalar>? { nil }
}

/// What an operation needs to record its reverse step.
public struct ReverseStep<Scalar: TensorScalar> {
  public var tape: Tape<Scalar>
  /// The gradient of the loss with respect to the result.
  public let upstream: TapeValue
  public let operands: [TapeValue]
  public let result: TapeValue

  /// Records an unnamed operation of the reverse step.
  ///
  /// - Parameters:
  ///   - operation: What is computed.
  ///   - operands: From what.
  ///   - mistakes: How this step is got wrong, in terms of these operands.
  /// - Returns: The result.
  /// - Throws: `ShapeError` when the operands do not fit the operation.
  public mutating func apply(
    _ operation: any Operation, _ operands: TapeValue..., mistakes: [Mistake] = []
  ) throws(ShapeError) -> TapeValue {
    try tape.apply(operation, operands, mistakes: mistakes)
  }
}
