// SPDX-License-Identifier: MIT

import AttentionEngine
import Display

extension Mathematics {
  /// A formula in every form a painter may need.
  init(_ formula: Formula) {
    self.init(
      unicode: formula.text(.unicode), ascii: formula.text(.ascii), latex: formula.text(.latex),
      spoken: formula.text(.spoken))
  }

  /// One side and the other, with an equals sign between.
  static func equation(_ left: Mathematics, _ right: Mathematics) -> Mathematics {
    Mathematics(
      unicode: left.unicode + " = " + right.unicode, ascii: left.ascii + " = " + right.ascii,
      latex: left.latex + " = " + right.latex, spoken: left.spoken + " equals " + right.spoken)
  }

  /// What a symbol stands for; a symbol that says so itself, such as concat(Z), stands alone.
  static func definition(_ symbol: Mathematics, _ formula: Mathematics) -> Mathematics {
    symbol == formula ? symbol : equation(symbol, formula)
  }

  /// A line that goes on from the one above: `= right`.
  static func continuing(_ right: Mathematics) -> Mathematics {
    Mathematics(
      unicode: "= " + right.unicode, ascii: "= " + right.ascii, latex: "= " + right.latex,
      spoken: "equals " + right.spoken)
  }

  /// Text put together from parts that differ by notation.
  ///
  /// - Parameter body: The text in one notation.
  init(_ body: (Notation) -> String) {
    self.init(
      unicode: body(.unicode), ascii: body(.ascii), latex: body(.latex), spoken: body(.spoken))
  }
}
