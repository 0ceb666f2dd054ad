// SPDX-License-Identifier: MIT

import AttentionEngine

extension CellExplanation {
  /// The explanation for programs.
  ///
  /// Numbers are full doubles; those that are not finite are the strings "nan", "inf", "-inf".
  public var json: JSONValue {
    .object([
      ("cell", .string("\(address)")),
      ("symbol", .string(stage.symbol.text(.unicode))),
      ("value", .number(value)),
      ("formula", .string(formulaText)),
      ("substituted", .string(substituted(.unicode, longestSum: .max) ?? printedValue)),
      ("recomputed", .number(recomputed ?? value)),
      ("operands", .array(operands.map(\.json))),
      ("given", .bool(formula == nil)),
      (
        "printed",
        .object([
          ("decimals", .integer(decimals)), ("value", .string(printedValue)),
          ("recomputed", .string(printedRecomputed ?? printedValue)),
          ("steps", .array(steps(.unicode).map(JSONValue.string))),
        ])
      ),
      ("blocked_because", blockedBecause.map(JSONValue.string) ?? .null),
    ])
  }

  private var formulaText: String {
    guard let formula else { return "given" }
    return stage.symbol.text(.unicode) + " = " + formula.text(.unicode)
  }
}

extension CellExplanation.Operand {
  fileprivate var json: JSONValue {
    .object([("cell", .string("\(address)")), ("value", .number(value))])
  }
}
