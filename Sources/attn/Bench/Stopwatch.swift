// SPDX-License-Identifier: MIT

import Glibc

/// Times of the same thing, done several times.
struct Timing {
  /// Milliseconds, in the order in which they were measured.
  let times: [Double]

  var median: Double {
    let sorted = times.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
  var shortest: Double { times.min() ?? .nan }
  var longest: Double { times.max() ?? .nan }

  /// Of things that took turns, the fastest of each turn.
  static func fastest(_ timings: some Collection<Timing>) -> Timing {
    let turns = timings.first?.times.indices ?? 0..<0
    return Timing(times: turns.map { turn in timings.map { $0.times[turn] }.min() ?? .nan })
  }

  /// One thing after the other, turn by turn.
  static func + (first: Timing, second: Timing) -> Timing {
    Timing(times: zip(first.times, second.times).map { $0 + $1 })
  }

  static func * (timing: Timing, factor: Double) -> Timing {
    Timing(times: timing.times.map { $0 * factor })
  }
}

/// Measures how long things take.
enum Stopwatch {
  /// Runs `body` and returns the seconds it took.
  static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let parts = try clock.measure(body).components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }

  /// Runs `body` three times unmeasured and then several times.
  static func timing(repeats: Int, _ body: () throws -> Void) rethrows -> Timing {
    try inTurns(repeats: repeats, count: 1) { _ in try body() }[0]
  }

  /// Runs each of `bodies` three times unmeasured, and then all of them in turns: so what disturbs this
  /// machine for a while disturbs all alike.
  static func inTurns(repeats: Int, _ bodies: [() throws -> Void]) throws -> [Timing] {
    try inTurns(repeats: repeats, count: bodies.count) { try bodies[$0]() }
  }

  /// Things that take less than a millisecond are done many times in a row, and their mean is one time.
  private static func inTurns(
    repeats: Int, count: Int, _ body: (Int) throws -> Void
  ) rethrows -> [Timing] {
    let inARow = try (0..<count).map { index in
      let first = try (0..<3).map { _ in try seconds { try body(index) } }.min() ?? 0
      return max(1, min(10_000, Int(2e-3 / max(1e-7, first))))
    }
    var times = [[Double]](repeating: [], count: count)
    for _ in 0..<max(1, repeats) {
      for index in 0..<count {
        let together = try seconds { for _ in 0..<inARow[index] { try body(index) } }
        times[index].append(together / Double(inARow[index]) * 1e3)
      }
    }
    return times.map { Timing(times: $0) }
  }

  /// The most memory this process has had so far.
  static var peakByteCount: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}
