// SPDX-License-Identifier: MIT

import Display

extension Mathematics {
  /// A formula written in the small part of LaTeX that lessons use.
  ///
  /// Fractions, roots, indices, transposes and named functions become text for a terminal; a command
  /// that is not known keeps its name.
  init(latex: String) {
    func text(_ symbols: LaTeXReader.Symbols) -> String {
      var reader = LaTeXReader(latex, symbols)
      return reader.text()
    }
    self.init(
      unicode: text(.unicode), ascii: text(.ascii), latex: latex, spoken: text(.ascii))
  }
}

/// Reads LaTeX once, left to right, and writes it as one line of text.
struct LaTeXReader {
  enum Symbols { case unicode, ascii }

  private let characters: [Character]
  private let symbols: Symbols
  private var next = 0
  private var depth = 0

  init(_ latex: String, _ symbols: Symbols) {
    characters = Array(latex)
    self.symbols = symbols
  }

  /// The whole formula as text, blanks made single.
  mutating func text() -> String {
    sequence(until: nil).split(separator: " ").joined(separator: " ")
  }

  private mutating func sequence(until end: Character?) -> String {
    var result = ""
    while next < characters.count, characters[next] != end { result += item() }
    if next < characters.count { next += 1 }
    return result
  }

  private mutating func item() -> String {
    let character = characters[next]
    next += 1
    switch character {
    case "\\": return command()
    case "{": return group()
    case "_": return "_" + script()
    case "^":
      let raised = script()
      if raised == "ᵀ" || raised == "^T" { return raised }
      return raised == "T" ? symbol("ᵀ", "^T") : "^" + raised
    case "~": return " "
    default: return symbols == .ascii ? asciiText(character) : String(character)
    }
  }

  /// The content of a brace, already open; nesting is bounded by the lesson's own limits.
  private mutating func group() -> String {
    guard depth < 64 else { return "" }
    depth += 1
    defer { depth -= 1 }
    return sequence(until: "}")
  }

  private mutating func argument() -> String {
    while next < characters.count, characters[next] == " " { next += 1 }
    guard next < characters.count else { return "" }
    return item()
  }

  private mutating func script() -> String {
    let text = argument()
    return text.contains(" ") || text.contains("/") ? "(\(text))" : text
  }

  private mutating func command() -> String {
    var name = ""
    while next < characters.count, characters[next].isASCII, characters[next].isLetter {
      name.append(characters[next])
      next += 1
    }
    guard !name.isEmpty else {
      guard next < characters.count else { return "" }
      defer { next += 1 }
      return characters[next] == "," || characters[next] == ";" ? " " : String(characters[next])
    }
    switch name {
    case "frac":
      let (above, below) = (argument(), argument())
      return bracketed(above) + "/" + bracketed(below)
    case "sqrt":
      let inside = argument()
      return symbols == .ascii ? "sqrt(\(inside))" : "√" + bracketed(inside)
    case "text", "mathrm", "mathsf", "mathbf", "mathit", "operatorname": return argument()
    case "left", "right", "bigl", "bigr", "displaystyle": return ""
    default: break
    }
    // ∂ L is written ∂L.
    while name == "partial", next < characters.count, characters[next] == " " { next += 1 }
    if let (unicode, ascii) = Self.names[name] { return symbol(unicode, ascii) }
    return name
  }

  private func bracketed(_ text: String) -> String {
    let plain = text.filter { $0 != " " }
    let isSimple = plain.allSatisfy { $0.isLetter || $0.isNumber || "_ᵀ^√∂".contains($0) }
    return isSimple && !text.contains(" ") ? plain : "(\(text))"
  }

  private func symbol(_ unicode: String, _ ascii: String) -> String {
    symbols == .unicode ? unicode : ascii
  }

  private func asciiText(_ character: Character) -> String {
    character.isASCII ? String(character) : escapedToASCII(String(character))
  }

  private static let names: [String: (String, String)] = [
    "cdot": ("·", "*"), "times": ("×", "x"), "top": ("ᵀ", "^T"), "sum": ("Σ", "sum"),
    "infty": ("∞", "inf"), "ell": ("ℓ", "l"), "partial": ("∂", "d"), "odot": ("⊙", "(*)"),
    "le": ("≤", "<="), "ge": ("≥", ">="), "ne": ("≠", "!="), "approx": ("≈", "~="),
    "in": (" ∈ ", " in "), "quad": (",  ", ",  "), "qquad": (",  ", ",  "), "ldots": ("…", "..."),
    "dots": ("…", "..."),
    "cdots": ("⋯", "..."), "pm": ("±", "+-"), "to": ("→", "->"), "theta": ("θ", "theta"),
    "lVert": ("‖", "||"), "rVert": ("‖", "||"), "alpha": ("α", "alpha"), "prime": ("′", "'"),
    "lambda": ("λ", "lambda"),
  ]
}
