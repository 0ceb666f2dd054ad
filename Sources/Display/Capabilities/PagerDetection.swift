// SPDX-License-Identifier: MIT

/// The program that shows a text which is taller than the screen.
public struct PagerChoice: Sendable, Equatable {
  /// The command as the user wrote it, `less` by default.
  public let command: String
  /// Whether `LESS` is set, so that the options are the user's own.
  public let hasOptions: Bool
  /// The size of the screen that the text is measured against.
  public let size: TerminalEnvironment.Size

  /// Whether a text is taller than the screen, the line for the prompt left out.
  ///
  /// A line that is wider than the screen is counted once: `less -S` does not wrap it.
  public func isNeeded(for text: String) -> Bool {
    var lines = 0
    for byte in text.utf8 where byte == UInt8(ascii: "\n") {
      lines += 1
      if lines >= size.lines { return true }
    }
    return false
  }

  /// Whether the command runs `less` itself, with or without options.
  public var isLess: Bool {
    let program = command.split(separator: " ").first ?? ""
    return program == "less" || program.hasSuffix("/less")
  }
}

extension Detector {
  /// `ATTN_PAGER`, then `PAGER`, then `less`; empty or `cat` is none.
  func pager(accessible: Bool) -> Finding<PagerChoice?> {
    if !options.usesPager { return Finding(nil, "--no-pager") }
    if options.plain { return Finding(nil, "--plain") }
    if accessible { return Finding(nil, "a screen reader reads on by itself") }
    if !isAttached { return Finding(nil, "the output is not a terminal") }
    if isDumb { return Finding(nil, "the terminal is dumb") }
    if environment.value("TTY_INTERACTIVE") == "0" { return Finding(nil, "TTY_INTERACTIVE=0") }
    if environment.value("CI") != nil, environment.value("TTY_INTERACTIVE") != "1" {
      return Finding(nil, "nobody watches a CI log")
    }
    let name = ["ATTN_PAGER", "PAGER"].first { environment.variables[$0] != nil }
    let command = name.flatMap { environment.variables[$0] } ?? "less"
    let words = command.split(separator: " ")
    let reason = name.map { "\($0)=\(command)" } ?? "the default"
    guard let program = words.first, words.count > 1 || program != "cat" else {
      return Finding(nil, reason)
    }
    let size = environment.reportedSize
    return Finding(
      PagerChoice(
        command: command, hasOptions: environment.variables["LESS"] != nil,
        size: .init(columns: size?.columns ?? 80, lines: size?.lines ?? 25)), reason)
  }
}
