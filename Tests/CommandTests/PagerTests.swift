// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// Texts taller than the screen go through a pager, and the terminal is as it was afterwards.
@Suite struct PagerTests {
  private static let trace = "\"$ATTN\" trace lesson:4 --show weights"

  /// A pager that says how it was called and what it was given.
  private static let witness =
    #"printf '#!/bin/sh\necho "PAGED less=$LESS args=$*"; cat >"$OUT"\n' > "$OUT.sh"; "#
    + #"chmod +x "$OUT.sh"; "#

  private func run(_ command: String, rows: Int = 24) throws -> (status: Int32, text: String) {
    let terminal = try PseudoTerminal(command, rows: rows)
    let status = try terminal.end()
    return (status, String(decoding: terminal.bytes, as: UTF8.self))
  }

  @Test func `a tall text goes through the pager in colour, a short one does not`() throws {
    let folder = try ScratchFolder()
    let start = "export OUT='\(folder.path)/out'; " + Self.witness + "ATTN_PAGER=\"$OUT.sh\" "
    let (status, text) = try run(start + Self.trace)
    #expect(status == 0 && text.contains("PAGED less=FRX args=\r\n"), "\(text)")
    #expect(!text.contains("head 0"))
    let shown = try String(contentsOfFile: folder.path + "/out", encoding: .utf8)
    #expect(shown.contains("head 0") && shown.contains("\u{1b}[") && shown.hasSuffix("value\n"))

    for command in [
      start + Self.trace + " --no-pager", start + Self.trace + " --plain",
      "export ACCESSIBLE=1; " + start + Self.trace, "export CI=1; " + start + Self.trace,
      start + Self.trace + " | cat",
    ] {
      let (status, text) = try run(command)
      #expect(status == 0 && text.contains("row") && !text.contains("PAGED"), "\(command)")
    }
    #expect(try !run(start + Self.trace, rows: 200).text.contains("PAGED"))
  }

  @Test func `LESS of the user's own stays, and a wide text is not wrapped`() throws {
    let folder = try ScratchFolder()
    let start = "export OUT='\(folder.path)/less'; " + Self.witness + "mv \"$OUT.sh\" \"$OUT\"; "
    let pager = start.replacing("cat >", with: ": >") + "export ATTN_PAGER='\(folder.path)/less'; "
    #expect(
      try run(pager.replacing("\"$OUT\"\\n", with: "/dev/null\\n") + "LESS=S " + Self.trace)
        .text.contains("PAGED less=S args=\r\n"))
    #expect(
      try run(pager.replacing("\"$OUT\"\\n", with: "/dev/null\\n") + Self.trace + " --width 300")
        .text.contains("PAGED less=FRX args=-S\r\n"))
  }

  @Test(arguments: [
    "/nonexistent/pager", "no-such-pager-here --option", "no-such-pager-here; exit $?",
  ])
  func `without the pager the text is printed, and nothing is lost`(pager: String) throws {
    let (status, text) = try run("stty -g; ATTN_PAGER='\(pager)' " + Self.trace + "; stty -g")
    #expect(status == 0)
    #expect(text.contains("head 1") && text.contains("every row of weights sums to 1"))
    let settings = text.matches(of: /(?:[0-9a-f]+:){35}[0-9a-f]+/).map { String($0.0) }
    #expect(settings.count == 2 && Set(settings).count == 1)
  }

  @Test func `a pager that is left early, or killed, ends the program quietly`() throws {
    for (pager, status) in [("head -n 1", 0), ("true", 0), ("kill -9 $$", 0)] {
      let (found, text) = try run(
        "stty -g; ATTN_PAGER='\(pager)' \(Self.trace); echo \"status $?\"; stty -g")
      #expect(found == 0 && text.contains("status \(status)"), "\(text)")
      #expect(!text.contains("attn:") && !text.contains("head 1"), "\(text)")
      let settings = text.matches(of: /(?:[0-9a-f]+:){35}[0-9a-f]+/).map { String($0.0) }
      #expect(settings.count == 2 && Set(settings).count == 1)
    }
  }

  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/less"), "less is not installed"))
  func `less shows the text, and q gives the prompt back`() throws {
    let terminal = try PseudoTerminal(
      "trap : INT; ATTN_PAGER=less \(Self.trace); echo \"status $?\"", rows: 20)
    var shown = ""
    try terminal.waitForBytes { bytes in
      shown = String(decoding: bytes, as: UTF8.self)
      return shown.contains("How each query shares") && shown.contains("\u{1b}[K")
    }
    #expect(!shown.contains("every row of weights"))
    // Ctrl-C interrupts what less is doing, and ends neither it nor the program.
    let count = terminal.bytes.count
    terminal.type("\u{3}")
    try terminal.waitForBytes { bytes in
      if String(decoding: bytes[count...], as: UTF8.self).contains("lines 1-") { return true }
      terminal.type("=")  // where am I? What is typed at the moment of the signal is thrown away.
      return false
    }
    terminal.type("q")
    #expect(try terminal.end() == 0)
    #expect(String(decoding: terminal.bytes, as: UTF8.self).contains("status 0"))
  }

  @Test func `the reader of a pipe may go away`() throws {
    let (status, text) = try run("\"$ATTN\" trace lesson:4 | head -n 1; echo done")
    #expect(status == 0 && text.hasSuffix("done\r\n") && !text.contains("attn:"))
  }
}
