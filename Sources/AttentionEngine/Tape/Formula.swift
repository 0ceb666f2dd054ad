// SPDX-License-Identifier: MIT

/// How a person writes an operation: a small tree, without numbers.
///
///     Formula.product([.symbol("Q"), .transpose(.symbol("K"))]).text(.unicode)   // "Q·Kᵀ"
///
/// Operations state their formula with it; screens, Markdown, LaTeX and sentences read it.
public indirect enum Formula: Sendable, Equatable {
  /// A name such as W with an index such as Q.
  case symbol(String, index: String? = nil)
  /// A number, written as given.
  case number(String)
  case sum([Formula])
  case difference(Formula, Formula)
  case product([Formula])
  /// Cell by cell, written ⊙.
  case cellProduct(Formula, Formula)
  case quotient(Formula, Formula)
  case power(Formula, Formula)
  case squareRoot(Formula)
  case transpose(Formula)
  /// A function by name, such as softmax.
  case function(String, [Formula])
  /// How the loss changes with a value: ∂L/∂Q.
  case gradient(Formula)
  /// A sum over an axis, Σ with the axis below it.
  case total(Formula, over: String)
}

/// A way of writing formulas.
public enum Notation: Sendable, CaseIterable {
  /// For a terminal with Unicode: `Q·Kᵀ/√d_k`.
  case unicode
  /// For a terminal without: `Q*K^T/sqrt(d_k)`.
  case ascii
  /// For paper: `\frac{Q K^{\top}}{\sqrt{d_{k}}}`.
  case latex
  /// For the ear: `Q times K transposed, divided by the square root of d k`.
  case spoken
}

extension Formula {
  /// Returns the formula written in a notation.
  public func text(_ notation: Notation) -> String { FormulaWriter(notation: notation).write(self) }

  /// How tightly the outermost sign binds; an operand that binds less gets brackets.
  fileprivate var binding: Int {
    switch self {
    case .sum, .difference, .total: 1
    case .product, .cellProduct, .quotient: 2
    case .gradient: 3
    case .power, .transpose: 4
    case .symbol, .number, .squareRoot, .function: 5
    }
  }
}

private struct FormulaWriter {
  let notation: Notation

  func write(_ formula: Formula) -> String {
    switch formula {
    case .symbol(let name, let index): symbol(name, index)
    case .number(let text): number(text)
    case .sum(let terms):
      terms.map { write($0, within: 1) }.joined(separator: sign(" + ", " plus "))
    case .difference(let a, let b):
      write(a, within: 1) + sign(" − ", " minus ", ascii: " - ") + write(b, within: 2)
    case .product(let factors):
      factors.map { write($0, within: 2) }.joined(
        separator: sign("·", " times ", ascii: "*", latex: " "))
    case .cellProduct(let a, let b):
      write(a, within: 2) + sign(" ⊙ ", " times, cell by cell, ", ascii: " (*) ", latex: " \\odot ")
        + write(b, within: 3)
    case .quotient(let a, let b): quotient(a, b)
    case .power(let a, let b): power(a, b)
    case .squareRoot(let a): squareRoot(a)
    case .transpose(let a):
      write(a, within: 4) + sign("ᵀ", " transposed", ascii: "^T", latex: "^{\\top}")
    case .function(let name, let arguments): function(name, arguments)
    case .gradient(let a): gradient(a)
    case .total(let a, let axis): total(a, axis)
    }
  }

  private func write(_ formula: Formula, within binding: Int) -> String {
    // A fraction's bar brackets it already, but not against an exponent or a ᵀ beside it.
    let hasBar = notation == .latex && formula.isFraction && binding < 4
    guard formula.binding < binding, !hasBar else { return write(formula) }
    return switch notation {
    case .latex: "\\left(" + write(formula) + "\\right)"
    case .spoken: ", " + write(formula) + ","
    case .unicode, .ascii: "(" + write(formula) + ")"
    }
  }

