// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Tensors

/// Says for every cell of a page how it came to be, as long as the page stays small enough.
public struct CellNotes: Sendable {
  /// The most cells that are explained; beyond that a page would take long to make and to open.
  public static let mostCells = 4_000

  let trace: Trace
  let decimals: Int
  /// The cells on the page.
  let cellCount: Int

  /// Prepares the notes of some stages.
  ///
  /// - Parameters:
  ///   - trace: The record.
  ///   - stages: What the page shows; all stages when `nil`.
  ///   - decimals: The fewest decimals to print.
  public init(_ trace: Trace, stages: [StageID]? = nil, decimals: Int? = nil) {
    self.trace = trace
    self.decimals = decimals ?? 3
    cellCount = (stages ?? trace.stages).reduce(0) { $0 + (trace[$1]?.count ?? 0) }
  }

  var areShown: Bool { cellCount <= Self.mostCells }

  /// What a reader of the page is told about the notes.
  public var statement: Text {
    areShown
      ? "Every cell says how it came to be: point at it, or go to it with Tab and the arrow keys."
      : Text(
        "The \(cellCount) cells of this page carry no arithmetic of their own; pages of up to "
          + "\(Self.mostCells) do. Show fewer stages, or ask about one cell with ")
        + .code("attn why") + "."
  }

  /// The note of one cell: where it is, then its computation line by line.
  func note(_ address: CellAddress) -> String? {
    guard areShown, let cell = CellExplanation(address, in: trace, decimals: decimals) else {
      return nil
    }
    let place = placeInWords(address.cell, cell.axes)
    let head = "\(address) = \(cell.printedValue)" + (place.isEmpty ? "" : "   (\(place))")
    guard cell.formula != nil else { return head + "\nGiven, not computed." }
    if let reason = cell.blockedBecause { return head + "\nBlocked: \(reason)." }
    var lines: [String] = []
    let steps = [cell.symbolic(.unicode), cell.substituted(.unicode)].compactMap { $0 }
    for line in steps + cell.steps(.unicode) + [cell.printedRecomputed ?? cell.printedValue]
    where line != lines.last {
      lines.append(line)
    }
    let own = cell.stage.cellSymbol(address.cell, .unicode)
    return head + "\n" + own + " = " + lines.joined(separator: "\n  = ")
  }
}
