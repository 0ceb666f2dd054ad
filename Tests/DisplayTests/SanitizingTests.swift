// SPDX-License-Identifier: MIT

import Testing

@testable import Display

@Suite struct SanitizingTests {
  @Test(arguments: [
    ("cat", "cat"), ("\n", #"\n"#), ("a\tb", #"a\tb"#), ("\u{1b}[31mred", #"\e[31mred"#),
    ("\u{202e}evil", #"\u{202E}evil"#), ("\u{7f}", #"\u{7F}"#), ("\u{9b}31m", #"\u{9B}31m"#),
    ("\u{200b}\u{200d}", #"\u{200B}\u{200D}"#), ("\r\n", #"\r\n"#), ("", "''"), (" the", "␣the"),
    ("  ", "␣␣"), ("a b", "a b"), ("\u{3000}x", "␣x"), ("\u{301}a", #"\u{301}a"#), ("注意力", "注意力"),
  ])
  func `labels cannot act on the terminal`(raw: String, shown: String) {
    #expect(printableLabel(raw) == shown)
  }

  @Test func `ASCII labels keep every character recognisable`() {
    #expect(printableLabel("注 é", unicode: false) == #"\u{6CE8} \u{E9}"#)
    #expect(printableLabel(" the", unicode: false) == "_the")
  }

  @Test func `a tower of combining marks is cut down`() {
    let tower = "a" + String(repeating: "\u{301}", count: 40)
    #expect(printableLabel(tower).unicodeScalars.prefix(9).last == "\\")
  }

  @Test func `prose in ASCII reads as words`() {
    #expect(asciiProse("QKᵀ/√dₖ — softmax") == "QK^T/sqrt d_k -- softmax")
    #expect(asciiProse("注 Ω≥1") == #"\u{6CE8} Omega>=1"#)
  }
}
