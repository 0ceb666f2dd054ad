// SPDX-License-Identifier: MIT

import Testing

@testable import TerminalSession

@Suite struct WidthProbeTests {
  @Test(arguments: [("\u{1b}[1;2R", 1), ("\u{1b}[1;3R", 2), ("\u{1b}[24;2R", 1)])
  func `the answer is taken out, however the reads cut it and whatever stands around it`(
    answer: String, width: Int
  ) {
    let all = Array("ab\u{1b}[A\(answer)\u{1b}[Bc".utf8)
    for cut in 0...all.count {
      var probe = WidthProbe()
      probe.feed(all[..<cut])
      probe.feed(all[cut...])
      #expect(probe.width == width)
      #expect(probe.keys == Array("ab\u{1b}[A\u{1b}[Bc".utf8), "cut at \(cut)")
    }
  }

  @Test func `keys alone are no answer`() {
    var probe = WidthProbe()
    for text in ["q", "\u{1b}[A", "\u{1b}", "[1;", "R", "\u{1b}[R\u{1b}[;R"] {
      probe.feed(text.utf8)
    }
    #expect(probe.width == nil)
    #expect(probe.keys.count == 16)
  }
}

@Suite struct MouseAndClipboardTests {
  let size = ScreenSize(columns: 10, lines: 1)

  @Test func `the mouse is captured and let go once, and again after the screen was left`() {
    var painter = FramePainter()
    var frame = Frame(["a"])
    func bytes() -> String { painter.bytes(for: frame, size: size) }
    #expect(!bytes().contains("?1002"))
    frame.wantsMouse = true
    #expect(bytes().contains("\u{1b}[?1002h\u{1b}[?1006h"))
    #expect(!bytes().contains("?1002"))
    painter.forget()
    #expect(bytes().contains("\u{1b}[?1002h\u{1b}[?1006h"))
    frame.wantsMouse = false
    #expect(bytes().contains("\u{1b}[?1006l\u{1b}[?1002l"))
  }

  @Test func `a text goes to the clipboard in base64`() {
    var painter = FramePainter()
    var frame = Frame(["a"])
    frame.clipboard = "0.5\t-1"
    #expect(painter.bytes(for: frame, size: size).contains("\u{1b}]52;c;MC41CS0x\u{1b}\\"))
  }

  @Test(arguments: [
    // RFC 4648, section 10.
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("注", "5rOo"),
  ])
  func `base64 is as the standard has it`(text: String, encoded: String) {
    #expect(base64(text.utf8) == encoded)
  }
}
