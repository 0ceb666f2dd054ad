// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import ProblemFiles
import Tensors
import TerminalSession
import Testing

@testable import Interactive

@Suite struct CopyAndMouseTests {
  private let size = ScreenSize(columns: 80, lines: 24)

  private func inspector(_ cell: String, text: String? = nil) throws -> CellInspector {
    let file =
      try text.map { try ProblemFile(text: $0, path: "p.yaml", folder: ".") }
      ?? ProblemFile(path: CellInspectorTests.lesson)
    return try #require(
      CellInspector(
        file.trace(), problem: file.problem, start: CellAddress(cell),
        capabilities: Capabilities()))
  }

  private func frame(_ inspector: inout CellInspector) -> Frame { inspector.frame(size) }

  /// Presses `y` and returns what the next frame hands over, and what it says.
  private func copy(_ inspector: inout CellInspector) -> (text: String?, message: String) {
    _ = inspector.handle(.character("y"))
    let frame = inspector.frame(size)
    return (frame.clipboard, frame.lines.last ?? "")
  }

  @Test func `y copies the cell, then its row, then its matrix, and says so`() throws {
    var inspector = try inspector("raw_scores[1,3,2]")
    let tensor = try #require(inspector.trace[.rawScores])
    func row(_ row: Int) -> String {
      (0..<5).map { "\(tensor[[1, row, $0]])".replacing(/\.0$/, with: "") }
        .joined(separator: "\t")
    }
    let cell = copy(&inspector)
    #expect(cell.text == row(3).split(separator: "\t").map(String.init)[2])
    #expect(cell.message.contains("copied raw_scores[1,3,2]"))
    let second = copy(&inspector)
    #expect(second.text == row(3))
    #expect(second.message.contains("raw_scores[1,3,*]: 5 numbers"))
    let third = copy(&inspector)
    #expect(third.text == (0..<5).map(row).joined(separator: "\n"))
    #expect(third.message.contains("raw_scores[1,*,*]: 5 rows of 5"))
    // Another frame hands nothing over, and another key begins with the cell again.
    #expect(frame(&inspector).clipboard == nil)
    _ = inspector.handle(.left)
    #expect(copy(&inspector).message.contains("copied raw_scores[1,3,1]"))
  }

  @Test func `numbers are copied in full, as the precision of the problem has them`() throws {
    let text = """
      format: 1
      precision: PRECISION
      query: "0.1 1e-30"
      key: "1 2"
      value: "1/3 -3"
      """
    var double = try inspector("value[0,0,0]", text: text.replacing("PRECISION", with: "float64"))
    #expect(copy(&double).text == "0.3333333333333333")
    var single = try inspector("value[0,0,0]", text: text.replacing("PRECISION", with: "float32"))
    #expect(copy(&single).text == "0.33333334")
    #expect(copy(&single).text == "0.33333334\t-3")
    let odd = CellInspector.tabbed([.nan, -.infinity], columns: 2, precision: .float64)
    #expect(odd == "nan\t-inf")
  }

  @Test func `what no terminal takes is not handed over`() throws {
    let row = Array(repeating: "0.123456789012", count: 70).joined(separator: " ")
    let rows = Array(repeating: "  " + row, count: 70).joined(separator: "\n")
    let text = "format: 1\nquery: |\n\(rows)\nkey: |\n\(rows)\nvalue: |\n\(rows)\n"
    var inspector = try inspector("query[0,0,0]", text: text)
    #expect(copy(&inspector).text != nil)
    #expect(copy(&inspector).text != nil)
    let matrix = copy(&inspector)
    #expect(matrix.text == nil)
    #expect(matrix.message.contains("more than terminals take"))
  }

  @Test(arguments: [(80, 24), (200, 50), (40, 12), (20, 6)])
  func `a click selects the cell under it, wherever the cursor would stand`(
    columns: Int, lines: Int
  ) throws {
    let size = ScreenSize(columns: columns, lines: lines)
    for stage in ["weights[1,0,0]", "input[0,0]", "query_projection[0,0]", "row_sums[1,0,0]"] {
      var inspector = try inspector(stage)
      // Where the cursor stands on a cell, a click must select that cell.
      for key in [Key.right, .down, .right, .end, .down, .home] {
        _ = inspector.handle(key)
        let frame = inspector.frame(size)
        let cursor = try #require(frame.cursor)
        let wanted = inspector.address
        _ = inspector.handle(.click(line: cursor.line, column: cursor.column))
        #expect(inspector.address == wanted, "\(stage) \(columns)x\(lines)")
      }
    }
    var inspector = try inspector("weights[0,0,0]")
    _ = inspector.frame(ScreenSize(columns: 80, lines: 24))
    for place in [(0, 0), (3, 2), (23, 79), (7, 79), (400, 400)] {
      _ = inspector.handle(.click(line: place.0, column: place.1))
      #expect(inspector.address == CellAddress(.weights, [0, 0, 0]), "\(place)")
    }
    _ = inspector.handle(.click(line: 6, column: 22))
    #expect(inspector.address.cell[1] == 2)
  }

  @Test func `m captures the mouse and lets it go, and the wheel scrolls`() throws {
    var inspector = try inspector("weights[0,0,0]")
    #expect(!frame(&inspector).wantsMouse)
    _ = inspector.handle(.character("m"))
    #expect(frame(&inspector).wantsMouse)
    _ = inspector.handle(.tab)
    _ = inspector.frame(size)
    _ = inspector.handle(.wheelDown)
    _ = inspector.frame(size)
    #expect(inspector.paneOffset > 0)
    _ = inspector.handle(.wheelUp)
    _ = inspector.frame(size)
    #expect(inspector.paneOffset == 0)
    _ = inspector.handle(.character("m"))
    #expect(!frame(&inspector).wantsMouse)
  }

  @Test func `heads stand side by side, and one of them is chosen`() throws {
    var inspector = try inspector("weights[0,2,1]")
    _ = inspector.handle(.character("H"))
    var shown = inspector.frame(size).lines.joined(separator: "\n")
    #expect(shown.contains("> head 0") && shown.contains("head 1"))
    _ = inspector.handle(.right)
    shown = inspector.frame(size).lines.joined(separator: "\n")
    #expect(shown.contains("> head 1") && !shown.contains("> head 0"))
    _ = inspector.handle(.enter)
    #expect(inspector.address == CellAddress(.weights, [1, 2, 1]))
    #expect(frame(&inspector).cursor != nil)
    var single = try self.inspector("input[0,0]")
    _ = single.handle(.character("H"))
    #expect(frame(&single).lines.last?.contains("one matrix only") == true)
  }

  @Test func `d shows how far each cell is from what it was`() throws {
    var inspector = try inspector("input[1,0]")
    _ = inspector.handle(.character("d"))
    #expect(frame(&inspector).lines.last?.contains("nothing was changed") == true)
    for key in [Key.character("e"), .character("3"), .enter, .character("d"), .right] {
      _ = inspector.handle(key)
    }
    let lines = inspector.frame(size).lines
    #expect(lines.contains { $0.contains("changed by") && !$0.contains("was") })
    let dog = try #require(lines.first { $0.hasPrefix("dog ") })
    #expect(dog.contains("2!") && !dog.contains("3!"))
    _ = inspector.handle(.character("u"))
    #expect(!frame(&inspector).lines.contains { $0.contains("changed by") })
  }
}
