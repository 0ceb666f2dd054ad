// SPDX-License-Identifier: MIT

import TerminalSession

/// What can be done while a lesson is read.
enum LessonAction: ScreenAction {
  case part(by: Int)
  case goOn
  case reveal
  case page(by: Int)
  case scroll(lines: Int)
  case start, end
  case search
  case predict
  case inspect
  case matrix
  case help, mouse, quit
}

extension LessonPlayer {
  static let keys = KeyTable<LessonAction>(
    "Keys",
    [
      .init(.part(by: 1), .character("n"), .right, does: "the next part"),
      .init(.part(by: -1), .character("p"), .left, does: "the part before"),
      .init(
        .goOn, .character(" "), .pageDown, does: "a page on; then the answer; then the next part"),
      .init(.reveal, .enter, does: "shows the answer that is held back"),
      .init(.predict, .character("="), does: "type your number, where a question wants one"),
      .init(.page(by: -1), .pageUp, .character("b"), does: "a page back"),
      .init(
        "down j, up k, wheel",
        [
          (.down, .scroll(lines: 1)), (.character("j"), .scroll(lines: 1)),
          (.up, .scroll(lines: -1)), (.character("k"), .scroll(lines: -1)),
          (.wheelDown, .scroll(lines: 3)), (.wheelUp, .scroll(lines: -3)),
        ], does: "a line"),
      .init(
        "g Home, G End",
        [(.character("g"), .start), (.home, .start), (.character("G"), .end), (.end, .end)],
        does: "the beginning, the end of this part"),
      .init(.search, .character("/"), does: "search; / and Enter searches again"),
      .init(
        .inspect, .character("i"), .tab, does: "look at the current matrix, cell by cell"),
      .init(.matrix, .character("v"), does: "keep the current matrix in view, or not"),
    ] + KeyTable.Row.common)

  func footing(narrow: Bool) -> String {
    if let message = screen.message { return message }
    let rest = max(0, page.lines.count - offset - page.height)
    let more = rest == 0 ? "" : rest == 1 ? "1 more line  " : "\(rest) more lines  "
    if narrow { return more + "? help  q quit" }
    let look = currentExhibit == nil ? "" : "i inspect  "
    return more + (isAsked ? "Enter answer  " : "") + "Space on  \(look)n next  p back  ? help  "
      + "q quit"
  }

  public mutating func handle(_ key: Key) -> Bool {
    screen.message = nil
    if inspector != nil {
      handleInside(key)
      return true
    }
    if field != nil {
      type(key)
      return true
    }
    if let outcome = screen.help?.handle(key) {
      if outcome != .stays { screen.help = nil }
      return outcome != .quits
    }
    if case .click(let line, _) = key {
      inspectClicked(line)
      return true
    }
    guard let action = Self.keys[key] else { return true }
    switch action {
    case .quit: return false
    case .help: screen.help = HelpPage(Self.keys.document)
    case .mouse: screen.toggleMouse()
    case .search: field = TextField()
    case .predict: predict()
    case .part(let distance): open(part + distance)
    // What was not asked yet is not answered.
    case .reveal where holdsBack && !isAsked: scroll(by: max(1, page.height - 1))
    case .reveal: if !reveal() { screen.message = "there is no answer to show; n goes on" }
    case .goOn: goOn()
    case .page(let count): scroll(by: count * max(1, page.height - 1))
    case .scroll(let lines): scroll(by: lines)
    case .start: offset = 0
    case .end: offset = lastOffset
    case .inspect: inspectCurrent()
    case .matrix: keepsMatrix.toggle()
    }
    return true
  }
}
