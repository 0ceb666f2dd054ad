// SPDX-License-Identifier: MIT

/// The lines of source text, made printable, tabs as four blanks; an empty last line is left out.
func sourceLines(_ source: String) -> [String] {
  var lines = source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  if lines.last?.isEmpty == true { lines.removeLast() }
  return lines.map { sanitized(String($0).replacing("\t", with: "    ")) }
}
