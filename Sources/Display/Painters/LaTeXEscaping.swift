// SPDX-License-Identifier: MIT

/// Text in which no character has a meaning for LaTeX, made in one pass.
///
/// Chained replacements would escape the backslashes of earlier ones. What no common font of LaTeX
/// has is written as `\\u{1F9D1}`, never left out.
func escapedLaTeX(_ string: String) -> String {
  sanitized(string).unicodeScalars.reduce(into: "") { text, scalar in
    switch scalar {
    case "\\": text += #"\textbackslash{}"#
    case "{", "}", "$", "&", "#", "%", "_": text += "\\" + String(scalar)
    case "~": text += #"\textasciitilde{}"#
    case "^": text += #"\textasciicircum{}"#
    case "<": text += #"\textless{}"#
    case ">": text += #"\textgreater{}"#
    case "|": text += #"\textbar{}"#
    case "\"": text += #"\textquotedbl{}"#
    case "'": text += #"\textquotesingle{}"#
    case "`": text += #"\textasciigrave{}"#
    case "-": text += "{-}"
    case "␣": text += #"\textvisiblespace{}"#
    default:
      if scalar.value < 0x7f || isLatin(scalar) || isChinese(scalar) {
        text.unicodeScalars.append(scalar)
      } else if let command = mathematicalSymbols[scalar] {
        text += "$\(command)$"
      } else {
        text += #"\textbackslash{}u\{"# + String(scalar.value, radix: 16, uppercase: true) + #"\}"#
      }
    }
  }
}

/// Letters that the fonts of every LaTeX have.
private func isLatin(_ scalar: Unicode.Scalar) -> Bool {
  (0xc0...0x17e).contains(scalar.value) && scalar != "×" && scalar != "÷"
}

/// Whether a character needs Chinese, Japanese or Korean fonts.
func isChinese(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x3000...0x30ff, 0x3400...0x9fff, 0xac00...0xd7a3, 0xf900...0xfaff, 0xff00...0xffef: true
  default: false
  }
}

private let mathematicalSymbols: [Unicode.Scalar: String] = [
  "…": #"\ldots "#, "−": "-", "·": #"\cdot "#, "×": #"\times "#, "÷": #"\div "#, "∞": #"\infty "#,
  "√": #"\surd "#, "≈": #"\approx "#, "≤": #"\leq "#, "≥": #"\geq "#, "≠": #"\neq "#,
  "ᵀ": #"^{\top}"#, "ₖ": "_{k}", "ᵢ": "_{i}", "ⱼ": "_{j}", "₀": "_{0}", "₁": "_{1}", "₂": "_{2}",
  "²": "^{2}", "³": "^{3}", "′": "'", "ℓ": #"\ell "#, "∂": #"\partial "#, "∑": #"\sum "#,
  "Σ": #"\Sigma "#, "Δ": #"\Delta "#, "α": #"\alpha "#, "β": #"\beta "#, "γ": #"\gamma "#,
  "θ": #"\theta "#, "λ": #"\lambda "#, "μ": #"\mu "#, "π": #"\pi "#, "σ": #"\sigma "#,
  "τ": #"\tau "#, "→": #"\to "#, "←": #"\leftarrow "#, "⊙": #"\odot "#, "∈": #"\in "#,
  "✓": #"\surd "#, "—": #"\text{---}"#, "–": #"\text{--}"#, "“": #"\text{``}"#, "”": #"\text{''}"#,
  "‘": #"\text{`}"#, "’": #"\text{'}"#, "°": #"^{\circ}"#, "±": #"\pm "#,
]

extension Mathematics {
  /// The LaTeX form without characters that would end the formula or that LaTeX does not know.
  var safeLaTeX: String {
    if isWords || latex.isEmpty {
      let isPlain = unicode.allSatisfy { $0.isASCII && ($0.isNumber || "+-=*/(). ".contains($0)) }
      return isPlain ? unicode : "\\text{" + escapedLaTeX(unicode) + "}"
    }
    var result = ""
    var isCommand = false
    for scalar in latex.unicodeScalars {
      if let command = mathematicalSymbols[scalar] {
        result += command
      } else if scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) {
        result += " "
      } else if scalar.value > 0x7f {
        result += "\\text{" + escapedLaTeX(String(scalar)) + "}"
      } else if !isCommand, "$%#".unicodeScalars.contains(scalar) {
        result += "\\" + String(scalar)
      } else {
        result.unicodeScalars.append(scalar)
      }
      isCommand = scalar == "\\" && !isCommand
    }
    return result
  }
}

/// Formulas below each other, aligned at their first equals sign.
func alignedLaTeX(_ formulas: [Mathematics]) -> String {
  let lines = formulas.map { formula -> String in
    let text = formula.safeLaTeX
    guard !text.hasPrefix("\\text{"), let sign = text.firstRange(of: "=") else { return "&" + text }
    return text[..<sign.lowerBound] + "&" + text[sign.lowerBound...]
  }
  return "\\begin{aligned}\n" + lines.joined(separator: " \\\\\n") + "\n\\end{aligned}"
}
