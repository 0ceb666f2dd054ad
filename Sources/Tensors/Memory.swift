// SPDX-License-Identifier: MIT

import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A run of numbers in memory, given back with its last owner.
final class Memory<Scalar: TensorScalar>: @unchecked Sendable {
  let buffer: UnsafeMutableBufferPointer<Scalar>
  private let release: (() -> Void)?

  /// Sets memory aside; it is not cleared.
  init(count: Int) {
    let size = count * MemoryLayout<Scalar>.stride
    release = nil
    let raw = MemoryBlocks.take(size)
    buffer = UnsafeMutableBufferPointer(
      start: raw.bindMemory(to: Scalar.self, capacity: count), count: count)
  }

  /// Looks at numbers that belong to somebody else, who is told when they are no longer needed.
  init(_ buffer: UnsafeMutableBufferPointer<Scalar>, release: @escaping () -> Void) {
    self.buffer = buffer
    self.release = release
  }

  /// The first number; there is memory even for none.
  var start: UnsafeMutablePointer<Scalar> {
    guard let base = buffer.baseAddress else { preconditionFailure("memory has a place") }
    return base
  }

  deinit {
    if let release { return release() }
    MemoryBlocks.giveBack(buffer.baseAddress, buffer.count * MemoryLayout<Scalar>.stride)
  }
}

/// Where memory comes from.
///
/// From 1 MB on it lies on borders of 2 MB and asks for large pages where it fills them, so that touching it
/// the first time takes a five-hundredth as many interruptions. Blocks from a quarter of a megabyte on that are
/// given back wait for the next who asks for the same size, as in the allocators of NumPy and PyTorch:
/// the system clears every new page, and at many positions that takes longer than computing.
private enum MemoryBlocks {
  private struct Waiting: ~Copyable, @unchecked Sendable {
    var blocks: [(place: UnsafeMutableRawPointer, size: Int)] = []
    var byteCount = 0
  }

  private static let waiting = Mutex(Waiting())
  /// How many bytes wait at most.
  private static let most = 1 << 29
  private static let reused = 1 << 18
  private static let large = 1 << 20
  private static let page = 1 << 21

  /// Blocks of nearly the same size stand in for one another.
  private static func rounded(_ size: Int) -> Int { (size + (1 << 16) - 1) & ~((1 << 16) - 1) }

  static func take(_ size: Int) -> UnsafeMutableRawPointer {
    #if os(Linux)
    if size >= reused {
      let size = rounded(size)
      let found = waiting.withLock { waiting -> UnsafeMutableRawPointer? in
        guard let place = waiting.blocks.lastIndex(where: { $0.size == size }) else { return nil }
        waiting.byteCount -= size
        return waiting.blocks.remove(at: place).place
      }
      if let found { return found }
      var raw: UnsafeMutableRawPointer?
      if size >= large, posix_memalign(&raw, page, size) == 0, let raw {
        // A large page that is used in part only would be memory that nobody asked for.
        madvise(raw, size & ~(page - 1), 14)  // MADV_HUGEPAGE
        return raw
      }
    }
    #endif
    // A register's width apart, so that rows can be written past the caches.
    let size = size >= reused ? rounded(size) : max(64, (size + 63) & ~63)
    guard let raw = aligned_alloc(64, size) else {
      fatalError("no memory for \(size) bytes")
    }
    return raw
  }

  static func giveBack(_ place: UnsafeMutableRawPointer?, _ size: Int) {
    #if os(Linux)
    if size >= reused, let place {
      let size = rounded(size)
      let waits = waiting.withLock { waiting -> Bool in
        guard waiting.byteCount + size <= most else { return false }
        waiting.byteCount += size
        waiting.blocks.append((place, size))
        return true
      }
      if waits { return }
    }
    #endif
    free(place)
  }
}
