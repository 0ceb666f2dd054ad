// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Lessons
import Tensors
import TerminalSession
import TestSupport
import Testing

@testable import Interactive

/// Text from strangers reaches no terminal as anything but text, whatever is looked at.
@Suite struct HostileScreenTests {
  private static let labels = [
    "\u{1b}[2J\u{1b}[31m", "\u{1b}]0;owned\u{7}", "\u{9b}6n", "\u{202e}evil\u{2066}",
    "\u{1b}]52;c;eA==\u{1b}\\",
    "a\r\nb\u{8}\u{8}", "注意力\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "👩‍🔧\u{200b}", "",
    "\u{1b}[?1049l", "\u{2028}", "\u{0}",
  ]

  private static var problem: Problem {
    func matrix(_ columns: Int) -> AnyTensor {
      let numbers = (0..<labels.count * columns).map { Double($0 * 7 % 11) / 4 - 1 }
      return AnyTensor(
        Tensor(axes: [Axis("row", labels.count), Axis("column", columns)], scalars: numbers))
    }
    var problem = Problem()
    problem.title = labels.joined(separator: " ")
    (problem.query, problem.key, problem.value) = (matrix(3), matrix(3), matrix(2))
    (problem.queryLabels, problem.keyLabels) = (labels, labels)
    problem.opensSoftmax = true
    return problem
  }

  /// No control is left beside the colours that are the program's own, and nothing is too wide.
  private func check(_ frame: Frame, _ size: ScreenSize, after key: String) {
    #expect(frame.lines.count == size.lines, "after \(key)")
    let metrics = CellMetrics()
    let lines = frame.lines.map { withoutColors($0) }
    #expect(lines.filter { metrics.width(of: $0) > size.columns } == [], "after \(key)")
    let strange = lines.filter { line in
      line.unicodeScalars.contains { scalar in
        let value = scalar.value
        return value < 0x20 || (0x7f...0x9f).contains(value)
          || (0x2028...0x202e).contains(value) || (0x2066...0x2069).contains(value)
      }
    }
    #expect(strange == [], "after \(key)")
  }

  @Test(arguments: [(80, 24), (200, 50), (20, 6)])
  func `every place of the inspector shows strange labels as text`(columns: Int, lines: Int) throws
  {
    let size = ScreenSize(columns: columns, lines: lines)
    var inspector = try #require(
      CellInspector(
        Attention.trace(Self.problem), problem: Self.problem, title: Self.problem.title,
        capabilities: Capabilities(colorDepth: .palette256)))
    check(inspector.frame(size), size, after: "the start")
    let steps: [Key] = [
      .down, .end, .enter, .down, .enter, .backspace, .character("y"), .character("y"),
    ]
    let whole: [Key] = [.character("H"), .character("H"), .character("d"), .character("e"), .tab]
    for _ in inspector.stages {
      for key in steps + whole {
        let goesOn = inspector.handle(key)
        #expect(goesOn)
        check(inspector.frame(size), size, after: "\(key) in \(inspector.address)")
      }
      for key in [Key.escape, .tab] { _ = inspector.handle(key) }
    }
  }

  @Test func `what is typed into a field is text too`() throws {
    let size = ScreenSize(columns: 40, lines: 10)
    var inspector = try #require(
      CellInspector(
        Attention.trace(Self.problem), problem: Self.problem,
        start: CellAddress(.query, [0, 0, 0]),
        capabilities: Capabilities()))
    for character in "e\u{202e}\u{9b}2J\u{85}注" {
      _ = inspector.handle(.character(character))
      check(inspector.frame(size), size, after: character.debugDescription)
    }
    _ = inspector.handle(.enter)
    check(inspector.frame(size), size, after: "Enter")
  }

  @Test func `a tall screen explains what a cell was made of as well`() throws {
    var inspector = try #require(
      CellInspector(
        Attention.trace(Self.problem), start: CellAddress(.weights, [0, 1, 1]),
        capabilities: Capabilities()))
    let tall = inspector.frame(ScreenSize(columns: 100, lines: 60)).lines
    #expect(tall.contains { $0.hasPrefix("exponentials[0,1,1] = ") })
    #expect(tall.contains { $0.hasPrefix("row_sums[0,1,0] = ") })
    // On a small one there is room for the cell itself only.
    let small = inspector.frame(ScreenSize(columns: 100, lines: 20)).lines
    #expect(!small.contains { $0.hasPrefix("exponentials[0,1,1] = ") })
  }
}
