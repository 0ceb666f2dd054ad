// SPDX-License-Identifier: MIT

/// The decorations of the page; there are two sets, one for Unicode and one for ASCII.
struct Glyphs: Sendable, Equatable {
  /// Between row labels and cells; two cells.
  var gutter: String
  /// A line under a heading of level 1, and of level 2; one cell.
  var doubleRule: String
  var rule: String
  /// Before an item of a list; one cell.
  var bullet: String
  /// Before quoted lines; two cells.
  var quote: String
  /// Tree: before a child, before the last child, beside children, below the last; three cells.
  var branch: String
  var lastBranch: String
  var trunk: String
  /// Upper half of a cell; one cell.
  var upperHalf: String

  static let unicode = Glyphs(
    gutter: " │", doubleRule: "═", rule: "─", bullet: "•", quote: "│ ", branch: "├─ ",
    lastBranch: "└─ ", trunk: "│  ", upperHalf: "▀")

  static let ascii = Glyphs(
    gutter: " |", doubleRule: "=", rule: "-", bullet: "-", quote: "| ", branch: "|- ",
    lastBranch: "`- ", trunk: "|  ", upperHalf: "^")
}

/// One character for each bin of a sequential scale, darker with every step.
let shadeRamp: [String] = [" ", ".", ":", "-", "=", "+", "*", "%", "#", "@"]
