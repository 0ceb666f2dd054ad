// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import ProblemFiles
import TerminalSession
import Testing

@testable import Interactive

@Suite struct CellInspectorTests {
  static let lesson =
    #filePath.components("Tests/InteractiveTests").first.map {
      $0 + "lessons/04-self-attention/problem.yaml"
    } ?? ""

  private func inspector(_ capabilities: Capabilities = Capabilities()) throws -> CellInspector {
    try #require(
      CellInspector(ProblemFile(path: Self.lesson).trace(), capabilities: capabilities))
  }

  private func press(_ keys: [Key], _ inspector: inout CellInspector) {
    for key in keys {
      let goesOn = inspector.handle(key)
      #expect(goesOn)
      _ = inspector.frame(ScreenSize(columns: 80, lines: 24))
    }
  }

  @Test func `arrows move and stop at the edges`() throws {
    var inspector = try inspector()
    let start = inspector.address
    press([.up, .left], &inspector)
    #expect(inspector.address == start)
    press([.down, .right, .right], &inspector)
    #expect(inspector.address.cell.suffix(2) == [1, 2])
    press([.end, .character("G")], &inspector)
    #expect(inspector.address.cell.suffix(2).map { $0 + 1 } == inspector.shape.suffix(2))
    let last = inspector.address
    press([.down, .right], &inspector)
    #expect(inspector.address == last)
    press([.home, .character("g")], &inspector)
    #expect(inspector.address == start)
  }

  @Test func `stages follow each other round, and back`() throws {
    var inspector = try inspector()
    let start = inspector.address.stage
    var seen: Set<StageID> = []
    for _ in inspector.stages {
      seen.insert(inspector.address.stage)
      press([.tab], &inspector)
    }
    #expect(seen == Set(inspector.stages))
    #expect(inspector.address.stage == start)
    press([.character("n"), .character("p"), .backTab, .tab], &inspector)
    #expect(inspector.address.stage == start)
  }

  @Test func `heads change and come round`() throws {
    var inspector = try inspector()
    let heads = inspector.shape.dropLast(2).reduce(1, *)
    #expect(heads > 1)
    let start = inspector.address
    press([.character("]")], &inspector)
    #expect(inspector.address != start)
    press([.character("[")], &inspector)
    #expect(inspector.address == start)
    press(Array(repeating: .character("]"), count: heads), &inspector)
    #expect(inspector.address == start)
  }

  @Test func `from every stage one walks down to what was given, and back up`() throws {
    var inspector = try inspector()
    for _ in inspector.stages {
      let start = inspector.address
      var depth = 0
      while inspector.explanation?.operands.isEmpty == false {
        let before = inspector.address
        press([.enter], &inspector)
        if inspector.chosen != nil { press([.enter], &inspector) }
        #expect(inspector.address != before)
        depth += 1
        #expect(depth < 40)
      }
      #expect(inspector.explanation?.formula == nil)
      press(Array(repeating: .backspace, count: depth), &inspector)
      #expect(inspector.address == start)
      press([.tab], &inspector)
    }
  }

  @Test func `an operand is chosen by arrows or by its number`() throws {
    var inspector = try inspector()
    press([.tab], &inspector)
    let operands = try #require(inspector.explanation?.operands)
    #expect(operands.count > 2)
    press([.character("2")], &inspector)
    #expect(inspector.address == operands[1].address)
    press([.backspace, .enter, .down, .down, .up, .enter], &inspector)
    #expect(inspector.address == operands[1].address)
    press([.backspace, .enter, .up], &inspector)
    #expect(inspector.chosen == operands.count - 1)
    press([.backspace], &inspector)
    #expect(inspector.chosen == nil)
  }

  @Test func `a key that leads nowhere says why`() throws {
    var inspector = try inspector()
    _ = inspector.handle(.backspace)
    #expect(inspector.screen.message != nil)
    _ = inspector.handle(.character("9"))
    #expect(inspector.screen.message?.contains("9") == true)
  }

  @Test func `q ends it, from the help too; ? shows every key`() throws {
    var inspector = try inspector()
    press([.character("?")], &inspector)
    let shown = inspector.frame(ScreenSize(columns: 80, lines: 24)).lines.joined(separator: "\n")
    for row in CellInspector.keys.rows { #expect(shown.contains(row.spelling), "\(row.spelling)") }
    press([.character("x"), .character("?")], &inspector)
    let end = inspector.handle(.character("q"))
    #expect(!end)
    var other = try self.inspector()
    let otherEnd = other.handle(.character("q"))
    #expect(!otherEnd)
  }

  @Test(arguments: [(80, 24), (200, 50), (40, 12), (20, 6), (20, 24), (80, 6), (10, 3)])
  func `every frame fits its screen and shows the chosen cell`(columns: Int, lines: Int) throws {
    var inspector = try inspector()
    let metrics = CellMetrics()
    for _ in inspector.stages {
      let frame = inspector.frame(ScreenSize(columns: columns, lines: lines))
      #expect(frame.lines.count <= lines)
      for line in frame.lines {
        #expect(metrics.width(of: line) <= columns, "\(line)")
      }
      if columns >= 20, lines >= 6 {
        let cursor = try #require(frame.cursor, "\(inspector.address)")
        let line = Array(frame.lines[cursor.line])
        #expect(line[cursor.column].isNumber || line[cursor.column] == "x", "\(frame.lines)")
        #expect(line.contains("[") && line.contains("]"), "\(String(line))")
      }
      _ = inspector.handle(.tab)
      _ = inspector.handle(.right)
    }
  }

  @Test func `the explanation scrolls to its end and no further`() throws {
    var inspector = try inspector()
    let size = ScreenSize(columns: 40, lines: 12)
    let first = inspector.frame(size).lines
    for _ in 0..<30 {
      _ = inspector.handle(.pageDown)
      _ = inspector.frame(size)
    }
    let last = inspector.frame(size).lines
    #expect(last != first)
    #expect(inspector.paneOffset == inspector.paneRoom.lines - inspector.paneRoom.height)
    for _ in 0..<30 { _ = inspector.handle(.pageUp) }
    #expect(inspector.frame(size).lines == first)
  }
}

extension String {
  /// What stands before a part of a path.
  fileprivate func components(_ separator: String) -> [String] {
    split(separator: separator).map(String.init)
  }
}
