// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Tensors

/// One stage as a reader meets it: what it is, its formula, its shape, its numbers.
public struct StageSection {
  let trace: Trace
  let decimals: Int?
  let head: Int?
  /// Whether small pictures of all heads come before their numbers; for listeners they say nothing new.
  let includesPictures: Bool
  /// What is said about every cell, where the page can show it.
  let cellNotes: CellNotes?

  public init(
    _ trace: Trace, decimals: Int? = nil, head: Int? = nil, includesPictures: Bool = true,
    cellNotes: CellNotes? = nil
  ) {
    self.cellNotes = cellNotes
    self.trace = trace
    self.decimals = decimals
    self.head = head
    self.includesPictures = includesPictures
  }

  /// The blocks for a stage of the trace.
  public func blocks(_ id: StageID) -> [Block] {
    guard let place = trace.place(of: id),
      let views = MatrixViews(trace, id, decimals: decimals, cellNotes: cellNotes)
    else { return [] }
    let stage = views.stage
    let shape = Text.dim(trace.records[place].axes.inWords)
    var blocks: [Block] = [
      .heading(level: 2, Text(id.rawValue)), .paragraph(Text(stage.summary + " ") + shape),
    ]
    let symbol = Mathematics(stage.symbol)
    if let formula = trace.formula(at: place) {
      blocks.append(.formula(.definition(symbol, Mathematics(formula))))
    } else {
      blocks.append(
        .formula(
          Mathematics { notation in
            stage.symbol.text(notation) + (notation == .latex ? "\\text{ (given)}" : " (given)")
          }))
    }
    let all = views.views(head: head)
    if includesPictures, stage.numbers == .probability, all.count > 1, all[0].rowCount > 1 {
      blocks.append(.panels(all))
    }
    return blocks + all.map { Block.matrix($0) }
  }

  /// The matrices of a stage, one for each head or batch item, on one scale.
  public func views(_ id: StageID) -> [MatrixView] {
    MatrixViews(trace, id, decimals: decimals, cellNotes: cellNotes)?.views(head: head) ?? []
  }

  /// All heads' weights side by side, as small pictures.
  public func headPanels() -> [Block] {
    let views = views(.weights)
    return views.isEmpty ? [] : [.panels(views)]
  }
}
