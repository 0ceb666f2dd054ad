// SPDX-License-Identifier: MIT

/// A formula in each of the forms that a painter may need.
///
/// ```swift
/// Mathematics(unicode: "QKᵀ/√dₖ", ascii: "QK^T/sqrt(d_k)", latex: #"QK^\top/\sqrt{d_k}"#,
///   spoken: "Q times K transposed, divided by the square root of d k")
/// ```
public struct Mathematics: Sendable, Equatable {
  /// The form for terminals that show Unicode.
  public var unicode: String
  /// The form with characters 0x20 to 0x7e only.
  public var ascii: String
  /// The form for LaTeX, without dollar signs.
  public var latex: String
  /// The form that is read aloud.
  public var spoken: String

  /// Creates a formula from its four forms.
  public init(unicode: String, ascii: String, latex: String, spoken: String) {
    self.unicode = unicode
    self.ascii = ascii
    self.latex = latex
    self.spoken = spoken
  }

  /// Creates a formula that reads the same in every form.
  public init(_ string: String) {
    self.init(unicode: string, ascii: string, latex: string, spoken: string)
  }
}

extension Mathematics {
  /// Puts one formula behind another.
  public static func + (left: Mathematics, right: Mathematics) -> Mathematics {
    Mathematics(
      unicode: left.unicode + right.unicode, ascii: left.ascii + right.ascii,
      latex: left.latex + right.latex, spoken: left.spoken + right.spoken)
  }

  /// Whether the formula reads the same in every form, as words do.
  var isWords: Bool { latex == unicode && unicode == ascii && ascii == spoken }
}

extension Mathematics: ExpressibleByStringInterpolation {
  /// Creates a formula that reads the same in every form.
  public init(stringLiteral value: String) {
    self.init(value)
  }
}
