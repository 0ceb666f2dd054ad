// SPDX-License-Identifier: MIT

import Display
import Glibc

/// How far a long task is, on stderr; nothing is written unless that is a terminal that can redraw.
struct ProgressBar {
  private let task: String
  private let count: Int
  private let isShown: Bool
  private let fill: String
  private var done = 0
  private var shownAt: ContinuousClock.Instant?

  private static let width = 24
  private static let pause = Duration.milliseconds(100)

  init(_ task: String, of count: Int, on detection: CapabilityDetection) {
    let capabilities = detection.capabilities
    self.task = task
    self.count = count
    isShown =
      isatty(STDERR_FILENO) == 1 && capabilities.animates && !capabilities.plain
      && !capabilities.accessible && count > 1
    fill = capabilities.unicode ? "█" : "#"
  }

  mutating func advance() {
    done += 1
    guard isShown else { return }
    let now = ContinuousClock.now
    if let shownAt, now - shownAt < Self.pause { return }
    shownAt = now
    let filled = count == 0 ? 0 : done * Self.width / count
    let bar =
      String(repeating: fill, count: filled) + String(repeating: "-", count: Self.width - filled)
    Console.writeError("\r\(task) \(bar) \(done) of \(count)\u{1B}[K")
  }

  /// Takes the bar away.
  mutating func finish() {
    if shownAt != nil { Console.writeError("\r\u{1B}[K") }
    shownAt = nil
  }
}
