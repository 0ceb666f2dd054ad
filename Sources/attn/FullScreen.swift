// SPDX-License-Identifier: MIT

import Display
import Glibc
import TerminalSession

/// Decides whether a program may own the screen, and runs it.
enum FullScreen {
  /// Whether input and output are a terminal that is watched, and nobody asked for plain text.
  static func isPossible(_ output: OutputOptions) -> Bool {
    let terminal = getenv("TERM").map { String(cString: $0) } ?? ""
    return isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
      && !["", "dumb", "unknown"].contains(terminal) && !output.plain
      && !output.detection.capabilities.accessible
  }

  /// What the screen can do; its size is asked anew for every frame.
  static func capabilities(_ output: OutputOptions) -> Capabilities {
    CapabilityDetection(.ofProcess(), options: output.displayOptions, isFullScreen: true)
      .capabilities
  }

  /// Runs a program on the whole screen; Ctrl-C ends the process with status 130.
  static func run(_ program: some ScreenProgram) throws {
    var program = program
    do throws(TerminalSessionError) {
      if try TerminalSession.run(&program) == .interrupted { exit(ExitStatus.interrupted) }
    } catch {
      throw UnusableInput(error)
    }
  }
}
