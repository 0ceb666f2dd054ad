// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Tensors

/// Names the place of a cell: `head 0, query 2 "sat", key 1 "cat"`.
///
/// Labels come from strangers; they are made printable here, before they reach a sentence.
func placeInWords(_ cell: [Int], _ axes: [Axis]) -> String {
  zip(cell, axes).filter { $0.1.name != .one }
    .map { index, axis in
      let label = axis.labels.map { " \"\(printableLabel($0[index]))\"" } ?? ""
      return "\(axis.name) \(index)\(label)"
    }
    .joined(separator: ", ")
}

/// The cell's indices in brackets: `[0,2,1]`.
func brackets(_ cell: [Int]) -> String { "[" + cell.map(String.init).joined(separator: ",") + "]" }

extension Stage {
  /// The symbol of one cell: `A[0,2,1]`.
  func cellSymbol(_ cell: [Int], _ notation: Notation) -> String {
    let symbol = symbol.text(notation)
    switch notation {
    case .unicode, .ascii: return symbol + brackets(cell)
    case .latex:
      // A second subscript must stand on the whole symbol: `{W_{Q}}_{0,1}`.
      let base = symbol.contains("_") ? "{\(symbol)}" : symbol
      return base + "_{" + cell.map(String.init).joined(separator: ",") + "}"
    case .spoken: return symbol + " at " + cell.map(String.init).joined(separator: ", ")
    }
  }
}
