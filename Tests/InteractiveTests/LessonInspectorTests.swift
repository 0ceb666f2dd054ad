// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import Lessons
import TerminalSession
import Testing

@testable import Interactive

/// The lesson player together with the inspector, on the lesson of this repository.
@Suite struct LessonInspectorTests {
  private let size = ScreenSize(columns: 80, lines: 24)
  private func page() throws -> LessonPage {
    let home = #filePath.components(before: "/Tests/InteractiveTests")
    let catalog = try LessonCatalog(home: home)
    return try LessonPage(catalog.name(of: "04-self-attention"), in: catalog)
  }

  private func player(_ tell: @escaping (LessonEvent) -> Void = { _ in }) throws -> LessonPlayer {
    let page = try page()
    return LessonPlayer(
      try page.parts(), capabilities: Capabilities(),
      inspect: { exhibit in
        CellInspector(
          page.trace, problem: page.problem, start: exhibit.cell, isInsideLesson: true,
          capabilities: Capabilities())
      }, tell: tell)
  }

  private func press(_ keys: [Key], _ player: inout LessonPlayer) -> [String] {
    _ = player.frame(size)
    for key in keys {
      let goesOn = player.handle(key)
      #expect(goesOn)
      _ = player.frame(size)
    }
    return player.frame(size).lines
  }

  @Test func `parts know the matrices their live blocks show`() throws {
    let parts = try page().parts()
    let exhibits = parts.map { $0.exhibits.map { "\($0.cell)" } }
    #expect(exhibits[1] == ["input[0,0]"])
    #expect(
      exhibits[2] == [
        "query_projection[0,0]", "query[0,0,0]", "key[0,0,0]", "value[0,0,0]", "query[0,3,0]",
      ])
    let pencil = try #require(parts.first { $0.title.contains("With a pencil") })
    #expect(pencil.exhibits.map(\.step) == [0, 0, 1])
    #expect(pencil.exhibits.map(\.isOneCell) == [false, false, true])
  }

  @Test func `i opens the matrix in sight, and the way back leads to the same place`() throws {
    var player = try player()
    let before = press([.character("n"), .down, .down], &player)
    #expect(before.contains { $0.hasPrefix("dog ") })
    let inside = press([.character("i")], &player)
    #expect(inside[0].hasPrefix("input[0,0] = "))
    // Up from the first cell leads back to the lesson.
    #expect(press([.backspace], &player).dropLast() == before.dropLast())
    #expect(press([.character("i"), .down, .right], &player)[0].hasPrefix("input[1,1] = "))
    #expect(press([.character("q")], &player).dropLast() == before.dropLast())
  }

  @Test func `from a part one walks down from an output cell to an input, and back`() throws {
    var player = try player()
    let parts = player.parts
    let last = try #require(parts.firstIndex { $0.exhibits.contains { $0.cell.stage == .output } })
    _ = press(Array(repeating: .character("n"), count: last), &player)
    let before = press([.end], &player)
    #expect(press([.character("i")], &player)[0].hasPrefix("output[0,0] = "))
    var depth = 0
    while player.inspector?.explanation?.operands.isEmpty == false {
      _ = press([.character("1")], &player)
      depth += 1
      #expect(depth < 20)
    }
    #expect(player.inspector?.address.stage == .input)
    #expect(depth > 5)
    let back = press(Array(repeating: .backspace, count: depth + 1), &player)
    #expect(player.inspector == nil)
    #expect(back.dropLast() == before.dropLast())
  }

  @Test func `what if inside a lesson leaves the lesson's numbers alone`() throws {
    var player = try player()
    let before = press([.character("n"), .down, .down], &player)
    let keys: [Key] = [.character("i"), .character("e"), .character("7"), .enter]
    #expect(press(keys, &player)[0].hasPrefix("input[0,0] = 7"))
    let after = press([.character("q")], &player)
    #expect(after.dropLast() == before.dropLast())
    #expect(after.last?.contains("keeps its own numbers") == true)
    #expect(press([.character("i")], &player)[0].hasPrefix("input[0,0] = 0"))
  }

  @Test func `the current matrix stays in sight while one reads on`() throws {
    var player = try player()
    // What an earlier part has shown is not kept: it may be about something else by now.
    #expect(press([.character("n")], &player).contains { $0.hasPrefix("dog ") })
    #expect(!press([.character("n")], &player).contains { $0.hasPrefix("dog ") })
    _ = press([.character("p"), .character("p")], &player)
    // From the first matrix of a part on there is always one in sight, however far one reads.
    var kept = 0
    for _ in 0..<200 {
      let lines = press([], &player)
      let end = player.offset + player.page.height
      let hasCome = player.page.exhibits.contains { $0.lines.prefix(4).endIndex <= end }
      let hasMatrix = lines.contains { $0.contains("│") }
      #expect(hasMatrix || !hasCome, "\(lines)")
      let text = player.page.lines.dropFirst(player.offset).prefix(player.page.height)
      if hasMatrix, !text.contains(where: { $0.contains("│") }) { kept += 1 }
      if player.part == player.parts.count - 1, player.offset >= player.lastOffset { break }
      _ = press([.character(" ")], &player)
    }
    #expect(kept > 0)
    #expect(player.part == player.parts.count - 1)
  }

  @Test func `with a matrix kept in sight, no line of the text is passed over`() throws {
    var player = try player()
    let page = try page()
    var unseen = Set<String>()
    for part in try page.parts() {
      let blocks = part.steps.flatMap { $0 }
      unseen.formUnion(
        render(Document(blocks), with: Capabilities()).split(separator: "\n").map(String.init))
    }
    for _ in 0..<300 {
      unseen.subtract(press([], &player))
      _ = press([.character(" ")], &player)
    }
    #expect(unseen.isEmpty, "\(unseen)")
  }

  @Test func `whoever owns the player is told what the reader does`() throws {
    let told = Told()
    var player = try player { told.events.append($0) }
    #expect(told.events == [.opened(part: 0)])
    for _ in 0..<300 {
      _ = press([.character(" ")], &player)
    }
    let parts = player.parts
    for (index, part) in parts.enumerated() {
      #expect(told.events.count { $0 == .opened(part: index) } == 1)
      for answer in 0..<part.steps.count - 1 {
        #expect(told.events.count { $0 == .revealed(part: index, answer: answer) } == 1)
      }
    }
    #expect(told.events.count { $0 == .finished } == 1)
    #expect(told.events.last == .finished)
    let resumed = LessonPlayer(
      parts, start: 3, revealed: [0, 0, 0, 99], capabilities: Capabilities())
    #expect(resumed.part == 3)
    #expect(resumed.revealed[3] == parts[3].steps.count - 1)
  }

  private final class Told { var events: [LessonEvent] = [] }
}

extension String {
  fileprivate func components(before separator: String) -> String {
    ranges(of: separator).last.map { String(self[..<$0.lowerBound]) } ?? self
  }
}
