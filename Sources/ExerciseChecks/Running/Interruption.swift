// SPDX-License-Identifier: MIT

import Glibc

/// Ctrl-C while a learner's program runs: the child is ended and what was built is removed.
public enum Interruption {
  /// The signal that came; 0 while none has.
  nonisolated(unsafe) private static var flag: sig_atomic_t = 0

  public static var isRequested: Bool { flag != 0 }

  /// Ends the process as the signal would have, now that all is tidy; returns after Ctrl-C, which has
  /// an exit status of its own.
  public static func endBySignal() {
    guard flag != 0, flag != SIGINT else { return }
    signal(flag, SIG_DFL)
    raise(flag)
  }

  /// From now on Ctrl-C, a closed terminal and `kill` set the flag; the second time they end the process.
  public static func watch() {
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { Interruption.flag = $0 }
      action.sa_flags = Int32(bitPattern: 0x8000_0000)  // SA_RESETHAND
      sigaction(signal, &action, nil)
    }
  }
}
