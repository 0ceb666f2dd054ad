// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Tensors

/// One stage as a reader meets it: what it is, its formula, its shape, its numbers.
public struct StageSection {
  let trace: Trace
  let decimals: Int?
  let isExact: Bool
  let head: Int?
  /// Whether small pictures of all heads come before their numbers, or a table in their place.
  let includesPictures: Bool
  /// What is said about every cell, where the page can show it.
  let cellNotes: CellNotes?

  public init(
    _ trace: Trace, decimals: Int? = nil, isExact: Bool = false, head: Int? = nil,
    includesPictures: Bool = true, cellNotes: CellNotes? = nil
  ) {
    self.cellNotes = cellNotes
    self.trace = trace
    self.decimals = decimals
    self.isExact = isExact
    self.head = head
    self.includesPictures = includesPictures
  }

  /// The blocks for a stage of the trace.
  public func blocks(_ id: StageID) -> [Block] {
    guard let place = trace.place(of: id),
      let views = matrixViews(id)
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
    if stage.numbers == .probability, all.count > 1, all[0].rowCount > 1 {
      blocks += overview(all)
    }
    return blocks + all.map { Block.matrix($0) }
  }

  private func matrixViews(_ id: StageID) -> MatrixViews? {
    MatrixViews(trace, id, decimals: decimals, isExact: isExact, cellNotes: cellNotes)
  }

  /// All heads at a glance: pictures, or a table where pictures say nothing or are not wanted.
  private func overview(_ views: [MatrixView]) -> [Block] {
    guard includesPictures else { return [HeadOverview.table(of: views), HeadOverview.remark] }
    return [.panels(HeadOverview.panels(of: views)), HeadOverview.remark]
  }

  /// The matrices of a stage, one for each head or batch item, on one scale.
  public func views(_ id: StageID) -> [MatrixView] {
    matrixViews(id)?.views(head: head) ?? []
  }

  /// The numbers of a stage, of one head where only one is shown.
  func tensor(_ id: StageID) -> AnyTensor? {
    guard let tensor = trace[id], let head,
      let axis = tensor.axes.firstIndex(where: { $0.name == .head })
    else { return trace[id] }
    return tensor.mapped(
      float32: { $0.slicing(axis, head..<head + 1).removingAxis(at: axis) },
      float64: { $0.slicing(axis, head..<head + 1).removingAxis(at: axis) })
  }

  /// All heads' weights side by side, as small pictures.
  public func headPanels() -> [Block] {
    let views = views(.weights)
    guard let first = views.first else { return [] }
    return first.rowCount > 1 && views.count > 1 ? overview(views) : [.panels(views)]
  }
}