  private func sign(
    _ unicode: String, _ spoken: String, ascii: String? = nil, latex: String? = nil
  ) -> String {
    switch notation {
    case .unicode: unicode
    case .ascii: ascii ?? unicode
    case .latex: latex ?? ascii ?? unicode
    case .spoken: spoken
    }
  }

  private func symbol(_ name: String, _ index: String?) -> String {
    let glyph = glyph(name)
    guard let index = index.map(self.glyph) else { return glyph }
    // A range of parts: R_1:3 is said "R 1 to 3".
    let spoken = index.split(separator: ":").joined(separator: " to ")
    return glyph + sign("_\(index)", " \(spoken)", latex: "_{\(index)}")
  }

  /// A name in this notation; an underscore in it is no index.
  private func glyph(_ name: String) -> String {
    if let glyph = Self.glyphs[name] {
      return sign(name, glyph.spoken, ascii: glyph.ascii, latex: glyph.latex)
    }
    let words = name.split(separator: "_", omittingEmptySubsequences: false)
    return words.joined(separator: sign("_", " ", latex: "\\_"))
  }

  /// Names that are not plain letters.
  private static let glyphs: [String: (ascii: String, latex: String, spoken: String)] = [
    "ℓ": ("l", "\\ell", "l"), "S′": ("S'", "S'", "S prime"), "θ": ("theta", "\\theta", "theta"),
    "α": ("alpha", "\\alpha", "alpha"), "−∞": ("-inf", "-\\infty", "minus infinity"),
    "R⁻¹": ("R^-1", "R^{-1}", "R inverse"),
  ]

  private func number(_ text: String) -> String {
    text.hasPrefix("−") ? sign("−", "minus ", ascii: "-") + text.dropFirst() : text
  }

  private func quotient(_ a: Formula, _ b: Formula) -> String {
    switch notation {
    case .latex: "\\frac{\(write(a))}{\(write(b))}"
    case .spoken: write(a, within: 2) + " divided by " + write(b, within: 3)
    case .unicode, .ascii: write(a, within: 2) + "/" + write(b, within: 3)
    }
  }

  private func power(_ a: Formula, _ b: Formula) -> String {
    switch notation {
    case .latex: "{\(write(a, within: 5))}^{\(write(b))}"
    case .spoken: write(a, within: 5) + " to the power " + write(b)
    case .unicode, .ascii: write(a, within: 5) + "^" + write(b, within: 5)
    }
  }

  private func squareRoot(_ a: Formula) -> String {
    switch notation {
    case .unicode: a.binding == 5 ? "√" + write(a) : "√(" + write(a) + ")"
    case .ascii: "sqrt(" + write(a) + ")"
    case .latex: "\\sqrt{\(write(a))}"
    case .spoken: "the square root of " + write(a)
    }
  }

  private func function(_ name: String, _ arguments: [Formula]) -> String {
    let name = glyph(name)
    let inside = arguments.map { write($0) }.joined(separator: ", ")
    return switch notation {
    case .latex: "\\operatorname{\(name)}\\left(\(inside)\\right)"
    case .spoken: "\(name) of \(inside)"
    case .unicode, .ascii: "\(name)(\(inside))"
    }
  }

  private func gradient(_ a: Formula) -> String {
    switch notation {
    case .unicode: "∂L/∂" + write(a, within: 5)
    case .ascii: "dL/d" + write(a, within: 5)
    case .latex: "\\frac{\\partial L}{\\partial \(write(a))}"
    case .spoken: "the gradient of the loss by " + write(a)
    }
  }

  private func total(_ a: Formula, _ axis: String) -> String {
    switch notation {
    case .unicode: "Σ_\(axis) " + write(a, within: 2)
    case .ascii: "sum_\(axis) " + write(a, within: 2)
    case .latex: "\\sum_{\\text{\(axis)}} " + write(a, within: 2)
    case .spoken: "the sum over \(axis) of " + write(a, within: 2)
    }
  }
}

extension Formula {
  fileprivate var isFraction: Bool {
    if case .quotient = self { return true }
    return false
  }
}
