// SPDX-License-Identifier: MIT

import Display
import Glibc
import TerminalSession

/// Decides how a program may use the terminal, and runs it there.
enum FullScreen {
  /// Whether input and output are a terminal that somebody watches, and nobody asked for plain text.
  static func isInteractive(_ output: OutputOptions) -> Bool {
    isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 && !output.plain
  }

  /// Whether a program may own the screen there.
  static func isPossible(_ output: OutputOptions) -> Bool {
    isInteractive(output) && !isDumb && !output.detection.capabilities.accessible
  }

  /// Whether the terminal moves no cursor.
  static var isDumb: Bool {
    let terminal = getenv("TERM").map { String(cString: $0) } ?? ""
    return ["", "dumb", "unknown"].contains(terminal)
  }

  /// What the screen can do; its size is asked anew for every frame.
  static func capabilities(_ output: OutputOptions) -> Capabilities {
    CapabilityDetection(.ofProcess(), options: output.displayOptions, isFullScreen: true)
      .capabilities
  }

  /// Runs a program on the whole screen; Ctrl-C ends the process with status 130.
  static func run(_ program: some ScreenProgram, _ output: OutputOptions) throws {
    var program = program
    do throws(TerminalSessionError) {
      let end = try TerminalSession.run(
        &program, asksForWidth: output.ambiguous == .automatic)
      if end == .interrupted { exit(ExitStatus.interrupted) }
    } catch {
      throw UnusableInput(error)
    }
  }
}
