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

  public init(
    _ trace: Trace, decimals: Int? = nil, head: Int? = nil, includesPictures: Bool = true
  ) {
    self.trace = trace
    self.decimals = decimals
    self.head = head
    self.includesPictures = includesPictures
  }

  /// The blocks for a stage of the trace.
  public func blocks(_ id: StageID) -> [Block] {
    guard let place = trace.place(of: id),
      let views = MatrixViews(trace, id, decimals: decimals)
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

  /// All heads' weights side by side, as small pictures.
  public func headPanels() -> [Block] {
    guard let views = MatrixViews(trace, .weights, decimals: decimals) else { return [] }
    return [.panels(views.views(head: head))]
  }
}
