// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// Texts that were made to be obeyed, and files that hold them.
enum Hostile {
  /// Sequences for terminals (title, clear, colour by one byte, reordering), a script, a command of
  /// TeX, a link, the end of tables, comments and quotes.
  static let text =
    "=x\u{1B}]0;owned\u{7}\u{1B}[2J\u{9B}31m\u{202E}\u{2066}\u{85}<script>alert(1)</script>"
    + "\\write18{owned}`|[x](javascript:alert(1))]]>-->\"'&amp;$"

  /// The same as YAML writes it: control characters are refused in the file, escapes are not.
  static let yaml =
    #""=x\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\u2066\N<script>alert(1)</script>"#
    + #"\\write18{owned}`|[x](javascript:alert(1))]]>-->\"'&amp;$""#

  /// The name of a file; a file system allows anything but a slash.
  static let name = text.replacing("/", with: "∕")

  static let problem = """
    format: 1
    title: \(yaml)
    tokens: [\(yaml), the, \(yaml)]
    query: |
      1 2
      3 -1
      0 1
    key: |
      1 0
      2 1
      0 1
    value: |
      1
      2
      3
    mask: [causal]

    """

  /// A sheet with a wrong step, so that something is said of it.
  static func sheet(_ problem: String) -> String {
    """
    format: 1
    problem: \(problem)
    student: {id: \(yaml), name: \(yaml)}
    decimals: 2
    steps:
      raw_scores: |
        1 4 2
        3 5 -1
        0 1 7

    """
  }

  /// Looks for what would act on a terminal, or hide.
  ///
  /// - Parameters:
  ///   - text: What was written.
  ///   - colours: Whether colours may be in it.
  /// - Returns: The first such character with its surroundings; `nil` when there is none.
  static func danger(_ text: String, colours: Bool = false) -> String? {
    let bare = colours ? text.replacing(/\u{1B}\[[0-9;]*m/, with: "") : text
    let found = bare.unicodeScalars.first { scalar in
      switch scalar.value {
      case 0x0A: false
      case 0..<0x20, 0x7F...0x9F, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
      default: false
      }
    }
    guard let found, let place = bare.unicodeScalars.firstIndex(of: found) else { return nil }
    let around = bare[..<place].suffix(60) + bare[place...].prefix(20)
    return "U+\(String(found.value, radix: 16)) in \(around.debugDescription)"
  }

  /// A text that should be XML.
  static func isXML(_ text: String) -> Bool {
    XMLReader(text).isWellFormed
  }
}

/// Reads XML just far enough to know that every element closes and every text is escaped.
private struct XMLReader {
  let text: String

  init(_ text: String) { self.text = text }

  var isWellFormed: Bool {
    var open: [Substring] = []
    var rest = text[...]
    while let start = rest.firstIndex(of: "<") {
      guard Self.isEscaped(rest[..<start]) else { return false }
      rest = rest[rest.index(after: start)...]
      guard let end = rest.firstIndex(of: ">") else { return false }
      let tag = rest[..<end]
      rest = rest[rest.index(after: end)...]
      guard !tag.contains("<"), Self.isEscaped(tag) else { return false }
      if tag.hasPrefix("?") || tag.hasPrefix("!") { continue }
      if tag.hasPrefix("/") {
        guard open.popLast() == tag.dropFirst() else { return false }
      } else if !tag.hasSuffix("/") {
        open.append(tag.prefix { !$0.isWhitespace })
      }
      // Quotes come in pairs, or an attribute was left.
      guard tag.count(where: { $0 == "\"" }) % 2 == 0 else { return false }
    }
    return open.isEmpty && Self.isEscaped(rest)
  }

  private static func isEscaped(_ text: Substring) -> Bool {
    !text.contains("<") && !text.contains("]]>")
      && text.matches(of: /&/).count
        == text.matches(of: /&(amp|lt|gt|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);/).count
  }
}
