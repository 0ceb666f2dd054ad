// SPDX-License-Identifier: MIT

import Glibc
import TensorFiles

/// What happens when the program is told to stop in the middle of something: it leaves nothing
/// half written, and says with its status why it stopped.
///
/// Programs that own the screen, and those that run exercises, install handlers of their own.
enum SuddenEnd {
  /// Installs the handlers; a signal that is ignored from outside (`nohup`) stays so.
  static func prepare() {
    // Whoever started this may have blocked them, and a program must not be deaf to Ctrl-C.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    handle(SIGINT) { _ in
      AtomicFile.abandonDraft()
      _exit(ExitStatus.interrupted)
    }
    for number in [SIGTERM, SIGHUP] {
      handle(number) { number in
        AtomicFile.abandonDraft()
        signal(number, SIG_DFL)
        raise(number)
      }
    }
    // A write beyond `ulimit -f` then fails like one to a full disk, with a sentence.
    handle(SIGXFSZ) { _ in }
    // Arrays of large files are read as memory: there a file that another program cuts off, or a
    // disk that fails, is a signal.
    handle(SIGBUS) { _ in
      AtomicFile.abandonDraft()
      let sentence: StaticString =
        "attn: a file became shorter, or its disk failed, while it was read; run this again when nothing writes to it\n"
      _ = write(STDERR_FILENO, sentence.utf8Start, sentence.utf8CodeUnitCount)
      _exit(ExitStatus.unusable)
    }
  }

  private static func handle(
    _ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void
  ) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = SA_RESTART
    var previous = sigaction()
    sigaction(number, &action, &previous)
    let isIgnored = previous.__sigaction_handler.sa_handler.map {
      unsafeBitCast($0, to: Int.self) == 1
    }
    if isIgnored == true { sigaction(number, &previous, nil) }
  }
}
