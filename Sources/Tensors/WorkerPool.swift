// SPDX-License-Identifier: MIT

import CKernels
import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Threads that help whoever asks, and look out for more work for a moment before they fall asleep.
///
/// A forward pass shares out work several times in a row, each time for a few milliseconds or less. A
/// thread that fell asleep in between would wake up when a good part of the next share is done.
///
/// One helps at a time: who asks meanwhile (another thread, or the work itself) works alone.
final class WorkerPool: @unchecked Sendable {
  static let shared = WorkerPool(helpers: Workers.count - 1)

  private let helpers: Int
  private let isBusy = Atomic(false)
  private var hasStarted = false
  /// What is to be done; written while nobody is inside.
  private var job: (() -> Void)?
  /// Counts the jobs; helpers look out for a change.
  private let jobCount = Atomic(0)
  /// How many helpers are at the job; below zero while there is none.
  private let inside = Atomic(closed)
  private let asleep = Atomic(0)
  private let bell = DispatchSemaphore(value: 0)

  private static var closed: Int { -1 << 32 }
  /// How often a thread looks before it falls asleep: about a tenth of a millisecond.
  private static var looks: Int { 2_000 }

  init(helpers: Int) { self.helpers = helpers }

  /// Has `body` called on this thread and, where they come in time, on the helpers; returns when all are
  /// done.
  func run(_ body: () -> Void) {
    guard helpers > 0,
      isBusy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    else { return body() }
    if !hasStarted { start() }
    withoutActuallyEscaping(body) { body in
      job = body
      inside.subtract(Self.closed, ordering: .sequentiallyConsistent)
      jobCount.add(1, ordering: .sequentiallyConsistent)
      for _ in 0..<asleep.exchange(0, ordering: .sequentiallyConsistent) { bell.signal() }
      body()
      // Who has not come by now need not come.
      inside.add(Self.closed, ordering: .sequentiallyConsistent)
      var looks = 0
      while inside.load(ordering: .acquiring) != Self.closed {
        looks += 1
        if looks < Self.looks { kernel_pause() } else { sched_yield() }
      }
      job = nil
    }
    isBusy.store(false, ordering: .releasing)
  }

  private func start() {
    hasStarted = true
    for _ in 0..<helpers {
      // Without helpers the work is done all the same.
      let pool = Unmanaged.passRetained(self).toOpaque()
      #if os(Linux)
      var thread = pthread_t()
      let failure = pthread_create(
        &thread, nil,
        { pool in
          if let pool { Unmanaged<WorkerPool>.fromOpaque(pool).takeUnretainedValue().help() }
          return nil
        }, pool)
      if failure == 0 { pthread_detach(thread) }
      #else
      var thread: pthread_t?
      let failure = pthread_create(
        &thread, nil,
        { pool in
          Unmanaged<WorkerPool>.fromOpaque(pool).takeUnretainedValue().help()
          return nil
        }, pool)
      if failure == 0, let thread { pthread_detach(thread) }
      #endif
    }
  }

  /// What a helper does all its life.
  private func help() {
    // Signals are for the thread that waits for them, but those that say what this one did wrong.
    var others = sigset_t()
    sigfillset(&others)
    for own in [SIGBUS, SIGSEGV, SIGILL, SIGTRAP, SIGFPE, SIGABRT] { sigdelset(&others, own) }
    pthread_sigmask(SIG_BLOCK, &others, nil)
    var seen = 0
    while true {
      seen = nextJob(after: seen)
      if inside.add(1, ordering: .sequentiallyConsistent).oldValue >= 0 { doJob() }
      inside.subtract(1, ordering: .sequentiallyConsistent)
    }
  }

  /// Apart, so that nothing of the job is held when the helper says that it is done.
  @inline(never)
  private func doJob() { job?() }

  private func nextJob(after seen: Int) -> Int {
    for _ in 0..<Self.looks {
      let count = jobCount.load(ordering: .acquiring)
      if count != seen { return count }
      kernel_pause()
    }
    asleep.add(1, ordering: .sequentiallyConsistent)
    if jobCount.load(ordering: .sequentiallyConsistent) == seen {
      bell.wait()
    } else if !takesBackSleep() {
      // The bell is rung, or about to be, for this thread.
      bell.wait()
    }
    return jobCount.load(ordering: .acquiring)
  }

  /// Whether this thread need no longer be woken up.
  private func takesBackSleep() -> Bool {
    var count = asleep.load(ordering: .sequentiallyConsistent)
    while count > 0 {
      let attempt = asleep.compareExchange(
        expected: count, desired: count - 1, ordering: .sequentiallyConsistent)
      if attempt.exchanged { return true }
      count = attempt.original
    }
    return false
  }
}
