// SPDX-License-Identifier: MIT

extension MathMLReader {
  /// Commands that stand for one sign or letter.
  private static let symbols: [String: String] = [
    "infty": "∞", "ell": "ℓ", "top": "⊤", "partial": "∂", "ldots": "…", "cdots": "⋯", "dots": "…",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "theta": "θ",
    "lambda": "λ", "mu": "μ", "pi": "π", "sigma": "σ", "tau": "τ", "phi": "φ", "omega": "ω",
    "Sigma": "Σ", "Delta": "Δ", "Omega": "Ω",
  ]

  /// Commands between two operands.
  private static let operators: [String: String] = [
    "cdot": "·", "times": "×", "odot": "⊙", "div": "÷", "pm": "±", "leq": "≤", "le": "≤",
    "geq": "≥", "ge": "≥", "approx": "≈", "neq": "≠", "in": "∈", "to": "→", "leftarrow": "←",
    "rightarrow": "→", "mid": "∣",
  ]

  private static let blanks: [String: String] = [
    "quad": "1em", "qquad": "2em", ",": "0.17em", ":": "0.22em", ";": "0.28em", "!": "0em",
    " ": "0.3em",
  ]

  private static let functions: Set<String> = [
    "exp", "log", "ln", "max", "min", "tanh", "sin", "cos", "softmax",
  ]

  mutating func command() -> Item? {
    let name = commandName()
    if let symbol = Self.symbols[name] { return Item(markup: "<mi>\(symbol)</mi>") }
    if let sign = Self.operators[name] { return .infix(sign) }
    if let width = Self.blanks[name] {
      return Item(markup: "<mspace width=\"\(width)\"></mspace>", isOperand: false)
    }
    if Self.functions.contains(name) { return Item(markup: "<mi>\(name)</mi>", isWord: true) }
    switch name {
    case "frac", "tfrac", "dfrac":
      guard let upper = argument(), let lower = argument() else { return nil }
      return Item(markup: "<mfrac>\(upper)\(lower)</mfrac>")
    case "sqrt": return argument().map { Item(markup: "<msqrt>\($0)</msqrt>") }
    case "sum", "prod":
      return Item(
        markup: "<mo>\(name == "sum" ? "∑" : "∏")</mo>", takesLimits: true, isOperand: false)
    case "left": return bracketed()
    case "operatorname", "mathrm", "mathsf", "mathtt", "text", "textbf":
      return words().map { text in
        let safe = escapedHTML(sanitized(text)).replacing("~", with: "\u{a0}")
          .replacing(" ", with: "\u{a0}")
        let element = name.hasPrefix("text") ? "mtext" : "mi"
        return Item(markup: "<\(element)>\(safe)</\(element)>", isWord: true)
      }
    case "mathbf", "boldsymbol":
      return argument()
        .map { Item(markup: "<mrow style=\"font-weight:bold\">\($0)</mrow>") }
    case "{", "}", "%", "$", "#", "&", "_": return Item(markup: "<mo>\(escapedHTML(name))</mo>")
    default: return nil
    }
  }

  /// What stands between `\left` and `\right`, with brackets as tall as it is.
  private mutating func bracketed() -> Item? {
    guard let opening = fence(), let inner = items(until: nil), skip("\\right"),
      let closing = fence()
    else { return nil }
    return Item(markup: "<mrow>\(opening)\(inner.map(\.markup).joined())\(closing)</mrow>")
  }

  private mutating func fence() -> String? {
    guard let character = takeCharacter() else { return nil }
    switch character {
    case ".": return ""
    case "(", ")", "[", "]", "|": return "<mo stretchy=\"true\">\(character)</mo>"
    case "\\":
      guard let brace = takeCharacter(), "{}|".contains(brace) else { return nil }
      return "<mo stretchy=\"true\">\(brace == "|" ? "‖" : brace)</mo>"
    default: return nil
    }
  }
}
