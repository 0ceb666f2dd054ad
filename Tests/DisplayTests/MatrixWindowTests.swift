// SPDX-License-Identifier: MIT

import Testing

@testable import Display

@Suite struct MatrixWindowTests {
  private func view(_ row: Int, _ column: Int) -> MatrixView {
    MatrixView(
      rowCount: 40, columnCount: 30, values: (0..<1200).map { Double($0) / 1200 },
      kind: .probability, rowLabels: (0..<40).map { "row\($0)" },
      columnLabels: (0..<30).map { "c\($0)" },
      selected: CellPosition(row: row, column: column))
  }

  @Test func `the selected cell is in sight at every place and size, labels included`() {
    for width in [20, 40, 80, 200] {
      for (row, column) in [(0, 0), (39, 29), (20, 15), (7, 28)] {
        let whole = view(row, column)
        let capabilities = Capabilities(width: width)
        let window = MatrixWindow(on: whole, rowLimit: 5, capabilities: capabilities)
        #expect(window.rows.contains(row) && window.columns.contains(column))
        #expect(window.rows.count == 5)
        let part = window.part(of: whole)
        let text = render(Document([.matrix(part)]), with: capabilities)
        #expect(text.contains("["), "\(width) \(row) \(column)\n\(text)")
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= width })
        #expect(!text.contains(" of 30"), "in one block\n\(text)")
      }
    }
  }

  @Test func `a part keeps its numbers, its colours, and no sums that are not its own`() {
    let whole = view(39, 29)
    let part = MatrixWindow(on: whole, rowLimit: 4, capabilities: Capabilities(width: 40))
      .part(of: whole)
    #expect(part.values.last == whole.values.last)
    #expect(part.rowLabels?.last == "row39" && part.columnLabels?.last == "c29")
    #expect(part.scale == ScaleLimits.shared(by: [whole]))
    #expect(!part.showsRowSums && !part.marksRowMaximum)
  }

  @Test func `a matrix that fits is shown whole`() {
    let small = MatrixView(
      rowCount: 2, columnCount: 2, values: [1, 0, 0.25, 0.75], kind: .probability,
      selected: CellPosition(row: 1, column: 1))
    let window = MatrixWindow(on: small, rowLimit: 9, capabilities: Capabilities())
    #expect(window.rows == 0..<2 && window.columns == 0..<2)
    #expect(window.part(of: small).showsRowSums)
  }
}
