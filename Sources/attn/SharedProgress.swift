// SPDX-License-Identifier: MIT

import Display
import Synchronization

/// A progress bar that several threads move, in thousandths.
final class SharedProgress: Sendable {
  private let state: Mutex<(bar: ProgressBar, reached: Int)>

  init(_ task: String, on detection: CapabilityDetection) {
    state = Mutex((ProgressBar(task, of: 1000, on: detection), 0))
  }

  /// Shows that this share is done, from 0 to 1.
  func show(_ share: Double) {
    state.withLock { state in
      while state.reached < Int(share * 1000) {
        state.reached += 1
        state.bar.advance()
      }
    }
  }

  /// Takes the bar away.
  func end() { state.withLock { $0.bar.finish() } }
}
