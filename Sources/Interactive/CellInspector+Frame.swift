// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import TerminalSession
import Tensors

extension CellInspector {
  public mutating func frame(_ size: ScreenSize) -> Frame {
    shown = nil
    guard size.isUsable else { return screen.finish(size.request) }
    let text = ScreenText(capabilities, size)
    if var help = screen.help {
      let frame = help.frame(text, size)
      screen.help = help
      return screen.finish(frame)
    }
    return screen.finish(showsHeads ? headsFrame(text, size) : cellFrame(text, size))
  }

  private mutating func cellFrame(_ text: ScreenText, _ size: ScreenSize) -> Frame {
    let message = screen.message
    let footer = text.line(
      field.map { "\(address) becomes: \($0.text)_" } ?? message
        ?? Self.mainKeys(isChoosing: chosen != nil, narrow: size.columns < 66),
      bold: message != nil)
    var lines = [text.line(heading(text), reverse: true)]
    if size.lines >= 12 { lines += [stageStrip(text)] }
    let room = size.lines - lines.count - 1
    var cursor: (line: Int, column: Int)?
    let height = max(2, min(room * 3 / 5, room - (room >= 14 ? 8 : 2)))
    if let picture = picture(text, height: height, showsAxes: room >= 14) {
      shown = (lines.count, picture)
      if let line = picture.selectedLine, let column = picture.selectedColumn,
        column < size.columns
      {
        cursor = (lines.count + line, column)
      }
      lines += picture.lines
    }
    if size.lines >= 12 { lines.append("") }
    lines += pane(text, height: size.lines - 1 - lines.count)
    lines += Array(repeating: "", count: size.lines - 1 - lines.count)
    return Frame(lines + [footer], cursor: cursor)
  }

  /// The cell in words, the most telling first.
  private func heading(_ text: ScreenText) -> String {
    let stage = Stage.named(address.stage)
    let notation: Notation = capabilities.unicode ? .unicode : .ascii
    let value = explanation?.printedValue ?? ""
    let place = stages.firstIndex(of: address.stage).map { "stage \($0 + 1)/\(stages.count)" } ?? ""
    let name = title.map { "  \($0)" } ?? ""
    guard text.capabilities.width >= 40 else { return "\(address)=\(value)" }
    return "\(address) = \(value)  \(stage.symbol.text(notation))  \(place)\(name)"
  }

  /// The stages around the current one, which stands in brackets.
  private func stageStrip(_ text: ScreenText) -> String {
    let place = stages.firstIndex(of: address.stage) ?? 0
    func strip(from first: Int) -> String {
      let names = stages[first...].map { $0 == address.stage ? "[\($0)]" : "\($0)" }
      return (first > 0 ? "< " : "") + names.joined(separator: "  ")
    }
    func fits(_ first: Int) -> Bool {
      // The current one and its neighbour are in sight, with the mark of what is cut.
      let end = min(stages.count - 1, place + 1)
      let names = stages[first...end].map { text.width("\($0)") + 2 }
      return names.reduce(first > 0 ? 2 : 0, +) + 4 <= text.capabilities.width
    }
    return text.line(strip(from: (0...place).first(where: fits) ?? place))
  }

  /// The matrix the cell is in, as much as there is room for.
  ///
  /// - Parameters:
  ///   - text: The screen.
  ///   - height: The most lines.
  ///   - showsAxes: Whether a line above says what rows and columns are.
  ///   - marksCell: Whether the current cell stands in brackets.
  /// - Returns: The picture; `nil` when the stage has no matrix.
  func picture(
    _ text: ScreenText, height: Int, showsAxes: Bool, marksCell: Bool = true
  ) -> MatrixPicture? {
    guard var view = matrix else { return nil }
    let column = address.cell.last ?? 0
    let row = address.cell.count > 1 ? address.cell[address.cell.count - 2] : 0
    view.selected = CellPosition(row: row, column: column)
    var rows = height - 1 - (showsAxes ? 1 : 0)
    while true {
      let window = MatrixWindow(on: view, rowLimit: rows, capabilities: text.capabilities)
      if !marksCell { view.selected = nil }
      let picture = window.picture(
        of: view, showsAxes: showsAxes, capabilities: text.capabilities)
      // Labels that look alike are followed by a line of indices, and titles may wrap.
      if picture.lines.count <= height || rows <= 1 { return picture }
      rows -= 1
      view.selected = CellPosition(row: row, column: column)
    }
  }

  /// The current matrix: its numbers, or how far they are from what they were.
  private var matrix: MatrixView? {
    let place = matrixPlace
    guard var view = MatrixViews(trace, address.stage)?.view(at: place) else { return nil }
    guard let differences = differences(place, count: view.values.count) else { return view }
    view.changed = differences.map { $0 != 0 }
    if showsDifferences {
      view.values = differences
      view.kind = .signed
      view.scale = nil
      view.showsRowSums = false
      view.marksRowMaximum = false
      view.title = view.title.map { $0 + ", changed by" } ?? "changed by"
    }
    return view
  }

  /// How the cell came to be, from where it has been scrolled to.
  private mutating func pane(_ text: ScreenText, height: Int) -> [String] {
    guard height > 0, let explanation else { return [] }
    var document = WhyDocument(trace, decimals: decimals).pane(for: explanation, chosen: chosen)
    if let difference { document.blocks.insert(.paragraph(Text(difference)), at: 1) }
    var lines = text.lines(document)
    if chosen == nil { lines += deeper(explanation, text, room: height - lines.count) }
    paneRoom = (lines.count, height)
    if paneOffset < 0 {
      let position = chosen.flatMap { _ in lines.lastIndex { $0.hasPrefix(">") } } ?? 0
      paneOffset = position < height ? 0 : position - height + 1
    }
    paneOffset = max(0, min(paneOffset, lines.count - height))
    return Array(lines.dropFirst(paneOffset).prefix(height))
  }

  /// How the operands came to be, as many of them as a tall screen has room for.
  private func deeper(
    _ explanation: CellExplanation, _ text: ScreenText, room: Int
  ) -> [String] {
    var lines: [String] = []
    for operand in explanation.operands where room - lines.count >= 4 {
      guard let cell = CellExplanation(operand.address, in: trace, decimals: decimals),
        cell.formula != nil
      else { continue }
      let more = text.lines(WhyDocument(trace, decimals: decimals).workings(of: cell))
      guard lines.count + 1 + more.count <= room else { break }
      lines += [""] + more
    }
    return lines
  }
}
