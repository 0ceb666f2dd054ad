// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Tensors

extension WhyDocument {
  /// How a cell came to be, for a small part of a screen: formula, numbers, numbered operands.
  ///
  /// - Parameters:
  ///   - cell: The explained cell.
  ///   - chosen: The operand that stands out, counted from 0; `nil` for none.
  /// - Returns: The document, as long as it needs to be.
  public func pane(for cell: CellExplanation, chosen: Int? = nil) -> Document {
    var blocks = workings(of: cell).blocks
    guard !cell.operands.isEmpty else { return Document(blocks) }
    // The list follows the choice, so that it need not be longer than anyone reads.
    let first = max(0, min((chosen ?? 0) / 9 * 9, cell.operands.count - 1))
    let shown = cell.operands[first...].prefix(9)
    let rows = shown.enumerated().map { offset, operand -> [Text] in
      let axes = trace.record(operand.address.stage)?.axes ?? []
      let mark = first + offset == chosen ? ">" : " "
      return [
        Text("\(mark)\(offset + 1)"), .code("\(operand.address)"),
        Text(cell.printed(operand.value)), Text(placeInWords(operand.address.cell, axes)),
      ]
    }
    let header =
      cell.operands.count <= 9
      ? "made of" : "made of \(first + 1)-\(first + shown.count) of \(cell.operands.count)"
    blocks.append(
      .table(
        Table(
          header: ["", Text(header), "value", "where"], rows: rows,
          alignments: [.left, .left, .right, .left])))
    return Document(blocks)
  }

  /// How a cell came to be, without the list of what it was made of.
  public func workings(of cell: CellExplanation) -> Document {
    let place = placeInWords(cell.address.cell, cell.axes)
    let headline = Text.strong("\(cell.address) = \(cell.printedValue)") + .dim("  \(place)")
    return Document([.paragraph(headline)] + calculation(cell))
  }
}
