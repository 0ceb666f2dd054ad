// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import TerminalSession
import Tensors

extension CellInspector {
  public mutating func frame(_ size: ScreenSize) -> Frame {
    guard size.isUsable else { return size.request }
    let text = ScreenText(capabilities, size)
    let footer = text.line(
      typed.map { "\(address) becomes: \($0)_" } ?? message
        ?? Self.mainKeys(isChoosing: chosen != nil, narrow: size.columns < 66),
      bold: message != nil)
    if showsHelp {
      let lines = text.lines(Self.help.document).prefix(size.lines - 1)
      return Frame(
        lines + Array(repeating: "", count: size.lines - 1 - lines.count)
          + [text.line("any key goes back, q quits")])
    }
    var lines = [text.line(heading(text), reverse: true)]
    if size.lines >= 12 { lines += [stageStrip(text)] }
    let room = size.lines - lines.count - 1
    var cursor: (line: Int, column: Int)?
    if let picture = picture(text, room: room) {
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

  static func mainKeys(isChoosing: Bool, narrow: Bool) -> String {
    switch (isChoosing, narrow) {
    case (false, false): "arrows cell  Tab stage  Enter down  Backspace up  ? help  q quit"
    case (false, true): "? help  q quit"
    case (true, false): "up/down or 1-9 choose what it was made of  Enter down  Backspace leave"
    case (true, true): "1-9, Enter: down"
    }
  }

  static let help = KeyHelp(
    title: "Keys",
    keys: [
      ("arrows, h j k l", "the next cell"), ("Home End g G", "the end of the row or column"),
      ("Tab n, Shift-Tab p", "the next stage, the one before"),
      ("[ ]", "the head before, the next head"),
      ("Enter", "down into a cell this one was made of; first choose which"),
      ("1-9", "down into that one at once"), ("Backspace", "back up"),
      ("e, u", "change a given number; undo the change"),
      ("Space PgDn, PgUp", "scroll the explanation"), ("Ctrl-Z", "pause; fg goes on"),
      ("?", "these keys"), ("q, Ctrl-C", "quit"),
    ])

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

  /// The matrix the cell is in, as much as there is room for beside the explanation.
  private func picture(_ text: ScreenText, room: Int) -> MatrixPicture? {
    guard let views = MatrixViews(trace, address.stage) else { return nil }
    let leading = views.leading.map(\.size)
    let place = zip(leading, address.cell).reduce(0) { $0 * $1.0 + $1.1 }
    let all = views.views()
    guard all.indices.contains(place), let column = address.cell.last else { return nil }
    var view = all[place]
    let row = address.cell.count > 1 ? address.cell[address.cell.count - 2] : 0
    view.selected = CellPosition(row: row, column: column)
    view.changed = changes(place, count: view.values.count)
    let showsAxes = room >= 14
    let height = max(2, min(room * 3 / 5, room - (room >= 14 ? 8 : 2)))
    var rows = height - 1 - (showsAxes ? 1 : 0)
    while true {
      let window = MatrixWindow(
        on: view, rowLimit: rows, capabilities: text.capabilities)
      let picture = window.picture(
        of: view, showsAxes: showsAxes, capabilities: text.capabilities)
      // Labels that look alike are followed by a line of indices, and titles may wrap.
      if picture.lines.count <= height || rows <= 1 { return picture }
      rows -= 1
    }
  }

  /// How the cell came to be, from where it has been scrolled to.
  private mutating func pane(_ text: ScreenText, height: Int) -> [String] {
    guard height > 0, let explanation else { return [] }
    var document = WhyDocument(trace, decimals: decimals).pane(for: explanation, chosen: chosen)
    if let difference { document.blocks.insert(.paragraph(Text(difference)), at: 1) }
    let lines = text.lines(document)
    paneRoom = (lines.count, height)
    if paneOffset < 0 {
      let position = chosen.flatMap { _ in lines.lastIndex { $0.hasPrefix(">") } } ?? 0
      paneOffset = position < height ? 0 : position - height + 1
    }
    paneOffset = max(0, min(paneOffset, lines.count - height))
    return Array(lines.dropFirst(paneOffset).prefix(height))
  }
}
