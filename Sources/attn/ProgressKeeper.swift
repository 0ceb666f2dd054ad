// SPDX-License-Identifier: MIT

import Glibc
import Lessons

/// Remembers what a learner did; commands call `record` and go on whatever becomes of it.
enum ProgressKeeper {
  static var store: ProgressStore {
    ProgressStore { name in getenv(name).map { String(cString: $0) } }
  }

  /// What was done so far; what is wrong with the file is said on stderr.
  static func progress() -> Progress {
    let (progress, note) = store.read()
    if let note { Console.report(note) }
    return progress
  }

  /// Remembers; when that fails it is said on stderr, once for each command.
  static func record(_ events: [ProgressEvent]) {
    if let note = store.record(events) { Console.report(note) }
  }
}
