// SPDX-License-Identifier: MIT

/// Returns prose in ASCII: known signs as words or look-alikes, the rest as `\u{6CE8}`.
///
/// ```swift
/// asciiProse("QKᵀ/√dₖ — softmax")  // "QK^T/sqrt d_k -- softmax"
/// ```
public func asciiProse(_ string: String) -> String {
  if string.utf8.allSatisfy({ $0 < 0x7f }) { return string }
  var result = ""
  for scalar in string.unicodeScalars {
    if scalar.value < 0x7f {
      result.unicodeScalars.append(scalar)
    } else if let form = asciiForms[scalar] {
      result += form
    } else {
      result += escapedToASCII(String(Character(scalar)))
    }
  }
  return result
}

private let asciiForms: [Unicode.Scalar: String] = {
  var forms: [Unicode.Scalar: String] = [
    "—": "--", "–": "-", "‐": "-", "‑": "-", "−": "-", "‘": "'", "’": "'", "“": "\"", "”": "\"",
    "…": "...", "⋯": "...", "⋮": ":", "⋱": "...", "√": "sqrt ", "×": "x", "·": "*", "⋅": "*",
    "÷": "/", "±": "+/-", "∞": "inf", "≈": "~=", "≠": "!=", "≤": "<=", "≥": ">=", "→": "->",
    "←": "<-", "⇒": "=>", "↦": "|->", "∈": " in ", "∂": "d", "∇": "grad ", "Σ": "sum", "∑": "sum",
    "∏": "prod", "ᵀ": "^T", "⊤": "^T", "∘": "o", "⊙": "(.)", "⊕": "(+)", "•": "-", "✓": "ok",
    "✗": "x", "é": "e", "è": "e", "ü": "u", "ö": "o", "ä": "a", "ß": "ss", "\u{a0}": " ", "′": "'",
    "‖": "||", "⟨": "<", "⟩": ">", "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")", "□": "[]",
    "ₖ": "_k", "ᵢ": "_i", "ⱼ": "_j", "ₙ": "_n", "ₘ": "_m", "ₕ": "_h", "ₒ": "_o", "ᵥ": "_v",
    "⁻": "^-", "ℓ": "l", "ⁿ": "^n", "ᵐ": "^m", "␣": "_", "█": "#", "°": " deg", "§": "section ",
    "©": "(c)",
  ]
  for (index, scalar) in "⁰¹²³⁴⁵⁶⁷⁸⁹".unicodeScalars.enumerated() { forms[scalar] = "^\(index)" }
  for (index, scalar) in "₀₁₂₃₄₅₆₇₈₉".unicodeScalars.enumerated() { forms[scalar] = "_\(index)" }
  let greek = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda",
    "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi",
    "psi", "omega",
  ]
  for (name, scalar) in zip(greek, "αβγδεζηθικλμνξοπρςστυφχψω".unicodeScalars) {
    forms[scalar] = name
  }
  for (scalar, name) in ["Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ω": "Omega"]
    as [Unicode.Scalar: String]
  { forms[scalar] = name }
  return forms
}()
