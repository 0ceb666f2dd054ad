// SPDX-License-Identifier: MIT

import Dispatch
import Synchronization
import Testing

@testable import Tensors

/// Every piece of shared work is done exactly once, whoever asks, and however often.
@Suite struct WorkersTests {
  /// Counts how often each piece was done.
  private final class Tally: Sendable {
    private let counts: Mutex<[Int]>

    init(_ pieces: Int) { counts = Mutex(Array(repeating: 0, count: pieces)) }

    func add(_ piece: Int) { counts.withLock { $0[piece] += 1 } }

    var isOnceEach: Bool { counts.withLock { $0.allSatisfy { $0 == 1 } } }
  }

  private let large = 1 << 24

  @Test func `each piece is done once, share after share`() {
    for round in 0..<2_000 {
      let pieces = 1 + round % 7
      let tally = Tally(pieces)
      Workers.run(pieces, work: large) { tally.add($0) }
      #expect(tally.isOnceEach)
    }
  }

  @Test func `helpers that fell asleep are woken up`() {
    for _ in 0..<20 {
      let tally = Tally(50)
      // Longer than helpers look out for work.
      wait(milliseconds: 3)
      Workers.run(50, work: large) { piece in
        wait(milliseconds: 0.05)
        tally.add(piece)
      }
      #expect(tally.isOnceEach)
    }
  }

  @Test func `work that shares out work is done once`() {
    let tally = Tally(12)
    Workers.run(4, work: large) { outer in
      Workers.run(3, work: large) { tally.add(outer * 3 + $0) }
    }
    #expect(tally.isOnceEach)
  }

  @Test func `several threads ask at once`() {
    let tallies = (0..<6).map { _ in Tally(400) }
    DispatchQueue.concurrentPerform(iterations: tallies.count) { own in
      for share in 0..<40 {
        Workers.run(10, work: large) { tallies[own].add(share * 10 + $0) }
      }
    }
    #expect(tallies.allSatisfy { $0.isOnceEach })
  }

  /// The first piece waits for the second to begin: only another thread can begin it meanwhile.
  @Test(.enabled(if: Workers.count > 1), .timeLimit(.minutes(1)))
  func `helpers do come`() {
    let haveMet = Atomic(false)
    // Helpers may be with somebody else: tried until one comes.
    while !haveMet.load(ordering: .acquiring) {
      let begun = Atomic(0)
      Workers.run(2, work: large) { _ in
        guard begun.add(1, ordering: .acquiringAndReleasing).oldValue == 0 else { return }
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .milliseconds(200) {
          if begun.load(ordering: .acquiring) == 2 {
            return haveMet.store(true, ordering: .releasing)
          }
        }
      }
    }
  }

  private func wait(milliseconds: Double) {
    let start = ContinuousClock.now
    while ContinuousClock.now - start < .milliseconds(milliseconds) {}
  }
}
