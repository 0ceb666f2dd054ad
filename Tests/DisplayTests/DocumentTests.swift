// SPDX-License-Identifier: MIT

import Display
import Testing

@Suite struct DocumentTests {
  @Test func `text joins runs and keeps their styles`() {
    let text: Text = "the row " + .code("cat") + "."
    #expect(text.plainString == "the row cat.")
    #expect(text.runs.map(\.style) == [.plain, .code, .plain])
  }

  @Test func `pieces of one link are one link, so that its address is said once`() {
    let address = "https://example.org"
    let text: Text = "see " + .link("this", to: address) + .link(" page", to: address) + "."
    #expect(text.runs.map(\.string) == ["see ", "this page", "."])
    let shown = render(Document([.paragraph(text)]), with: Capabilities(width: 80))
    #expect(shown == "see this page (https://example.org).\n")
  }

  @Test func `probabilities show sums and maxima unless told otherwise`() {
    let weights = MatrixView(rowCount: 1, columnCount: 1, values: [1], kind: .probability)
    let scores = MatrixView(rowCount: 1, columnCount: 1, values: [1], kind: .signed)
    #expect(weights.showsRowSums && weights.marksRowMaximum)
    #expect(!scores.showsRowSums && !scores.marksRowMaximum)
  }

  @Test func `a short row does not make a table narrower`() {
    let table = Table(header: ["a"], rows: [["1", "2", "3"], []])
    #expect(table.columnCount == 3)
  }
}
