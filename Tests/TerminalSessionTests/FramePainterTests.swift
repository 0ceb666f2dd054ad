// SPDX-License-Identifier: MIT

import Testing

@testable import TerminalSession

@Suite struct FramePainterTests {
  let size = ScreenSize(columns: 10, lines: 3)

  @Test func `the first frame writes every line, erased before it is written`() {
    var painter = FramePainter()
    #expect(
      painter.bytes(for: Frame(["one", "two"]), size: size)
        == "\u{1b}[?2026h\u{1b}[?25l\u{1b}[1;1H\u{1b}[Kone\u{1b}[2;1H\u{1b}[Ktwo"
        + "\u{1b}[3;1H\u{1b}[K\u{1b}[?2026l")
  }

  @Test func `only changed lines are written again`() {
    var painter = FramePainter()
    _ = painter.bytes(for: Frame(["one", "two"]), size: size)
    #expect(
      painter.bytes(for: Frame(["one", "TWO"]), size: size)
        == "\u{1b}[?2026h\u{1b}[?25l\u{1b}[2;1H\u{1b}[KTWO\u{1b}[?2026l")
    #expect(
      painter.bytes(for: Frame(["one"]), size: size)
        == "\u{1b}[?2026h\u{1b}[?25l\u{1b}[2;1H\u{1b}[K\u{1b}[?2026l")
  }

  @Test func `a forgotten screen is painted whole, and never cleared`() {
    var painter = FramePainter()
    let first = painter.bytes(for: Frame(["one"]), size: size)
    painter.forget()
    #expect(painter.bytes(for: Frame(["one"]), size: size) == first)
    #expect(!first.contains("\u{1b}[2J"))
  }

  @Test func `the cursor is shown where the frame wants it, inside the screen only`() {
    var painter = FramePainter()
    let frame = painter.bytes(for: Frame(["a"], cursor: (1, 4)), size: size)
    #expect(frame.hasSuffix("\u{1b}[2;5H\u{1b}[?25h\u{1b}[?2026l"))
    let outside = painter.bytes(for: Frame(["a"], cursor: (3, 4)), size: size)
    #expect(!outside.contains("\u{1b}[?25h"))
  }

  @Test func `lines below the screen are not written`() {
    var painter = FramePainter()
    #expect(!painter.bytes(for: Frame(["a", "b", "c", "d"]), size: size).contains("d\u{1b}"))
  }
}
