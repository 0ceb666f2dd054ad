// SPDX-License-Identifier: MIT

import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Shares work out over the cores.
///
/// One pool for everything: matrix products are cut into blocks of rows here, each computed by one
/// thread of OpenBLAS, so that two pools never fight for the same cores. Work that is done sooner
/// than a thread wakes up stays on the calling thread.
public enum Workers {
  /// How many threads large work is shared out over.
  public static let count: Int = {
    if let given = getenv("OPENBLAS_NUM_THREADS").flatMap({ Int(String(cString: $0)) }), given > 0 {
      return min(given, 256)
    }
    return max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }()

  /// Why there are so many.
  public static var reason: String {
    getenv("OPENBLAS_NUM_THREADS") == nil
      ? "the cores of this machine" : "OPENBLAS_NUM_THREADS asks for it"
  }

  /// Below this many steps (multiplications, or numbers written) a thread is not worth waking.
  static let smallestShare = 1 << 18

  /// Calls `body` with 0 ..< `pieces`, on several threads where the work is worth it.
  ///
  /// - Parameters:
  ///   - pieces: How many independent pieces there are.
  ///   - work: How many steps they take together.
  ///   - body: Computes one piece; several run at once.
  static func run(_ pieces: Int, work: Int, _ body: @Sendable (Int) -> Void) {
    run(pieces, work: work, state: {}) { piece, _ in body(piece) }
  }

  /// Calls `body` with 0 ..< `pieces`, and with something that each thread makes for itself.
  static func run<State>(
    _ pieces: Int, work: Int, state: @Sendable () -> State,
    _ body: @Sendable (Int, State) -> Void
  ) {
    guard pieces > 1, count > 1, work >= 2 * smallestShare else {
      let own = state()
      for piece in 0..<pieces { body(piece, own) }
      return
    }
    let next = Counter()
    WorkerPool.shared.run {
      let own = state()
      while let piece = next.take(below: pieces) { body(piece, own) }
    }
  }
}

/// Hands out the next piece to whoever asks.
private final class Counter: Sendable {
  private let next = Atomic(0)

  func take(below end: Int) -> Int? {
    let piece = next.add(1, ordering: .relaxed).oldValue
    return piece < end ? piece : nil
  }
}
