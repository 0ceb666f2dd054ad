// SPDX-License-Identifier: MIT

import Glibc
import Synchronization

/// A line on stderr that grows while something takes long; nothing where nobody watches.
final class ProgressBar: Sendable {
  private let state = Mutex((shown: -1, start: ContinuousClock.now))
  private let isWatched = isatty(STDERR_FILENO) == 1

  /// Shows that this share is done, from 0 to 1; quick things are over before it appears.
  func show(_ share: Double) {
    guard isWatched else { return }
    state.withLock { state in
      let percent = Int(share * 100)
      guard percent > state.shown, ContinuousClock.now - state.start > .milliseconds(500) else {
        return
      }
      state.shown = percent
      let filled = percent * 30 / 100
      let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: 30 - filled)
      Console.writeError("\r[\(bar)] \(percent) %")
    }
  }

  /// Takes the line away.
  func end() {
    state.withLock { state in
      if state.shown >= 0 { Console.writeError("\r" + String(repeating: " ", count: 40) + "\r") }
      state.shown = -1
    }
  }
}
