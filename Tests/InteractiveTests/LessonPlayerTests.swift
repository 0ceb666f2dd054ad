// SPDX-License-Identifier: MIT

import Display
import Lessons
import TerminalSession
import Testing

@testable import Interactive

@Suite struct LessonPlayerTests {
  /// Three parts; the second asks twice.
  static let parts = [
    LessonPart(title: "Opening", steps: [[.paragraph("The beginning.")]]),
    LessonPart(
      title: "1. Asking",
      steps: [
        [.paragraph("First question?")], [.paragraph("First answer."), .paragraph("Second?")],
        [.paragraph("Second answer.")],
      ]),
    LessonPart(
      title: "2. Long", steps: [(1...40).map { .paragraph(Text("Line number \($0).")) }]),
  ]

  private let size = ScreenSize(columns: 60, lines: 12)

  private func player() -> LessonPlayer {
    LessonPlayer(Self.parts, capabilities: Capabilities(width: 60))
  }

  private func screen(_ keys: [Key], _ player: inout LessonPlayer) -> String {
    _ = player.frame(size)
    for key in keys {
      let goesOn = player.handle(key)
      #expect(goesOn)
      _ = player.frame(size)
    }
    return player.frame(size).lines.joined(separator: "\n")
  }

  @Test func `parts are turned with n and p and with the arrows, and end somewhere`() {
    var player = player()
    #expect(screen([], &player).contains("The beginning."))
    #expect(screen([.character("n")], &player).contains("First question?"))
    #expect(screen([.right], &player).contains("Line number 1."))
    #expect(screen([.right], &player).contains("this is the end"))
    #expect(screen([.left, .character("p")], &player).contains("The beginning."))
    #expect(screen([.left], &player).contains("this is the beginning"))
  }

  @Test func `answers are held back until they are asked for, and stay shown`() {
    var player = player()
    var shown = screen([.character("n")], &player)
    #expect(shown.contains("Think first") && !shown.contains("First answer."))
    shown = screen([.enter], &player)
    #expect(shown.contains("First answer.") && shown.contains("Second?"))
    #expect(!shown.contains("Second answer."))
    shown = screen([.enter], &player)
    #expect(shown.contains("Second answer.") && !shown.contains("Think first"))
    #expect(screen([.character("n"), .character("p")], &player).contains("Second answer."))
    #expect(screen([.enter], &player).contains("no answer to show"))
  }

  @Test func `the space bar alone reads the whole lesson`() {
    var player = player()
    var seen = ""
    for _ in 0..<40 { seen += screen([.character(" ")], &player) }
    for text in ["First answer.", "Second answer.", "Line number 1.", "Line number 40."] {
      #expect(seen.contains(text), "\(text)")
    }
    for number in 1...40 { #expect(seen.contains("Line number \(number).")) }
    #expect(player.part == 2)
  }

  @Test func `lines, pages, beginning and end`() {
    var player = player()
    _ = screen([.character("n"), .character("n")], &player)
    #expect(screen([.down, .character("j"), .up], &player).contains("more lines"))
    #expect(player.offset == 1)
    _ = screen([.pageDown], &player)
    #expect(player.offset == 10)
    _ = screen([.pageUp, .character("b")], &player)
    #expect(player.offset == 0)
    #expect(screen([.character("G")], &player).contains("Line number 40."))
    #expect(screen([.home], &player).contains("Line number 1."))
    #expect(screen([.end], &player).contains("Line number 40."))
    #expect(screen([.down, .character("g")], &player).contains("Line number 1."))
  }

  @Test func `a search goes round all parts, not into answers that are held back`() {
    var player = player()
    func keys(_ text: String) -> [Key] {
      [.character("/")] + text.map { .character($0) } + [.enter]
    }
    #expect(screen(keys("NUMBER 30"), &player).contains("Line number 30."))
    #expect(player.part == 2)
    #expect(screen(keys("beginning"), &player).contains("The beginning."))
    #expect(screen(keys("second answer"), &player).contains("is not found"))
    _ = screen(keys("number 3"), &player)
    let first = player.offset
    _ = screen(keys(""), &player)
    #expect(player.offset > first)
  }

  @Test func `while a search is typed, letters are letters`() {
    var player = player()
    #expect(screen([.character("/"), .character("q"), .character("n")], &player).contains("/qn"))
    #expect(player.part == 0)
    #expect(!screen([.backspace, .backspace, .backspace], &player).contains("/q"))
    #expect(screen([.character("n")], &player).contains("First question?"))
    #expect(!screen([.character("/"), .character("x"), .escape], &player).contains("/x"))
  }

  /// One question, which wants 0.58.
  static let asking = [
    LessonPart(
      title: "Opening", steps: [[.paragraph("How much?")], [.paragraph("Just so.")]],
      predictions: [0: LessonPrediction(value: 0.5807, decimals: 2)])
  ]

  @Test func `a number is typed, judged, and only a right one opens the answer`() {
    var player = LessonPlayer(Self.asking, capabilities: Capabilities(width: 60))
    func type(_ text: String) -> [Key] {
      [.character("=")] + text.map { .character($0) } + [.enter]
    }
    #expect(screen([], &player).contains("= takes your number"))
    #expect(screen([.character("="), .character("q")], &player).contains("your number: q"))
    #expect(screen([.enter], &player).contains("'q' is no number"))
    let wrong = screen(type("0.5"), &player)
    #expect(wrong.contains("0.5 is not it.") && !wrong.contains("Just so."))
    let right = screen(type("0.58"), &player)
    #expect(right.contains("0.58 is right.") && right.contains("Just so."))
    #expect(screen([.character("=")], &player).contains("no question here asks for a number"))
  }

  @Test func `an answer is not opened before its question is in sight`() {
    let long = (1...30).map { Block.paragraph(Text("Line number \($0).")) }
    var player = LessonPlayer(
      [LessonPart(title: "Long", steps: [long + [.paragraph("Why?")], [.paragraph("So.")]])],
      capabilities: Capabilities(width: 60))
    let first = screen([.enter], &player)
    #expect(!first.contains("So.") && !first.contains("Enter answer"))
    #expect(screen([.character("G")], &player).contains("Why?"))
    #expect(screen([.enter], &player).contains("So."))
  }

  @Test func `the help shows every key and gives way to any`() {
    var player = player()
    _ = screen([.character("?")], &player)
    let shown = player.frame(ScreenSize(columns: 80, lines: 24)).lines.joined(separator: "\n")
    for row in LessonPlayer.keys.rows { #expect(shown.contains(row.spelling), "\(row.spelling)") }
    #expect(screen([.character("x")], &player).contains("The beginning."))
    let end = player.handle(.character("q"))
    #expect(!end)
  }

  @Test(arguments: [(80, 24), (200, 50), (20, 6), (33, 7), (19, 5)])
  func `frames fit their screens`(columns: Int, lines: Int) {
    var player = player()
    let metrics = CellMetrics()
    for _ in 0..<30 {
      let frame = player.frame(ScreenSize(columns: columns, lines: lines))
      #expect(frame.lines.count <= lines)
      #expect(frame.lines.allSatisfy { metrics.width(of: $0) <= columns })
      let goesOn = player.handle(.character(" "))
      #expect(goesOn)
    }
  }
}
