// SPDX-License-Identifier: MIT

import Testing

@testable import Display

@Suite struct CellMetricsTests {
  @Test(arguments: [
    ("", 0), ("cat", 3), ("注意力", 6), ("e\u{301}", 1), ("👩‍🔧", 2), ("🇿🇼", 2), ("🇿", 2), ("❤", 1),
    ("❤\u{fe0f}", 2), ("👍🏽", 2), ("한국", 4), ("\u{1112}\u{1161}\u{11ab}", 2), ("ｱ", 1), ("Ａ", 2),
    ("a\u{200b}b", 2), ("√", 1), ("1\u{fe0f}\u{20e3}", 2), ("क्षि", 2), ("\n", 0),
  ])
  func `width of a string`(string: String, width: Int) {
    #expect(CellMetrics().width(of: string) == width)
  }

  @Test func `ambiguous characters take the declared width, combining marks none`() {
    let wide = CellMetrics(ambiguousWidth: 2)
    #expect(wide.width(of: "√·─│α²") == 12)
    #expect(wide.width(of: "−ᵀₖ✓⎡") == 5)
    #expect(wide.width(of: "e\u{301}") == 1)
    #expect(wide.width(of: "注意") == 4)
  }

  @Test func `a control character must be escaped`() {
    for character: Character in ["\u{1b}", "\n", "\u{7f}", "\u{85}", "\u{202e}", "\u{2066}"] {
      #expect(CellMetrics().width(of: character) == -1)
    }
  }

  @Test(arguments: [
    ("internationalization", 9, "internat~", "inte~tion"), ("注意力", 6, "注意力", "注意力"),
    ("注意力", 5, "注意~", "注~力"), ("注意力", 4, "注~ ", "注~ "), ("cat", 1, "~", "~"),
    ("cat", 0, "", ""),
  ])
  func `cutting marks the cut and keeps the width`(
    string: String, limit: Int, end: String, middle: String
  ) {
    let metrics = CellMetrics()
    #expect(metrics.truncated(string, to: limit) == end)
    #expect(metrics.truncatedInMiddle(string, to: limit) == middle)
    #expect(metrics.width(of: end) <= limit && metrics.width(of: middle) <= limit)
  }

  @Test func `padding counts cells`() {
    let metrics = CellMetrics()
    #expect(metrics.padded("注", to: 4) == "注  ")
    #expect(metrics.padded("注", to: 4, alignment: .right) == "  注")
    #expect(metrics.padded("注", to: 5, alignment: .center) == " 注  ")
    #expect(metrics.padded("注意", to: 3) == "注意")
  }

  @Test func `the table has the ranges of Unicode 17`() {
    #expect(WidthTables.unicodeVersion == "17.0.0")
    #expect(CodePointSet.wide.rangeCount >= 120)
    #expect(CodePointSet.ambiguous.contains("█") && !CodePointSet.ambiguous.contains("░"))
    #expect(CodePointSet.zero.contains("\u{36f}") && !CodePointSet.zero.contains("\u{370}"))
    #expect(CodePointSet.wide.contains("\u{3fffd}") && !CodePointSet.wide.contains("\u{10ffff}"))
  }

  @Test func `both sets of decorations have the widths they declare`() {
    for (glyphs, metrics) in [
      (Glyphs.unicode, CellMetrics()), (Glyphs.ascii, CellMetrics(ambiguousWidth: 2)),
    ] {
      #expect(metrics.width(of: glyphs.gutter) == 2)
      #expect(metrics.width(of: glyphs.quote) == 2)
      for one in [glyphs.doubleRule, glyphs.rule, glyphs.bullet, glyphs.upperHalf] {
        #expect(metrics.width(of: one) == 1)
      }
      for three in [glyphs.branch, glyphs.lastBranch, glyphs.trunk] {
        #expect(metrics.width(of: three) == 3)
      }
    }
  }
}
