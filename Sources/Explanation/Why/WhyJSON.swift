// SPDX-License-Identifier: MIT

import AttentionEngine

extension CellExplanation {
  /// The explanation for programs.
  ///
  /// Numbers are full doubles; those that are not finite are the strings "nan", "inf", "-inf".
  public var json: JSONValue { json(depth: 1) }

  /// The explanation for programs, with those of the cells it was made of.
  ///
  /// - Parameter depth: How many levels are explained; a cell that occurs again is named only.
  /// - Returns: The cell; its operands carry `why` where they are explained too.
  public func json(depth: Int) -> JSONValue {
    var budget = WhyDocument.mostNodes
    var explained: Set<CellAddress> = []
    return json(depth: depth, &budget, &explained)
  }

  private func json(
    depth: Int, _ budget: inout Int, _ explained: inout Set<CellAddress>
  ) -> JSONValue {
    budget -= 1
    explained.insert(address)
    var inner: [JSONValue] = []
    for operand in operands {
      var members: [(String, JSONValue)] = [
        ("cell", .string("\(operand.address)")), ("value", .number(operand.value)),
      ]
      if depth > 1, budget > 0, !explained.contains(operand.address),
        let cell = CellExplanation(operand.address, in: trace, decimals: wantedDecimals)
      {
        members.append(("why", cell.json(depth: depth - 1, &budget, &explained)))
      }
      inner.append(.object(members))
    }
    return .object([
      ("cell", .string("\(address)")),
      ("symbol", .string(stage.symbol.text(.unicode))),
      ("value", .number(value)),
      ("formula", .string(formulaText)),
      ("substituted", .string(substituted(.unicode, longestSum: .max) ?? printedValue)),
      ("recomputed", .number(recomputed ?? value)),
      ("operands", .array(inner)),
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
