// SPDX-License-Identifier: MIT

import Tensors

/// A handle on a value that stands on a tape.
public struct TapeValue: Sendable, Hashable {
  /// Its place on the tape; operands always have smaller places than what is computed from them.
  public let index: Int
}

/// The writer: records an attention computation operation by operation.
///
///     var tape = Tape<Double>()
///     let query = tape.give(.query, queryTensor)
///     let key = tape.give(.key, keyTensor)
///     let scores = try tape.record(.rawScores, MatrixProduct(transposingRight: true), query, key)
///     let trace = tape.finish()
///
/// A value is recorded on the line where it is born. Values that no reader should have to look at on
/// their own (a product before its bias is added) are applied without a name; whoever asks why a
/// named cell has its value sees through them.
public struct Tape<Scalar: TensorScalar>: Sendable {
  struct Entry: Sendable {
    var stage: StageID?
    var operation: (any Operation)?
    var mistakes: [Mistake] = []
    var operands: [Int]
    var tensor: Tensor<Scalar>
  }

  /// What becomes of the values between the given ones and the last.
  public enum Keeping: Sendable {
    /// Every value can be read back; those that follow exactly from others are derived when read.
    case everything
    /// Values of more numbers than this, and what depends on them, are computed when they are asked
    /// for: a row at a time.
    case upTo(Int)
    /// Only the last value: scores and weights exist a block of rows at a time, while they are used.
    case lastOnly
  }

  private(set) var entries: [Entry] = []
  let keeping: Keeping
  private var placeOfStage: [StageID: Int] = [:]

  public init(keeping: Keeping = .everything) { self.keeping = keeping }

  /// Puts a value on the tape that was given, not computed.
  public mutating func give(_ stage: StageID, _ tensor: Tensor<Scalar>) -> TapeValue {
    append(Entry(stage: stage, operation: nil, operands: [], tensor: tensor))
  }

  /// Computes a value and records it under a stage.
  ///
  /// - Throws: `ShapeError` when the operands do not fit the operation.
  public mutating func record(
    _ stage: StageID, _ operation: any Operation, _ operands: TapeValue...
  ) throws(ShapeError) -> TapeValue {
    try append(stage, operation, operands)
  }

  /// Computes a value without a name of its own.
  ///
  /// - Throws: `ShapeError` when the operands do not fit the operation.
  public mutating func apply(
    _ operation: any Operation, _ operands: TapeValue...
  ) throws(ShapeError) -> TapeValue {
    try append(nil, operation, operands)
  }

  /// Computes a value without a name, from operands in a list.
  ///
  /// - Throws: `ShapeError` when the operands do not fit the operation.
  package mutating func apply(
    _ operation: any Operation, _ operands: [TapeValue], mistakes: [Mistake] = []
  ) throws(ShapeError) -> TapeValue {
    let value = try append(nil, operation, operands)
    entries[value.index].mistakes = mistakes
    return value
  }

  /// Gives a name to a value; a value that has one already is recorded again, unchanged.
  ///
  /// - Throws: `ShapeError`, never for values of this tape.
  public mutating func name(
    _ value: TapeValue, _ stage: StageID, axes: [Axis]? = nil
  ) throws(ShapeError) -> TapeValue {
    if entries[value.index].stage == nil {
      entries[value.index].stage = stage
      if let axes { entries[value.index].tensor = entries[value.index].tensor.relabelled(axes) }
      placeOfStage[stage] = value.index
      return value
    }
    let axes = axes ?? entries[value.index].tensor.axes
    return try append(stage, Unchanged(axes: axes), [value])
  }

  /// The numbers of a value.
  public func tensor(_ value: TapeValue) -> Tensor<Scalar> { entries[value.index].tensor }

  /// The axes of a value.
  public func axes(_ value: TapeValue) -> [Axis] { entries[value.index].tensor.axes }

  /// The value recorded under a stage.
  public func value(_ stage: StageID) -> TapeValue? {
    placeOfStage[stage].map(TapeValue.init)
  }

  private mutating func append(
    _ stage: StageID?, _ operation: any Operation, _ operands: [TapeValue]
  ) throws(ShapeError) -> TapeValue {
    let tensors = operands.map { entries[$0.index].tensor }
    let tensor = try evaluate(operation, tensors)
    return append(
      Entry(stage: stage, operation: operation, operands: operands.map(\.index), tensor: tensor))
  }

  private func evaluate(
    _ operation: any Operation, _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let isOnDemand: Bool
    switch keeping {
    case .everything:
      // Scores and weights are filled with the answers that are made from them, a block of queries at a
      // time; operands beside the first are looked at by every block.
      for operand in operands.dropFirst() { operand.fillNow() }
      if try isFilledLater(operation, operands), let rows = try operation.rows(operands) {
        return Tensor(filledLater: rows)
      }
      return try operation.evaluate(operands)
    case .upTo(let most):
      let axes = try operation.resultAxes(operands.map(\.axes))
      isOnDemand =
        axes.placeCount > most || operands.contains { $0.count > most && !$0.isKept }
    case .lastOnly:
      // A result with more numbers than all it is made of, and what goes on from there.
      let count = try operation.resultAxes(operands.map(\.axes)).placeCount
      let given = operands.reduce(0) { $0 + $1.count }
      isOnDemand =
        count > given || (operands.first.map { !$0.isKept && count >= $0.count } ?? false)
    }
    if isOnDemand, let rows = try operation.rows(operands) { return Tensor(onDemand: rows) }
    return try operation.evaluate(operands)
  }

  /// Whether a result is large, and larger than what it is made of, or follows from such a one.
  private func isFilledLater(
    _ operation: any Operation, _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Bool {
    guard let first = operands.first, !operation.isDerived else { return false }
    let given = operands.reduce(0) { $0 + $1.count }
    // So few rows and columns do not make a large matrix.
    guard given * given >= 4 * Self.smallestFilledLater else { return false }
    let count = try operation.resultAxes(operands.map(\.axes)).placeCount
    return count >= Self.smallestFilledLater
      && (count > given || (first.isUnfilled && count >= first.count))
  }

  private static var smallestFilledLater: Int { 1 << 16 }

  /// Fills what was to be filled with values that were never recorded.
  func fillRest() {
    for entry in entries.reversed() where entry.stage != nil { entry.tensor.fillNow() }
  }

  private mutating func append(_ entry: Entry) -> TapeValue {
    if let stage = entry.stage {
      precondition(placeOfStage[stage] == nil, "stage \(stage) is recorded twice")
      placeOfStage[stage] = entries.count
    }
    entries.append(entry)
    return TapeValue(index: entries.count - 1)
  }
}
