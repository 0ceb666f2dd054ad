// SPDX-License-Identifier: MIT

/// The text of a file and what errors call it.
package struct SourceText {
  package let file: String
  package let text: String

  /// Takes a text without the byte-order mark it may begin with: Yams tells libyaml the encoding,
  /// which then takes the mark for text.
  package init(withoutMark text: String, file: String) {
    let hasMark = text.unicodeScalars.first == "\u{FEFF}"
    self.text = hasMark ? String(text.unicodeScalars.dropFirst()) : text
    self.file = file
  }

  /// A line, from 1, without its end; empty when there is none.
  func line(_ number: Int) -> Substring {
    guard number >= 1 else { return "" }
    let lines = text.split(
      maxSplits: number, omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return number <= lines.count ? lines[number - 1] : ""
  }

  /// What follows a place in its line; columns count Unicode scalars from 1, as libyaml does.
  func rest(line number: Int, column: Int) -> Substring.UnicodeScalarView {
    line(number).unicodeScalars.dropFirst(column - 1)
  }
}

/// Text from a file as an error may quote it: short, on one line, nothing a terminal would obey.
package func quotable(_ text: some StringProtocol, longest: Int = 40) -> String {
  var result = ""
  for scalar in text.unicodeScalars.prefix(longest) {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator:
      result +=
        scalar == "\n" ? "\\n" : "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return text.unicodeScalars.count > longest ? result + "…" : result
}
