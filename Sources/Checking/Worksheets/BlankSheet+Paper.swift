// SPDX-License-Identifier: MIT

import AttentionEngine
import Display

extension BlankSheet {
  /// The sheet for paper, as Markdown.
  public var markdown: String {
    var lines = ["# " + Self.markdownText(title), "", "Name: ______________________", ""]
    lines += [instruction, "", "## Given", ""]
    for given in givens { lines += markdown(given) }
    lines += ["## To compute", ""]
    for (number, step) in steps.enumerated() {
      lines += ["### \(number + 1). \(step.stage.id)", "", step.stage.summary, ""]
      lines += markdown(step)
      lines += step.workings.map { "- " + $0.map(\.unicode).joined(separator: " ") }
      if !step.workings.isEmpty { lines.append("") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var instruction: String {
    let variant = seed.map { "Variant \($0). " } ?? ""
    return isKey
      ? "\(variant)The answers, with \(counted(decimals, "decimal"))."
      : "\(variant)Write every number with \(counted(decimals, "decimal")); go on with what you wrote."
  }

  private func markdown(_ part: Part) -> [String] {
    let rows = Self.rows(part).map {
      $0.split(separator: " ").map { $0 == "?" ? "______" : String($0) }.joined(separator: "  ")
    }
    return [part.headline(.unicode), "", "```text"] + rows + ["```", ""]
  }

  /// The sheet for paper, as a LaTeX document.
  public var latex: String {
    var lines = [
      #"\documentclass{article}"#, #"\usepackage{amsmath}"#, #"\begin{document}"#,
      #"\section*{"# + Self.latexText(title) + "}", #"\noindent Name: \hrulefill\par\medskip"#,
      #"\noindent "# + Self.latexText(instruction), #"\subsection*{Given}"#,
    ]
    for given in givens { lines.append(latex(given)) }
    lines.append(#"\subsection*{To compute}"#)
    for (number, step) in steps.enumerated() {
      lines.append(#"\paragraph{"# + "\(number + 1). \(Self.latexText(step.stage.summary))}")
      lines.append(latex(step))
      for working in step.workings {
        lines.append(#"\[ "# + working.map(\.latex).joined(separator: " ") + #" \]"#)
      }
    }
    return (lines + [#"\end{document}"#]).joined(separator: "\n") + "\n"
  }

  private func latex(_ part: Part) -> String {
    let matrices = part.matrices.map { matrix in
      let rows = matrix.map { row in
        row.map { $0 == "?" ? #"\underline{\hspace{3em}}"# : Self.latexNumber($0) }
          .joined(separator: " & ")
      }
      let columns = matrix.first?.count ?? 1
      return #"\left(\begin{array}{"# + String(repeating: "r", count: columns) + "}"
        + rows.joined(separator: #" \\[1ex] "#) + #"\end{array}\right)"#
    }
    let symbol = part.stage.symbol.text(.latex)
    let formula = part.formula?.text(.latex)
    let left = formula.map { $0 == symbol ? symbol : "\(symbol) = \($0)" } ?? symbol
    return #"\[ "# + left + " = " + matrices.joined(separator: #",\quad "#) + #" \]"#
  }

  private static func latexNumber(_ text: String) -> String {
    switch text {
    case "-inf": #"-\infty"#
    case "inf": #"\infty"#
    case "nan": #"\text{nan}"#
    default: text
    }
  }

  /// Text of strangers, with every character escaped that LaTeX would act on.
  private static func latexText(_ text: String) -> String {
    sanitized(text).map { character in
      switch character {
      case "\\": #"\textbackslash{}"#
      case "{", "}", "$", "&", "#", "%", "_": "\\\(character)"
      case "~": #"\textasciitilde{}"#
      case "^": #"\textasciicircum{}"#
      case "∞": #"$\infty$"#
      case "−": "$-$"
      case "…": #"\ldots{}"#
      default: String(character)
      }
    }.joined()
  }

  private static func markdownText(_ text: String) -> String {
    sanitized(text).map { "\\`*_{}[]<>#|".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
