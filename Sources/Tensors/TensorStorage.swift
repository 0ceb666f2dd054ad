// SPDX-License-Identifier: MIT

import Synchronization

/// The numbers behind one or more tensors: kept in memory, or computed when they are asked for.
///
/// Numbers on demand come from a `RowRecipe`. Whoever asks for one cell has its row computed, whoever
/// asks for all of them gets them kept from then on; either way they are the same, bit for bit, as if
/// they had been kept from the beginning. Numbers that are to be kept may be filled later, by whoever
/// computes all rows that are made from them; who looks at them before has them computed.
///
/// Sendable although it holds a pointer: numbers are written only while the one tensor that made
/// the storage is being initialised, or under a lock, and only read afterwards.
final class TensorStorage<Scalar: TensorScalar>: @unchecked Sendable {
  /// How the numbers are computed, where they are not kept.
  let recipe: RowRecipe<Scalar>?
  /// How many numbers a row on demand has; apart, since a recipe is large to be copied for each number.
  private let columns: Int
  private let kept: Memory<Scalar>?
  private let onDemand = Mutex(OnDemand<Scalar>())
  private let filled: Atomic<Bool>

  /// Sets memory aside for numbers to be kept.
  convenience init(count: Int) { self.init(memory: Memory(count: count)) }

  /// Keeps nothing but the way to compute the numbers.
  init(recipe: RowRecipe<Scalar>) {
    kept = nil
    filled = Atomic(false)
    self.recipe = recipe
    columns = max(1, recipe.columns)
  }

  /// Sets memory aside, and fills it when all rows are computed.
  init(filledLater recipe: RowRecipe<Scalar>) {
    kept = Memory(count: recipe.count)
    filled = Atomic(false)
    self.recipe = recipe
    columns = max(1, recipe.columns)
  }

  /// Looks at numbers that lie elsewhere, such as in a file that is mapped into memory.
  init(memory: Memory<Scalar>) {
    kept = memory
    filled = Atomic(true)
    recipe = nil
    columns = 1
  }

  /// How many numbers there are.
  var count: Int { kept?.buffer.count ?? recipe?.count ?? 0 }

  /// All numbers; those on demand are computed first, by all cores, and kept.
  var buffer: UnsafeMutableBufferPointer<Scalar> {
    if let kept {
      if !isFilled { fillNow(kept) }
      return kept.buffer
    }
    return onDemand.withLock { state in
      if let memory = state.all { return memory.buffer }
      guard let recipe else { return UnsafeMutableBufferPointer(start: nil, count: 0) }
      let memory = Memory<Scalar>(count: recipe.count)
      recipe.fillAll(memory.buffer)
      state.all = memory
      state.row = nil
      return memory.buffer
    }
  }

  private func fillNow(_ memory: Memory<Scalar>) {
    onDemand.withLock { _ in
      guard !isFilled, let recipe else { return }
      recipe.fillAll(memory.buffer)
      isFilled = true
    }
  }

  /// Whether all numbers are in memory, or to be kept there.
  var isKept: Bool { kept != nil || onDemand.withLock { $0.all != nil } }

  /// Whether the memory of numbers to be kept is filled.
  var isFilled: Bool {
    get { filled.load(ordering: .acquiring) }
    set { filled.store(newValue, ordering: .releasing) }
  }

  /// Whether rows must be computed to be read.
  var isUnfilled: Bool { kept == nil ? !isKept : !isFilled }

  /// Whether so many numbers are kept that they would drive everything else out of the second cache; they
  /// are written past it, which also saves reading what is overwritten.
  var isStreamed: Bool { count * MemoryLayout<Scalar>.stride >= 1 << 21 }

  /// Where rows are to be kept.
  struct Keeper {
    fileprivate let start: UnsafeMutablePointer<Scalar>
    fileprivate let isStreamed: Bool

    /// Puts one row where it is to be kept.
    @inline(__always)
    func keep(row: Int, _ numbers: UnsafeMutableBufferPointer<Scalar>) {
      guard let from = numbers.baseAddress else { return }
      let place = start + row * numbers.count
      if isStreamed {
        Scalar.stream(UnsafePointer(from), numbers.count, to: place)
      } else {
        place.update(from: from, count: numbers.count)
      }
    }
  }

  /// Where rows are to be kept; `nil` where they are not.
  var keeper: Keeper? { kept.map { Keeper(start: $0.start, isStreamed: isStreamed) } }

  /// Copies rows that are kept.
  func copyRows(_ rows: Range<Int>, to block: RowBlock<Scalar>) {
    guard let kept else { return }
    for row in rows {
      (block.base + (row - rows.lowerBound) * block.step).update(
        from: kept.start + row * block.columns, count: block.columns)
    }
  }

  /// The number at a place.
  func number(at place: Int) -> Scalar {
    if kept != nil { return buffer[place] }
    return onDemand.withLock { state in
      if let memory = state.all { return memory.buffer[place] }
      let row = place / columns
      if state.row?.index != row {
        guard let recipe else { return .nan }
        let numbers = state.row?.numbers ?? Memory<Scalar>(count: columns)
        recipe.fill(
          row..<(row + 1),
          RowBlock(base: numbers.start, step: columns, columns: columns),
          Workspace(isForOneRow: true))
        state.row = (row, numbers)
      }
      return state.row?.numbers.buffer[place % columns] ?? .nan
    }
  }
}

/// What was computed of numbers on demand.
private struct OnDemand<Scalar: TensorScalar>: @unchecked Sendable {
  var all: Memory<Scalar>?
  /// The row that was asked for last: neighbours are often asked for one after another.
  var row: (index: Int, numbers: Memory<Scalar>)?
}
