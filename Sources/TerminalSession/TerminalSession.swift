// SPDX-License-Identifier: MIT

import Glibc

/// A program that owns the screen: it says what the screen shows, and what a key does.
public protocol ScreenProgram {
  /// Returns what a screen of this size shows now.
  mutating func frame(_ size: ScreenSize) -> Frame

  /// Does what a key asks for.
  ///
  /// - Returns: Whether to go on.
  mutating func handle(_ key: Key) -> Bool

  /// Takes in how many cells the terminal gives a character of ambiguous width: 1 or 2.
  mutating func learn(ambiguousWidth: Int)
}

extension ScreenProgram {
  public mutating func learn(ambiguousWidth: Int) {}
}

/// How a session ended.
public enum SessionEnd: Sendable {
  /// The program said so.
  case finished
  /// By Ctrl-C; the exit status is 130.
  case interrupted
}

/// Why there can be no session.
public struct TerminalSessionError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String
}

/// Runs one program in the alternate screen, and restores the terminal whatever happens.
public struct TerminalSession {
  private var decoder = KeyDecoder()
  private var painter = FramePainter()
  private let handlers: SignalHandlers

  /// Runs a program until it, or somebody, ends it.
  ///
  /// SIGTERM and SIGHUP restore the terminal and then end the process as they always do.
  ///
  /// - Parameters:
  ///   - program: What owns the screen.
  ///   - asksForWidth: Whether the terminal is asked how wide it shows ambiguous characters. A
  ///     terminal that does not answer in time is taken to give them one cell.
  /// - Returns: How the session ended.
  /// - Throws: `TerminalSessionError` when input or output is no terminal.
  public static func run(
    _ program: inout some ScreenProgram, asksForWidth: Bool = false
  ) throws(TerminalSessionError) -> SessionEnd {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, TerminalState.remember() else {
      throw TerminalSessionError(description: "this needs a terminal for input and output")
    }
    guard let handlers = SignalHandlers() else {
      throw TerminalSessionError(description: "the system gives no pipe for signals")
    }
    var session = TerminalSession(handlers: handlers)
    TerminalState.enterScreen()
    var probe = asksForWidth ? WidthProbe.ask() : nil
    if let width = probe?.width { program.learn(ambiguousWidth: width) }
    let end = session.loop(&program, typed: probe?.keys ?? [])
    // An answer that has not come must not arrive at the shell.
    if probe?.width == nil { probe?.read(waiting: WidthProbe.patience) }
    TerminalState.leaveScreen()
    handlers.remove()
    return end
  }

  private init(handlers: SignalHandlers) { self.handlers = handlers }

  /// The size the terminal reports; 80×24 when it reports none.
  private static var size: ScreenSize {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return ScreenSize(columns: 80, lines: 24) }
    return ScreenSize(columns: Int(size.ws_col), lines: Int(size.ws_row))
  }

  private mutating func loop(
    _ program: inout some ScreenProgram, typed: [UInt8]
  ) -> SessionEnd {
    var early: [Key?]? = typed.isEmpty ? nil : decoder.feed(typed)
    while true {
      let size = Self.size
      guard draw(program.frame(size), size) else { return .finished }
      guard let keys = early ?? wait() else { return .interrupted }
      early = nil
      for key in keys {
        switch key {
        case .some(.control("c")): return .interrupted
        case .some(.control("z")): suspend()
        case .some(.control("l")): painter.forget()
        case .some(let key): if !program.handle(key) { return .finished }
        case .none: return .finished
        }
      }
    }
  }

  /// Waits for keys or signals.
  ///
  /// - Returns: Keys, none of them after a signal that only changes the picture; a missing key when
  ///   the terminal is gone; `nil` after an interruption.
  private mutating func wait() -> [Key?]? {
    var files = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: handlers.arrivals, events: Int16(POLLIN), revents: 0),
    ]
    let count = poll(&files, nfds_t(files.count), decoder.patience ?? -1)
    if count == 0 { return decoder.expire() }
    if count < 0 { return errno == EINTR ? [] : [nil] }
    if files[1].revents != 0 {
      for signal in handlers.take() where !answer(signal) { return nil }
    }
    guard files[0].revents != 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let length = read(STDIN_FILENO, &bytes, bytes.count)
    if length < 0 && (errno == EINTR || errno == EAGAIN) { return [] }
    return length > 0 ? decoder.feed(bytes[..<length]) : [nil]
  }

  /// Does what a signal asks for; false when the session is interrupted.
  private mutating func answer(_ signal: Int32) -> Bool {
    switch signal {
    case SIGINT: return false
    case SIGTERM, SIGHUP:
      TerminalState.leaveScreen()
      SignalHandlers.letHappen(signal)
    case SIGTSTP: suspend()
    case SIGCONT:
      TerminalState.enterScreen()
      painter.forget()
    default: painter.forget()
    }
    return true
  }

  /// Gives the screen back and stops; goes on from here when somebody says so.
  private mutating func suspend() {
    TerminalState.leaveScreen()
    SignalHandlers.letHappen(SIGTSTP, toGroup: true)
    TerminalState.enterScreen()
    painter.forget()
  }

  /// Writes a frame; false when the terminal is gone.
  private mutating func draw(_ frame: Frame, _ size: ScreenSize) -> Bool {
    var bytes = painter.bytes(for: frame, size: size)
    return bytes.withUTF8 { buffer in
      var written = 0
      while written < buffer.count {
        let count = write(
          STDOUT_FILENO, buffer.baseAddress?.advanced(by: written), buffer.count - written)
        if count >= 0 {
          written += count
        } else if errno != EINTR && errno != EAGAIN {
          return false
        }
      }
      return true
    }
  }
}
