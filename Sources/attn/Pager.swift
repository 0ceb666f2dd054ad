// SPDX-License-Identifier: MIT

import Display
// `environ` is a variable; it is read here before anything else runs.
@preconcurrency import Glibc

/// Shows a text through a program such as less, and waits until the reader has seen enough.
struct Pager {
  let choice: PagerChoice

  /// Shows a text.
  ///
  /// - Parameters:
  ///   - text: What is shown, colours included.
  ///   - isWide: Whether a line is wider than the screen, so that it must not be wrapped.
  /// - Returns: False when the program cannot be started, so that the text is still to be printed.
  func show(_ text: String, isWide: Bool) -> Bool {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return false }
    let settings = Settings()
    // Ctrl-C belongs to the pager while it runs; a pager that is left early closes the pipe.
    let ignored = [SIGINT, SIGQUIT, SIGPIPE].map { ($0, signal($0, SIG_IGN)) }
    defer { for (number, handler) in ignored { signal(number, handler) } }
    _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
    let child = start(reading: ends[0], isWide: isWide)
    close(ends[0])
    guard let child else {
      close(ends[1])
      return false
    }
    write(text, to: ends[1])
    close(ends[1])
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    if status & 0x7f != 0 { settings.restore() }
    // What a shell says when there is no such program.
    let exit = (status >> 8) & 0xff
    return !(status & 0x7f == 0 && (exit == 126 || exit == 127))
  }

  /// The words of the command; a shell reads what is more than words.
  private func words(isWide: Bool) -> [String] {
    let isPlain = !choice.command.utf8.contains { #"|&;<>()$`\"'*?[#~=%{}!"#.utf8.contains($0) }
    guard isPlain else { return ["/bin/sh", "-c", choice.command] }
    let words = choice.command.split(separator: " ").map(String.init)
    return words + (isWide && choice.isLess ? ["-S"] : [])
  }

  private func start(reading input: Int32, isWide: Bool) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    if input != STDIN_FILENO { posix_spawn_file_actions_addclose(&actions, input) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGQUIT, SIGPIPE] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    if !choice.hasOptions { setenv("LESS", "FRX", 1) }
    var arguments: [UnsafeMutablePointer<CChar>?] =
      words(isWide: isWide).map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var child: pid_t = 0
    guard let program = arguments[0] else { return nil }
    let status = posix_spawnp(&child, program, &actions, &attributes, &arguments, environ)
    return status == 0 ? child : nil
  }

  private func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
      var written = 0
      while written < bytes.count {
        let count = Glibc.write(
          descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
        if count < 0 && errno != EINTR { return }
        written += max(0, count)
      }
    }
  }

  /// The settings of the terminal, which a pager that is killed leaves behind as it needed them.
  private struct Settings {
    private var saved = termios()
    private let isKnown: Bool

    init() { isKnown = tcgetattr(STDOUT_FILENO, &saved) == 0 }

    func restore() {
      guard isKnown else { return }
      var saved = saved
      tcsetattr(STDOUT_FILENO, TCSADRAIN, &saved)
    }
  }
}
