// SPDX-License-Identifier: MIT

import Glibc

/// The handlers of a session: messages go through a pipe, crashes restore the terminal themselves.
struct SignalHandlers {
  /// Where the numbers of arrived signals can be read, one byte each.
  let arrivals: Int32
  private let writing: Int32
  private let before: [(signal: Int32, action: sigaction)]

  static let messages = [SIGWINCH, SIGCONT, SIGINT, SIGTERM, SIGHUP, SIGTSTP]
  static let crashes = [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE]

  /// Installs them.
  ///
  /// - Returns: `nil` when the system has no pipe left.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (arrivals, writing) = (ends[0], ends[1])
    TerminalState.pipeEnd = ends[1]
    Self.provideStack()
    before =
      Self.messages.map { ($0, Self.install($0, Self.message, SA_RESTART)) }
      + Self.crashes.map { ($0, Self.install($0, Self.crash, SA_ONSTACK)) }
  }

  /// Puts back what was there before.
  func remove() {
    for (signal, action) in before {
      var action = action
      sigaction(signal, &action, nil)
    }
    TerminalState.pipeEnd = -1
    close(arrivals)
    close(writing)
  }

  /// The signals that have arrived, in their order.
  func take() -> [Int32] {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = read(arrivals, &bytes, bytes.count)
    return count > 0 ? bytes[..<count].map { Int32($0) } : []
  }

  /// Lets a signal do what it does by default, then listens for it again.
  static func letHappen(_ signal: Int32, toGroup: Bool = false) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = SIG_DFL
    sigaction(signal, &action, nil)
    if toGroup { kill(0, signal) } else { raise(signal) }
    _ = install(signal, message, SA_RESTART)
  }

  private static func install(
    _ signal: Int32, _ handler: @escaping @convention(c) (Int32) -> Void, _ flags: Int32
  ) -> sigaction {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = flags
    var previous = sigaction()
    sigaction(signal, &action, &previous)
    return previous
  }

  private static let message: @convention(c) (Int32) -> Void = { signal in
    let number = errno
    var byte = UInt8(truncatingIfNeeded: signal)
    _ = write(TerminalState.pipeEnd, &byte, 1)
    errno = number
  }

  /// A Swift trap does not unwind, so nothing but this restores the terminal.
  private static let crash: @convention(c) (Int32) -> Void = { number in
    TerminalState.leaveScreen()
    signal(number, SIG_DFL)
    raise(number)
  }

  /// A stack of its own for the handlers, for when the ordinary one has overflowed.
  private static func provideStack() {
    let size = 64 * 1024
    var stack = stack_t(
      ss_sp: UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16), ss_flags: 0,
      ss_size: size)
    var previous = stack_t()
    if sigaltstack(nil, &previous) == 0, previous.ss_flags & Int32(SS_DISABLE) == 0 {
      stack.ss_sp?.deallocate()
      return
    }
    sigaltstack(&stack, nil)
  }
}
