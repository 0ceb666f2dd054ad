// SPDX-License-Identifier: MIT

import Testing

@testable import Display

@Suite struct LaTeXTests {
  @Test func `characters are escaped in one pass`() {
    #expect(
      escapedLaTeX(##"a\b{c}_%$&#~^"##)
        == ##"a\textbackslash{}b\{c\}\_\%\$\&\#\textasciitilde{}\textasciicircum{}"##)
    #expect(escapedLaTeX("é 注 √ 🧑") == #"é 注 $\surd $ \textbackslash{}u\{1F9D1\}"#)
  }

  @Test func `a matrix without labels is a bmatrix`() {
    let view = MatrixView(rowCount: 1, columnCount: 12, values: (0..<12).map { Double($0) / 2 })
    let text = latex(Document([.matrix(view)]))
    #expect(text.contains("\\begin{bmatrix}\n0 & 0.5 & 1 & 1.5 & 2 &"))
    #expect(text.contains("\\setcounter{MaxMatrixCols}{12}"))
    #expect(text.hasPrefix("% requires pdflatex, xelatex or lualatex\n"))
  }

  @Test func `a matrix with labels is an array, and Chinese asks for its packages`() {
    let text = latex(Document([.matrix(Pictures.weights)]))
    #expect(text.hasPrefix("% requires xelatex with xeCJK"))
    #expect(text.contains("\\usepackage{xeCJK}"))
    #expect(text.contains("\\begin{array}{r|rrrrrr|r}"))
    #expect(text.contains("\\text{cat} & \\mathbf{0.970}^{*} & 0.030 & \\text{x}"))
  }

  @Test func `a link prints its address`() {
    let text = latex(Document([.paragraph(.link("paper", to: "https://a.b/c_d?e=1&f#{"))]))
    #expect(text.contains(#"\emph{paper} (\texttt{https://a.b/c\_d?e=1\&f\"# + #"#\%7B})"#))
  }

  @Test func `a label cannot run a command`() {
    let view = MatrixView(
      rowCount: 1, columnCount: 1, values: [1], rowLabels: [#"\input{/etc/passwd}"#],
      columnLabels: ["%"])
    let text = latex(Document([.matrix(view), .code(#"\end{document}"#)]))
    #expect(!text.contains(#"\input{/"#))
    #expect(text.components(of: #"\end{document}"#) == 1)
  }

  @Test(arguments: 0..<60) func `braces of random documents are balanced`(seed: UInt64) {
    var random = RandomDocuments(seed: seed)
    var depth = 0
    var isEscaped = false
    for character in latex(random.document()) where depth >= 0 {
      if !isEscaped, character == "{" { depth += 1 }
      if !isEscaped, character == "}" { depth -= 1 }
      isEscaped = character == "\\" && !isEscaped
    }
    #expect(depth == 0)
  }
}

extension String {
  fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
