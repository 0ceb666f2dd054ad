// SPDX-License-Identifier: MIT

import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The numbers behind one or more tensors: kept in memory, or computed when they are asked for.
///
/// Numbers on demand come from a `RowRecipe`. Whoever asks for one cell has its row computed, whoever
/// asks for all of them gets them kept from then on; either way they are the same, bit for bit, as if
/// they had been kept from the beginning.
///
/// Sendable although it holds a pointer: numbers are written only while the one tensor that made
/// the storage is being initialised, or under a lock, and only read afterwards.
final class TensorStorage<Scalar: TensorScalar>: @unchecked Sendable {
  /// How the numbers are computed, where they are not kept.
  let recipe: RowRecipe<Scalar>?
  private let kept: Memory<Scalar>?
  private let onDemand = Mutex(OnDemand<Scalar>())

  /// Sets memory aside for numbers to be kept.
  init(count: Int) {
    kept = Memory(count: count)
    recipe = nil
  }

  /// Keeps nothing but the way to compute the numbers.
  init(recipe: RowRecipe<Scalar>) {
    kept = nil
    self.recipe = recipe
  }

  /// Looks at numbers that lie elsewhere, such as in a file that is mapped into memory.
  init(memory: Memory<Scalar>) {
    kept = memory
    recipe = nil
  }

  /// How many numbers there are.
  var count: Int { kept?.buffer.count ?? recipe?.count ?? 0 }

  /// All numbers; those on demand are computed first, by all cores, and kept.
  var buffer: UnsafeMutableBufferPointer<Scalar> {
    if let kept { return kept.buffer }
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

  /// Whether all numbers are in memory.
  var isKept: Bool { kept != nil || onDemand.withLock { $0.all != nil } }

  /// The number at a place.
  func number(at place: Int) -> Scalar {
    if let kept { return kept.buffer[place] }
    guard let recipe else { return .nan }
    return onDemand.withLock { state in
      if let memory = state.all { return memory.buffer[place] }
      let row = place / recipe.columns
      if state.row?.index != row {
        let numbers = state.row?.numbers ?? Memory<Scalar>(count: recipe.columns)
        recipe.fill(row..<(row + 1), numbers.buffer)
        state.row = (row, numbers)
      }
      return state.row?.numbers.buffer[place % recipe.columns] ?? .nan
    }
  }
}

/// What was computed of numbers on demand.
private struct OnDemand<Scalar: TensorScalar>: @unchecked Sendable {
  var all: Memory<Scalar>?
  /// The row that was asked for last: neighbours are often asked for one after another.
  var row: (index: Int, numbers: Memory<Scalar>)?
}

/// A run of numbers in memory, freed with its last owner.
final class Memory<Scalar: TensorScalar>: @unchecked Sendable {
  let buffer: UnsafeMutableBufferPointer<Scalar>
  private let release: (() -> Void)?

  /// Sets memory aside; it is not cleared.
  ///
  /// From 4 MB on it lies on borders of 2 MB and asks for large pages, so that touching it the first time takes a
  /// five-hundredth as many interruptions.
  init(count: Int) {
    let size = count * MemoryLayout<Scalar>.stride
    release = nil
    #if os(Linux)
    if size >= 1 << 22, let raw = aligned_alloc(1 << 21, (size + 0x1F_FFFF) & ~0x1F_FFFF) {
      madvise(raw, size, 14)  // MADV_HUGEPAGE
      buffer = UnsafeMutableBufferPointer(
        start: raw.bindMemory(to: Scalar.self, capacity: count), count: count)
      return
    }
    #endif
    guard let raw = malloc(max(size, 16)) else { fatalError("no memory for \(size) bytes") }
    buffer = UnsafeMutableBufferPointer(
      start: raw.bindMemory(to: Scalar.self, capacity: count), count: count)
  }

  /// Looks at numbers that belong to somebody else, who is told when they are no longer needed.
  init(_ buffer: UnsafeMutableBufferPointer<Scalar>, release: @escaping () -> Void) {
    self.buffer = buffer
    self.release = release
  }

  deinit {
    if let release { release() } else { free(buffer.baseAddress) }
  }
}
