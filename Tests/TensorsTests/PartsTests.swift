// SPDX-License-Identifier: MIT

import Synchronization
import Tensors
import TestSupport
import Testing

@Suite struct PartsTests {
  private func matrices() -> Tensor<Float> {
    var generator = SplitMix64(seed: 37)
    return Tensor<Float>.random(
      [Axis(.head, 2), Axis(.query, 23), Axis(.key, 17)], using: &generator)
  }

  @Test func `a part is those rows and columns`() {
    let tensor = matrices()
    let part = tensor.part(item: 1, rows: 5..<9, columns: 3..<5)
    let expected = (5..<9).flatMap { row in (3..<5).map { tensor[[1, row, $0]] } }
    #expect(part == expected)
  }

  @Test(arguments: BlockStatistic.allCases)
  func `blocks are the mean or the largest of their cells`(statistic: BlockStatistic) {
    let hidden = matrices().mapRows { row in row[row.count - 1] = -.infinity }
    let seen = Mutex(0.0)
    let found = hidden.blocks(item: 1, rowBlocks: 5, columnBlocks: 17, statistic: statistic) {
      share in
      seen.withLock { $0 = max($0, share) }
    }
    #expect(seen.withLock { $0 } == 1)
    for block in 0..<5 {
      let rows = (block * 23 / 5)..<((block + 1) * 23 / 5)
      for column in 0..<16 {
        let cells = rows.map { Double(hidden[[1, $0, column]]) }
        let expected =
          statistic == .max ? cells.max() ?? 0 : cells.reduce(0, +) / Double(cells.count)
        #expect(abs(found[block * 17 + column] - expected) < 1e-6)
      }
      #expect(found[block * 17 + 16] == -.infinity)
    }
    let whole = hidden.blocks(item: 0, rowBlocks: 1, columnBlocks: 1, statistic: statistic)
    let finite = hidden.scalars.prefix(23 * 17).filter(\.isFinite).map(Double.init)
    let expected =
      statistic == .max ? finite.max() ?? 0 : finite.reduce(0, +) / Double(finite.count)
    #expect(abs(whole[0] - expected) < 1e-6)
  }
}
