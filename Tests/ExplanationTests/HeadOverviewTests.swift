// SPDX-License-Identifier: MIT

import Display
import Foundation
import Testing

@testable import Explanation

@Suite struct HeadOverviewTests {
  private let causal = MatrixView(
    rowCount: 3, columnCount: 3, values: [1, 0, 0, 0.25, 0.75, 0, 0.2, 0.7, 0.1],
    kind: .probability, blocked: [false, true, true, false, false, true, false, false, false],
    rowLabels: ["the", "cat", "\u{1b}sat"], columnLabels: ["the", "cat", "\u{1b}sat"],
    title: "head 4")

  @Test func `entropy is the mean over the rows, in nats`() throws {
    let entropy = try #require(HeadOverview.entropy(of: causal))
    let second = -(0.25 * log(0.25) + 0.75 * log(0.75))
    let third = -(0.2 * log(0.2) + 0.7 * log(0.7) + 0.1 * log(0.1))
    #expect(abs(entropy - (second + third) / 3) < 1e-15)
    let even = MatrixView(rowCount: 1, columnCount: 4, values: [0.25, 0.25, 0.25, 0.25])
    #expect(abs(try #require(HeadOverview.entropy(of: even)) - log(4)) < 1e-15)
    let undefined = MatrixView(rowCount: 1, columnCount: 2, values: [.nan, .nan])
    #expect(HeadOverview.entropy(of: undefined) == nil)
  }

  @Test func `a query without a choice has no strongest link`() {
    let link = HeadOverview.strongestLink(of: causal)
    #expect(link?.row == 1 && link?.column == 1 && link?.weight == 0.75)
    let forced = MatrixView(
      rowCount: 1, columnCount: 2, values: [1, 0], blocked: [false, true])
    #expect(HeadOverview.strongestLink(of: forced)?.weight == 1)
  }

  @Test func `the table names places, the panels carry the entropy`() {
    guard case .table(let table) = HeadOverview.table(of: [causal]) else { return }
    #expect(
      table.rows.map { $0.map(\.plainString) } == [["head 4", "1 cat → 1 cat", "0.750", "0.45"]])
    #expect(HeadOverview.panels(of: [causal])[0].note == "entropy 0.45")
  }
}
