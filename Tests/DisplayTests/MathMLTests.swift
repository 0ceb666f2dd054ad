// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import Display

@Suite struct MathMLTests {
  @Test(arguments: [
    (
      #"A = \operatorname{softmax}\left(\frac{Q K^{\top}}{\sqrt{d_{k}}}\right)"#,
      [
        "<mi>A</mi>",
        "<mo form=\"infix\" lspace=\"0\">=</mo><mi>softmax</mi><mrow><mo stretchy=\"true\">(</mo>"
          + "<mfrac><mrow><mi>Q</mi><msup><mi>K</mi><mi>⊤</mi></msup></mrow>"
          + "<msqrt><msub><mi>d</mi><mi>k</mi></msub></msqrt></mfrac>"
          + "<mo stretchy=\"true\">)</mo></mrow>",
      ]
    ),
    (
      #"{W_{Q}}_{0,1}"#,
      [
        "<msub><mrow><msub><mi>W</mi><mi>Q</mi></msub></mrow>"
          + "<mrow><mn>0</mn><mo>,</mo><mn>1</mn></mrow></msub>"
      ]
    ),
    ("1.5 - 2", ["<mn>1.5</mn>", "<mo form=\"infix\" lspace=\"0\">−</mo><mn>2</mn>"]),
    (
      "(-1, -2)",
      [
        "<mo stretchy=\"false\">(</mo><mo form=\"prefix\">−</mo><mn>1</mn><mo>,</mo>"
          + "<mo form=\"prefix\">−</mo><mn>2</mn><mo stretchy=\"false\">)</mo>"
      ]
    ),
    (
      #"\sum_{\text{key}} S'"#,
      ["<munder><mo>∑</mo><mtext>key</mtext></munder><msup><mi>S</mi><mo>′</mo></msup>"]
    ),
    (
      #"e^{-\infty}"#,
      ["<msup><mi>e</mi><mrow><mo form=\"prefix\">−</mo><mi>∞</mi></mrow></msup>"]
    ),
    (#"\text{ a<b \&}"#, ["<mtext>\u{a0}a&lt;b\u{a0}&amp;</mtext>"]),
  ])
  func `formulas become elements`(latex: String, pieces: [String]) {
    #expect(
      MathML(latex)?.pieces == pieces.map { "<math displaystyle=\"true\">\($0)</math>" })
  }

  @Test(arguments: [
    #"\unknown{x}"#, "{", "}", #"\left( x"#, #"\frac{a}"#, "x^", "", #"\text"#, "\\",
  ])
  func `what is not understood is left as text`(latex: String) {
    #expect(MathML(latex) == nil)
    let formula = Mathematics(unicode: "u = v", ascii: "a = b", latex: latex, spoken: "s")
    let page = html(Document([.formula(formula)]))
    #expect(page.contains("<span class=\"left\">u </span><span class=\"right\">= v</span>"))
    #expect(!page.contains("<math"))
  }

  @Test func `a formula stands on the page as MathML and as text`() throws {
    let formula = Mathematics(
      unicode: "A = S/√d", ascii: "", latex: #"A = \frac{S}{\sqrt{d}}"#, spoken: "A")
    let page = html(Document([.equations([formula, "= 0.5"])]))
    #expect(page.contains("<mfrac><mi>S</mi><msqrt><mi>d</mi></msqrt></mfrac>"))
    #expect(page.contains("<span class=\"linear\">= S/√d</span>"))
    #expect(page.contains("<mo form=\"infix\" lspace=\"0\">=</mo><mn>0.5</mn></math>"))
  }

  @Test(arguments: 0..<300) func `random LaTeX is refused or well-formed`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let pieces = [
      "a", "Q", "softmax", "1.5", "{", "}", "^", "_", "'", " ", "\\frac", "\\sqrt", "\\left(",
      "\\right)", "\\text{<b>}", "\\cdot", "=", "+", "-", "<", "&", "\\", "注", "\u{1b}", "\u{202e}",
      "\\sum", "\\infty", "[", "]", "~", "\\mathbf", "\\operatorname{x_y}",
    ]
    let latex = (0..<Int.random(in: 1...14, using: &generator)).map { _ in
      pieces.randomElement(using: &generator) ?? ""
    }.joined()
    guard let math = MathML(latex) else { return }
    #expect(!math.markup.contains("\u{1b}") && !math.markup.contains("\u{202e}"))
    _ = try Tags("<p>" + math.markup + "</p>")
    let nested = String(repeating: "{", count: 9999)
    #expect(MathML(nested) == nil)
  }
}
