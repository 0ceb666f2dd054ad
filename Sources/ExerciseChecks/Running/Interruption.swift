// SPDX-License-Identifier: MIT

import Glibc

/// Ctrl-C while a learner's program runs: the child is ended and what was built is removed.
public enum Interruption {
  nonisolated(unsafe) private static var flag: sig_atomic_t = 0

  public static var isRequested: Bool { flag != 0 }

  /// From now on Ctrl-C, a closed terminal and `kill` set the flag; the second time they end the process.
  public static func watch() {
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { _ in Interruption.flag = 1 }
      action.sa_flags = Int32(bitPattern: 0x8000_0000)  // SA_RESETHAND
      sigaction(signal, &action, nil)
    }
  }
}
