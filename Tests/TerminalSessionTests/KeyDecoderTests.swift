// SPDX-License-Identifier: MIT

import Testing

@testable import TerminalSession

/// What a terminal sends and the keys it means, described without control characters.
struct Spelling: CustomTestStringConvertible, Sendable {
  let bytes: String
  let keys: [Key]
  var testDescription: String { bytes.debugDescription }

  init(_ bytes: String, _ keys: [Key]) {
    self.bytes = bytes
    self.keys = keys
  }
}

@Suite struct KeyDecoderTests {
  /// Every spelling, and the key it is.
  static let spellings: [Spelling] = [
    Spelling("q", [.character("q")]),
    Spelling("é注🙂", [.character("é"), .character("注"), .character("🙂")]),
    Spelling("\r", [.enter]), Spelling("\n", [.enter]), Spelling("\u{1b}OM", [.enter]),
    Spelling("\t", [.tab]), Spelling("\u{1b}[Z", [.backTab]),
    Spelling("\u{7f}", [.backspace]), Spelling("\u{8}", [.backspace]),
    Spelling("\u{3}\u{1a}", [.control("c"), .control("z")]),
    Spelling("\u{1b}[A\u{1b}[B\u{1b}[C\u{1b}[D", [.up, .down, .right, .left]),
    Spelling("\u{1b}OA\u{1b}OB\u{1b}OC\u{1b}OD", [.up, .down, .right, .left]),
    Spelling("\u{1b}[1;5A", [.up]),
    Spelling("\u{1b}[H\u{1b}OH\u{1b}[1~\u{1b}[7~", [.home, .home, .home, .home]),
    Spelling("\u{1b}[F\u{1b}OF\u{1b}[4~\u{1b}[8~", [.end, .end, .end, .end]),
    Spelling("\u{1b}[5~\u{1b}[6~\u{1b}[2~\u{1b}[3~", [.pageUp, .pageDown, .insert, .delete]),
    Spelling("\u{1b}\u{1b}[A", [.escape, .up]),
    // Swallowed whole, and what follows is not.
    Spelling("\u{1b}[15~x", [.character("x")]),
    Spelling("\u{1b}[[Ax", [.character("x")]),
    Spelling("\u{1b}OPx", [.character("x")]),
    Spelling("\u{1b}[?2026;2$yx", [.character("x")]),
    Spelling("\u{1b}[<0;10;5M\u{1b}[<0;10;5mx", [.click(line: 4, column: 9), .character("x")]),
    Spelling("\u{1b}[<64;1;1M\u{1b}[<65;1;1M", [.wheelUp, .wheelDown]),
    Spelling("\u{1b}[<2;1;1M\u{1b}[<32;1;1M\u{1b}[<0;0;1M\u{1b}[<;M\u{1b}[<0Mx", [.character("x")]),
    Spelling("\u{1b}[<0;99999999999999999999;1Mx", [.character("x")]),
    // The answer to a question about the cursor, come late.
    Spelling("\u{1b}[1;3Rx", [.character("x")]),
    Spelling("\u{1b}[M !!x", [.character("x")]),
    Spelling("\u{1b}]11;rgb:0/0/0\u{1b}\\x", [.character("x")]),
    Spelling("\u{1b}]0;q\u{7}x", [.character("x")]),
    Spelling("\u{1b}P1$r q\u{1b}\\x", [.character("x")]),
    Spelling("\u{1b}qx", [.character("x")]),
    Spelling("\u{1b}注x", [.character("x")]),
    Spelling("\u{0}\u{1c}\u{85}x", [.character("x")]),
    Spelling("\u{1b}[12\u{3}", [.control("c")]),
    Spelling("\u{1b}\u{3}", [.control("c")]),
    // Pasted text is no command, whatever it holds.
    Spelling("\u{1b}[200~q\u{3}\u{1b}[A\u{1b}[201\u{1b}[201~x", [.character("x")]),
  ]

  @Test(arguments: spellings) func `whole sequences`(spelling: Spelling) {
    var decoder = KeyDecoder()
    #expect(decoder.feed(Array(spelling.bytes.utf8)) == spelling.keys)
    #expect(decoder.patience == nil)
  }

  @Test(arguments: spellings) func `however the reads cut them`(spelling: Spelling) {
    let (all, keys) = (Array(spelling.bytes.utf8), spelling.keys)
    for cut in 0...all.count {
      var decoder = KeyDecoder()
      let found = decoder.feed(all[..<cut]) + decoder.feed(all[cut...])
      #expect(found == keys, "cut at \(cut)")
    }
    var decoder = KeyDecoder()
    var found: [Key] = []
    for byte in all { found += decoder.feed([byte]) }
    #expect(found == keys)
  }

  @Test func `a lone Escape is a key once nothing follows`() {
    var decoder = KeyDecoder()
    #expect(decoder.feed([0x1b]).isEmpty)
    #expect(decoder.patience == 50)
    #expect(decoder.expire() == [.escape])
    #expect(decoder.patience == nil)
    #expect(decoder.feed(Array("A".utf8)) == [.character("A")])
  }

  @Test func `half a sequence is dropped once nothing follows`() {
    for half in ["\u{1b}[", "\u{1b}O", "\u{1b}[1;", "\u{1b}]0;title"] {
      var decoder = KeyDecoder()
      #expect(decoder.feed(Array(half.utf8)).isEmpty)
      #expect(decoder.patience == 150)
      #expect(decoder.expire().isEmpty)
      #expect(decoder.feed(Array("q".utf8)) == [.character("q")], "after \(half.debugDescription)")
    }
  }

  @Test func `a pause inside pasted text does not end it`() {
    var decoder = KeyDecoder()
    #expect(decoder.feed(Array("\u{1b}[200~abc\u{1b}".utf8)).isEmpty)
    #expect(decoder.patience == nil)
    #expect(decoder.expire().isEmpty)
    #expect(decoder.feed(Array("[201~q".utf8)) == [.character("q")])
  }

  @Test func `bytes that are no UTF-8 are dropped and the rest is read`() {
    var decoder = KeyDecoder()
    let bytes: [UInt8] = [0xff, 0xc0, 0x80, 0xe6, 0x71, 0xed, 0xa0, 0x80, 0x72]
    #expect(decoder.feed(bytes) == [.character("q"), .character("r")])
  }

  @Test func `a sequence without end does not grow for ever`() {
    var decoder = KeyDecoder()
    _ = decoder.feed(Array("\u{1b}[".utf8) + [UInt8](repeating: 0x31, count: 100_000))
    _ = decoder.feed(Array("\u{1b}]".utf8) + [UInt8](repeating: 0x31, count: 100_000))
    #expect(decoder.pending.count < 5000)
  }

  @Test func `any bytes at all leave a decoder that still reads q`() {
    var state: UInt64 = 42
    for _ in 0..<400 {
      var decoder = KeyDecoder()
      let bytes = (0..<40).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let byte = UInt8(truncatingIfNeeded: state >> 33)
        return byte & 3 == 0 ? 0x1b : byte & 3 == 1 ? 0x5b : byte
      }
      _ = decoder.feed(bytes)
      _ = decoder.expire()
      if decoder.isPasting { _ = decoder.feed(KeyDecoder.pasteEnd) }
      #expect(decoder.feed(Array("q".utf8)) == [.character("q")], "\(bytes)")
    }
  }
}
