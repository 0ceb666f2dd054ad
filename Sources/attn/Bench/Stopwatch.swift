// SPDX-License-Identifier: MIT

import Glibc

/// Times of the same thing, done several times.
struct Timing {
  /// Milliseconds, the shortest first.
  let times: [Double]

  var median: Double {
    let middle = times.count / 2
    return times.count % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2
  }
  var shortest: Double { times.first ?? .nan }
  var longest: Double { times.last ?? .nan }
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
  ///
  /// Things that take less than a millisecond are done many times in a row, and their mean is one time.
  static func timing(repeats: Int, _ body: () throws -> Void) rethrows -> Timing {
    let first = max(1e-7, min(try seconds(body), try seconds(body), try seconds(body)))
    let inARow = max(1, min(10_000, Int(2e-3 / first)))
    let times = try (0..<max(1, repeats)).map { _ in
      try seconds { for _ in 0..<inARow { try body() } } / Double(inARow) * 1e3
    }
    return Timing(times: times.sorted())
  }

  /// The most memory this process has had so far.
  static var peakByteCount: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}
