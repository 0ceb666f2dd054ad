// SPDX-License-Identifier: MIT

import Display
import TerminalSession

/// What every program on the whole screen keeps beside its own things.
struct ScreenState {
  /// A sentence in place of the footer, until the next key.
  var message: String?
  /// The help, while it covers the screen.
  var help: HelpPage?
  /// Whether the mouse is captured.
  var hasMouse: Bool
  /// What the next frame hands to the clipboard.
  var clipboard: String?

  init(hasMouse: Bool = false) { self.hasMouse = hasMouse }

  mutating func toggleMouse() {
    hasMouse.toggle()
    message =
      hasMouse
      ? "the mouse is on: click and wheel; m gives it back to the terminal"
      : "the mouse is off; it selects text again"
  }

  /// Completes a frame with what the terminal is asked for.
  mutating func finish(_ frame: Frame) -> Frame {
    var frame = frame
    frame.wantsMouse = hasMouse
    frame.clipboard = clipboard
    clipboard = nil
    return frame
  }
}

/// A table of keys over the whole screen; it scrolls where the screen is small.
struct HelpPage {
  let document: Document
  private var offset = 0
  private var room = (lines: 0, height: 1)

  init(_ document: Document) { self.document = document }

  /// What the page makes of a key.
  enum Outcome { case stays, closes, quits }

  mutating func handle(_ key: Key) -> Outcome {
    let last = max(0, room.lines - room.height)
    switch key {
    case .character("q"): return .quits
    case .down, .character("j"), .wheelDown: offset = min(last, offset + 1)
    case .up, .character("k"), .wheelUp: offset = max(0, offset - 1)
    case .character(" ") where offset < last, .pageDown where offset < last:
      offset = min(last, offset + max(1, room.height - 1))
    case .pageUp: offset = max(0, offset - max(1, room.height - 1))
    case .click: return .stays
    default: return .closes
    }
    return .stays
  }

  mutating func frame(_ text: ScreenText, _ size: ScreenSize) -> Frame {
    let lines = text.lines(document)
    room = (lines.count, size.lines - 1)
    offset = max(0, min(offset, lines.count - room.height))
    let shown = Array(lines.dropFirst(offset).prefix(room.height))
    let rest = lines.count - offset - shown.count
    let footer = rest > 0 ? "\(rest) more lines, Space" : "any key goes back, q quits"
    return Frame(
      shown + Array(repeating: "", count: room.height - shown.count) + [text.line(footer)])
  }
}

/// A line of text while it is typed at the foot of the screen.
struct TextField {
  private(set) var text = ""

  /// What a key made of the line.
  enum Outcome: Equatable {
    case typing
    case cancelled
    case entered(String)
  }

  mutating func handle(_ key: Key) -> Outcome {
    switch key {
    case .character(let character): text.append(character)
    case .backspace: if text.popLast() == nil { return .cancelled }
    case .escape: return .cancelled
    case .enter: return .entered(text)
    default: break
    }
    return .typing
  }
}
