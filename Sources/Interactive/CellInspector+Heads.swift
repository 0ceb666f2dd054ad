// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import Tensors
import TerminalSession

/// All matrices of a stage side by side, each with what is strongest in it.
extension CellInspector {
  mutating func showHeads() {
    guard shape.dropLast(2).reduce(1, *) > 1 else {
      screen.message = "\(address.stage) has one matrix only"
      return
    }
    showsHeads = true
    paneOffset = 0
  }

  /// Does what an action means among the pictures of heads; false when it means what it always does.
  mutating func handleAmongHeads(_ action: InspectorAction) -> Bool {
    // The chosen picture is brought into sight, unless the page is only scrolled.
    let before = matrixPlace
    defer { if showsHeads, matrixPlace != before { paneOffset = -1 } }
    switch action {
    case .enter, .heads, .back: showsHeads = false
    case .move(let rows, let columns): changeMatrix(by: rows + columns)
    case .rowStart, .columnStart: changeMatrix(by: -matrixPlace)
    case .rowEnd, .columnEnd: changeMatrix(by: -matrixPlace - 1)
    case .operand(let number):
      let count = shape.dropLast(2).reduce(1, *)
      if number <= count { changeMatrix(by: number - 1 - matrixPlace) }
    case .edit, .copy, .differences, .undo:
      showsHeads = false
      return false
    case .stage(let distance):
      changeStage(by: distance)
      if shape.dropLast(2).reduce(1, *) <= 1 { showsHeads = false }
    default: return false
    }
    return true
  }

  mutating func headsFrame(_ text: ScreenText, _ size: ScreenSize) -> Frame {
    var views = MatrixViews(trace, address.stage)?.views() ?? []
    let place = matrixPlace
    if views.indices.contains(place), let title = views[place].title {
      views[place].title = Mathematics("> ") + title
    }
    let height = size.lines - 2
    let lines = text.lines(Document([.panels(views)]))
    paneRoom = (lines.count, height)
    if paneOffset < 0 {
      let line = lines.firstIndex { $0.contains("> ") } ?? 0
      paneOffset = line - 1
    }
    paneOffset = max(0, min(paneOffset, lines.count - height))
    let shown = Array(lines.dropFirst(paneOffset).prefix(height))
    let leading = trace[address.stage]?.axes.dropLast(2).filter { $0.size > 1 } ?? []
    let noun = leading.allSatisfy { $0.name == .head } ? "heads" : "matrices"
    let heading = text.line(
      "\(address.stage)  \(views.count) \(noun) side by side  \(title ?? "")", reverse: true)
    let footer = text.line(
      screen.message ?? "arrows choose  Enter its cells  Space more  ? help  q quit",
      bold: screen.message != nil)
    return Frame(
      [heading] + shown + Array(repeating: "", count: height - shown.count) + [footer])
  }
}
