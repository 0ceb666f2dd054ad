// SPDX-License-Identifier: MIT

import TerminalSession

/// What can be done in the inspector.
enum InspectorAction: ScreenAction {
  case move(rows: Int, columns: Int)
  case rowStart, rowEnd, columnStart, columnEnd
  case stage(by: Int)
  case matrix(by: Int)
  case heads
  case enter
  case operand(Int)
  case back
  case edit, undo, differences
  case copy
  case scroll(lines: Int)
  case page(by: Int)
  case help, mouse, quit
}

extension CellInspector {
  static let keys = KeyTable<InspectorAction>(
    "Keys",
    [
      .init(
        "arrows, h j k l",
        [
          (.left, .move(rows: 0, columns: -1)), (.character("h"), .move(rows: 0, columns: -1)),
          (.down, .move(rows: 1, columns: 0)), (.character("j"), .move(rows: 1, columns: 0)),
          (.up, .move(rows: -1, columns: 0)), (.character("k"), .move(rows: -1, columns: 0)),
          (.right, .move(rows: 0, columns: 1)), (.character("l"), .move(rows: 0, columns: 1)),
        ], does: "the next cell"),
      .init(
        "Home End, g G",
        [
          (.home, .rowStart), (.end, .rowEnd), (.character("g"), .columnStart),
          (.character("G"), .columnEnd),
        ], does: "the ends of the row, of the column"),
      .init(
        "Tab n, Shift-Tab p",
        [
          (.tab, .stage(by: 1)), (.character("n"), .stage(by: 1)), (.backTab, .stage(by: -1)),
          (.character("p"), .stage(by: -1)),
        ], does: "the next stage, the one before"),
      .init(
        "] [", [(.character("]"), .matrix(by: 1)), (.character("["), .matrix(by: -1))],
        does: "the next head, the one before"),
      .init(.heads, .character("H"), does: "all heads of this stage side by side"),
      .init(.enter, .enter, does: "down into a cell this one was made of; first choose which"),
      .init(
        "1-9", (1...9).map { (.character(Character("\($0)")), .operand($0)) },
        does: "down into that one at once"),
      .init(.back, .backspace, .character("b"), does: "back up"),
      .init(
        "e, u, d",
        [
          (.character("e"), .edit), (.character("u"), .undo), (.character("d"), .differences),
        ], does: "what if: change a given number; undo; show what changed"),
      .init(
        .copy, .character("y"), does: "copy (OSC 52) the cell; again its row; again its matrix"),
      .init(
        "Space PgDn, PgUp, wheel",
        [
          (.character(" "), .page(by: 1)), (.pageDown, .page(by: 1)), (.pageUp, .page(by: -1)),
          (.wheelDown, .scroll(lines: 3)), (.wheelUp, .scroll(lines: -3)),
        ], does: "scroll the explanation"),
    ] + KeyTable.Row.common)

  static func mainKeys(isChoosing: Bool, narrow: Bool) -> String {
    switch (isChoosing, narrow) {
    case (false, false): "arrows cell  Tab stage  Enter down  Backspace up  ? help  q quit"
    case (false, true): "? help  q quit"
    case (true, false): "up/down or 1-9 choose what it was made of  Enter down  Backspace leave"
    case (true, true): "1-9, Enter: down"
    }
  }

  public mutating func handle(_ key: Key) -> Bool {
    screen.message = nil
    if field != nil {
      type(key)
      return true
    }
    if let outcome = screen.help?.handle(key) {
      if outcome != .stays { screen.help = nil }
      return outcome != .quits
    }
    let copies = nextCopy
    nextCopy = .cell
    if case .click(let line, let column) = key {
      select(line: line, column: column)
    } else if let action = Self.keys[key] {
      perform(action, copying: copies)
    } else if key == .escape {
      chosen = nil
    }
    return !isLeft
  }

  private mutating func perform(_ action: InspectorAction, copying part: CopiedPart) {
    if showsHeads, handleAmongHeads(action) { return }
    switch action {
    case .quit: isLeft = true
    case .help: screen.help = HelpPage(Self.keys.document)
    case .mouse: screen.toggleMouse()
    case .edit: beginEditing()
    case .undo: undo()
    case .differences: toggleDifferences()
    case .copy: copy(part)
    case .enter: enter()
    case .back: goBack()
    case .operand(let number): enter(number: number)
    case .stage(let distance): changeStage(by: distance)
    case .matrix(let distance): changeMatrix(by: distance)
    case .heads: showHeads()
    case .page(let count): scroll(by: count * max(1, paneRoom.height - 1))
    case .scroll(let lines): scroll(by: lines)
    default: if chosen == nil { move(action) } else { choose(action) }
    }
  }

  mutating func scroll(by distance: Int) {
    paneOffset = max(0, min(paneRoom.lines - paneRoom.height, paneOffset + distance))
  }
}
