// SPDX-License-Identifier: MIT

import Glibc

extension TerminalEnvironment {
  /// Asks the system: variables, terminals, size, and the codeset of the user's locale.
  ///
  /// Sets the character category of the locale, and no other; numbers keep their point.
  public static func ofProcess() -> TerminalEnvironment {
    setlocale(LC_CTYPE, "")
    let codeset = nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } ?? ""
    return TerminalEnvironment(
      variables: processVariables(), outputIsTerminal: isatty(STDOUT_FILENO) == 1,
      errorIsTerminal: isatty(STDERR_FILENO) == 1, reportedSize: currentSize(), codeset: codeset)
  }

  /// Returns the size that the first of stdout, stderr and stdin reports.
  public static func currentSize() -> Size? {
    for descriptor in [STDOUT_FILENO, STDERR_FILENO, STDIN_FILENO] {
      var size = winsize()
      if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 {
        return Size(columns: Int(size.ws_col), lines: Int(size.ws_row))
      }
    }
    return nil
  }

  private static func processVariables() -> [String: String] {
    let names = [
      "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM", "COLORTERM", "WT_SESSION",
      "TTY_COMPATIBLE", "TTY_INTERACTIVE", "COLUMNS", "ACCESSIBLE", "NO_ANIMATIONS", "CI",
      "ATTN_PAGER", "PAGER", "LESS",
    ]
    return names.reduce(into: [:]) { variables, name in
      if let value = getenv(name) { variables[name] = String(cString: value) }
    }
  }
}
