// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import ProblemFiles
import Tensors
import TerminalSession
import Testing

@testable import Interactive

@Suite struct WhatIfTests {
  private let size = ScreenSize(columns: 80, lines: 24)

  private func inspector(_ cell: String) throws -> CellInspector {
    let file = try ProblemFile(path: CellInspectorTests.lesson)
    return try #require(
      CellInspector(
        file.trace(), problem: file.problem, start: CellAddress(cell),
        capabilities: Capabilities()))
  }

  private func press(_ keys: [Key], _ inspector: inout CellInspector) -> String {
    for key in keys { _ = inspector.handle(key) }
    return inspector.frame(size).lines.joined(separator: "\n")
  }

  private func keys(_ text: String) -> [Key] { text.map { .character($0) } + [.enter] }

  @Test func `a changed input is computed anew through every stage, and undone`() throws {
    var inspector = try inspector("input[1,0]")
    let before = try #require(inspector.trace[.output]).doubles
    let shown = press(keys("e-2.5"), &inspector)
    #expect(shown.contains("input[1,0] = -2.5") && shown.contains("! was 1, changed by -3.5"))
    var problem = try ProblemFile(path: CellInspectorTests.lesson).problem
    problem = try #require(problem.replacing(CellAddress(.input, [1, 0]), with: -2.5))
    let expected = try #require(try Attention.trace(problem)[.output]).doubles
    #expect(inspector.trace[.output]?.doubles == expected)
    #expect(expected != before)
    let undone = press([.character("u")], &inspector)
    #expect(inspector.trace[.output]?.doubles == before)
    #expect(!undone.contains("!"))
    #expect(press([.character("u")], &inspector).contains("nothing was changed"))
  }

  @Test func `changed cells carry a mark, others do not`() throws {
    var inspector = try inspector("input[1,0]")
    _ = press(keys("e3"), &inspector)
    let shown = press([.down], &inspector)
    let lines = shown.split(separator: "\n")
    let dog = try #require(lines.first { $0.hasPrefix("dog ") })
    #expect(dog.contains("3!"))
    #expect(shown.count { $0 == "!" } == 1)
  }

  @Test func `what was computed, and what is no number, is refused in words`() throws {
    var inspector = try inspector("weights[0,0,0]")
    #expect(press([.character("e")], &inspector).contains("was computed"))
    var input = try self.inspector("input[0,0]")
    let before = input.trace[.input]?.doubles
    #expect(press(keys("e1,5"), &input).contains("is no number"))
    #expect(press(keys("einf"), &input).contains("is no number"))
    #expect(input.trace[.input]?.doubles == before)
    #expect(press([.character("e"), .character("7")], &input).contains("becomes: 7_"))
    #expect(!press([.escape], &input).contains("becomes"))
  }

  @Test func `matrices stored the other way round are changed in the cell that is shown`() throws {
    let text = """
      format: 1
      input: |
        1 2 3
        4 5 6
      layout: output-input
      heads: 1
      projections:
        query: "1 0 0\\n0 1 0"
        key: "1 0 0\\n0 1 0"
        value: "1 0 0\\n0 1 0"
      """
    let file = try ProblemFile(text: text, path: "p.yaml", folder: ".")
    var inspector = try #require(
      CellInspector(
        file.trace(), problem: file.problem, start: CellAddress(.queryProjection, [1, 2]),
        capabilities: Capabilities()))
    #expect(inspector.shape.count == 2)
    let cell = inspector.address.cell
    _ = press(keys("e9"), &inspector)
    #expect(inspector.trace[.queryProjection]?[cell] == 9)
    #expect(inspector.trace[.queryProjection]?.doubles.count { $0 == 9 } == 1)
  }
}
