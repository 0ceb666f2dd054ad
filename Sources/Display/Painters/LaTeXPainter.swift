// SPDX-License-Identifier: MIT

/// Writes a document as a LaTeX article that compiles by itself.
struct LaTeXPainter {
  func paint(_ document: Document) -> String {
    let body = blocks(document.blocks)
    var opening = [#"\documentclass{article}"#]
    if body.unicodeScalars.contains(where: isChinese) {
      opening.insert("% requires xelatex with xeCJK, for Chinese, Japanese or Korean text", at: 0)
      opening.append(#"\usepackage{xeCJK}"#)
    } else {
      opening.insert("% requires pdflatex, xelatex or lualatex", at: 0)
      opening += [
        #"\usepackage[T1]{fontenc}"#, #"\usepackage[utf8]{inputenc}"#,
        #"\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}"#,
      ]
    }
    opening += [
      #"\usepackage{amsmath,amssymb,graphicx,textcomp}"#,
      #"\usepackage[margin=2.2cm]{geometry}"#, #"\setlength{\parindent}{0pt}"#,
      #"\setlength{\parskip}{0.6em}"#, #"\raggedright"#,
      "% Keeps what is said about a matrix on its page.", #"\postdisplaypenalty=10000"#,
      "% Makes what is wider than the page as wide as the page.",
      #"\newcommand{\fitted}[1]{\sbox0{$\displaystyle #1$}%"#,
      #"  \ifdim\wd0>\linewidth\resizebox{\linewidth}{!}{\usebox0}\else\usebox0\fi}"#,
    ]
    let columns = widest(document.blocks)
    if columns > 10 { opening.append("\\setcounter{MaxMatrixCols}{\(columns)}") }
    return opening.joined(separator: "\n") + "\n\\begin{document}\n\n" + body
      + "\n\\end{document}\n"
  }

  /// The columns of the widest matrix; LaTeX wants to know when there are more than ten.
  private func widest(_ blocks: [Block]) -> Int {
    blocks.map { block in
      switch block {
      case .matrix(let view): view.columnCount
      case .panels(let views): views.map(\.columnCount).max() ?? 0
      case .list(let items, _): items.map(widest).max() ?? 0
      case .quote(let inner): widest(inner)
      case .tree(let nodes): nodes.map(widest).max() ?? 0
      default: 0
      }
    }.max() ?? 0
  }

  private func widest(_ node: TreeNode) -> Int {
    max(widest(node.blocks), node.children.map(widest).max() ?? 0)
  }

  // MARK: - Blocks

  func blocks(_ blocks: [Block]) -> String { blocks.map(block).joined(separator: "\n") }

  private func block(_ block: Block) -> String {
    switch block {
    case .heading(let level, let text):
      let names = ["section", "subsection", "subsubsection", "paragraph"]
      return "\\\(names[min(4, max(1, level)) - 1])*{\(inline(text, lineBreak: " "))}\n"
    case .paragraph(let text): return inline(text, lineBreak: "\\newline ") + "\n"
    case .formula(let formula): return displayed(formula.safeLaTeX)
    case .equations(let formulas):
      return formulas.isEmpty ? "" : displayed(alignedLaTeX(formulas))
    case .matrix(let view): return matrix(view)
    case .panels(let views): return views.map(matrix).joined(separator: "\n")
    case .list(let items, let ordered):
      return environment(ordered ? "enumerate" : "itemize", items.map { "\\item{} " + blocks($0) })
    case .quote(let inner): return "\\begin{quote}\n\(blocks(inner))\\end{quote}\n"
    case .code(let source, _): return code(source)
    case .table(let table): return self.table(table)
    case .plot(let plot): return self.plot(plot)
    case .checks(let checks): return self.checks(checks)
    case .tree(let nodes): return nodes.map { tree($0, depth: 0) }.joined()
    case .rule: return "\\par\\noindent\\rule{\\linewidth}{0.4pt}\\par\n"
    }
  }

  private func displayed(_ formula: String) -> String { "\\[\n\\fitted{\(formula)}\n\\]\n" }

  private func environment(_ name: String, _ items: [String]) -> String {
    guard !items.isEmpty else { return "" }
    return "\\begin{\(name)}\n\(items.joined(separator: "\n"))\n\\end{\(name)}\n"
  }

  /// Lists of LaTeX end at the fourth level; indented paragraphs do not.
  private func tree(_ node: TreeNode, depth: Int) -> String {
    let children = node.children.map { tree($0, depth: depth + 1) }.joined()
    let indentation = "\(min(12, 2 * depth))em"
    return "\\begingroup\\leftskip=\(indentation)\n\(blocks(node.blocks))\\par\\endgroup\n"
      + children
  }

  private func checks(_ checks: [Check]) -> String {
    let items = checks.map { check in
      let word =
        switch check.outcome {
        case .passed: "ok"
        case .failed: "\\textbf{FAIL}"
        case .note: "note"
        }
      return "\\item[\(word)] " + inline(check.sentence, lineBreak: " ")
    }
    return environment("description", items)
  }

  private func code(_ source: String) -> String {
    let safe = sourceLines(source).map { escapedLaTeX($0).replacing(" ", with: "~") }
    return "\\begin{quote}\\ttfamily\n\(safe.joined(separator: "\\\\\n"))\n\\end{quote}\n"
  }

  // MARK: - Text

  func inline(_ text: Text, lineBreak: String) -> String {
    text.runs.map { run in
      run.string.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        .map { styled(escapedLaTeX(String($0)), run.style) }.joined(separator: lineBreak)
    }.joined()
  }

  private func styled(_ words: String, _ style: Text.Style) -> String {
    switch style {
    case .plain, .dim: return words
    case .strong: return "\\textbf{\(words)}"
    case .emphasis: return "\\emph{\(words)}"
    case .code: return "\\texttt{\(words)}"
    case .link(let address):
      // Paper has no links: the address is printed.
      return "\\emph{\(words)} (\\texttt{\(escapedLaTeX(safeAddress(address)))})"
    }
  }
}
