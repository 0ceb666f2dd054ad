// SPDX-License-Identifier: MIT

import Tensors

/// The finished record of an attention computation: an immutable value that every reader takes.
public struct Trace: Sendable {
  /// One value of the tape.
  public struct Record: Sendable {
    /// Its name; `nil` for a value that readers see through.
    public let stage: StageID?
    /// How it was computed; `nil` when it was given.
    public let operation: (any Operation)?
    /// Mistakes that belong to this use of the operation: a reverse step's.
    public let mistakes: [Mistake]
    /// Where its operands stand in `records`, always before it.
    public let operands: [Int]
    public let axes: [Axis]
    /// The numbers; kept for every named record.
    public internal(set) var tensor: AnyTensor?

    /// Whether the numbers are in memory; others are computed when they are asked for.
    public var isKept: Bool { tensor?.isKept ?? false }
  }

  /// All values, in the order they were recorded.
  public var records: [Record] { book.records }
  private let book: TraceRecords
  public let precision: Precision
  private let placeOfStage: [StageID: Int]
  /// What the forward pass knows of the mask, for the invariants.
  public var causalOffsets: [Int]?

  init<Scalar: TensorScalar>(_ tape: Tape<Scalar>) {
    precision = Scalar.precision
    let records = tape.entries.map { entry in
      Record(
        stage: entry.stage, operation: entry.operation, mistakes: entry.mistakes,
        operands: entry.operands,
        axes: entry.tensor.axes, tensor: entry.stage == nil ? nil : AnyTensor(entry.tensor))
    }
    var places: [StageID: Int] = [:]
    for (index, record) in records.enumerated() {
      if let stage = record.stage { places[stage] = index }
    }
    placeOfStage = places
    book = TraceRecords(records)
  }

  /// The same steps with other numbers, one tensor a record.
  init<Scalar: TensorScalar>(_ template: Trace, _ values: NumberArena<Scalar>.Values) {
    precision = template.precision
    placeOfStage = template.placeOfStage
    causalOffsets = template.causalOffsets
    book = TraceRecords { [book = template.book] in
      var records = book.records
      for place in records.indices where records[place].stage != nil {
        records[place].tensor = AnyTensor(values[place])
      }
      return records
    }
  }

  /// The named stages in the order they were recorded.
  public var stages: [StageID] { records.compactMap(\.stage) }

  /// Where a stage stands in `records`.
  public func place(of stage: StageID) -> Int? { placeOfStage[stage] }

  /// The record of a stage.
  public func record(_ stage: StageID) -> Record? { placeOfStage[stage].map { records[$0] } }

  /// The numbers of a stage.
  public subscript(stage: StageID) -> AnyTensor? { record(stage)?.tensor }
}

extension Tape {
  /// Ends the recording.
  public func finish() -> Trace {
    if case .everything = keeping { fillRest() }
    return Trace(self)
  }
}

// MARK: - Asking

extension Trace {
  /// How a cell was computed, in terms of cells of named stages.
  ///
  /// - Parameters:
  ///   - place: A place in `records`.
  ///   - cell: A cell of it.
  /// - Returns: A tree whose operand indices are places in `records`; `nil` for a given value.
  /// - Complexity: O(operand cells of the composed step).
  public func arithmetic(at place: Int, cell: [Int]) -> Arithmetic? {
    let record = records[place]
    guard let operation = record.operation else { return nil }
    let operandAxes = record.operands.map { records[$0].axes }
    return operation.arithmetic(of: cell, operandAxes).substituting { index, operandCell in
      let operand = record.operands[index]
      let tree = Arithmetic.operand(index: operand, cell: operandCell)
      guard records[operand].stage == nil else { return tree }
      return arithmetic(at: operand, cell: operandCell) ?? tree
    }
  }

  /// The formula of a record, in the symbols of named stages; `nil` for a given value.
  public func formula(at place: Int) -> Formula? {
    let record = records[place]
    guard let operation = record.operation else { return nil }
    return operation.formula(
      record.operands.map { operand in
        if let stage = records[operand].stage { return Stage.named(stage).symbol }
        return formula(at: operand) ?? .symbol("?")
      })
  }

  /// The number in a cell of a named record.
  public func value(at place: Int, cell: [Int]) -> Double {
    records[place].tensor?[cell] ?? .nan
  }

  /// Computes a cell again from the recorded numbers it was made of, in double precision, and
  /// rounds the result to the precision of the trace.
  ///
  /// - Returns: `nil` for a given value.
  public func recomputed(at place: Int, cell: [Int]) -> Double? {
    let exact = arithmetic(at: place, cell: cell)?.evaluate { value(at: $0, cell: $1) }
    return precision == .float32 ? exact.map { Double(Float($0)) } : exact
  }

  /// Whether a cell of scores or weights is hidden by the mask.
  public func isMasked(_ stage: StageID, cell: [Int]) -> Bool {
    let known = Stage.named(stage)
    guard known.marksMaskedCells, let scores = self[known.maskedBy],
      scores.axes.count == cell.count
    else { return false }
    return scores[cell] == -.infinity
  }
}
