// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// Finds wrong cells that were not computed in earnest: a line of one number, where the truth varies.
///
/// A column of zeros would make every later step trivial; later steps may not lean on it.
struct Earnestness {
  let truth: Reckoner
  let stage: TypedStage
  let cells: [MarkedCell]

  /// The cells that later steps may not lean on.
  var unearned: Set<Int> {
    guard stage.axes.count >= 2 else { return [] }
    let rows = stage.axes[stage.axes.count - 2].size
    let columns = stage.axes[stage.axes.count - 1].size
    var result: Set<Int> = []
    for start in stride(from: 0, to: cells.count, by: rows * columns) {
      let lines =
        (0..<rows).map { row in (0..<columns).map { start + row * columns + $0 } }
        + (0..<columns).map { column in (0..<rows).map { start + $0 * columns + column } }
      for line in lines where isConstantInVain(line) { result.formUnion(line) }
    }
    return result
  }

  private func isConstantInVain(_ line: [Int]) -> Bool {
    guard line.count >= 2, let first = cells[line[0]].typed?.value else { return false }
    // One wrong cell that happens to equal its neighbour is a slip, no shortcut.
    guard line.allSatisfy({ cells[$0].typed?.value == first }),
      line.count(where: { cells[$0].verdict == .wrong }) >= 2
    else { return false }
    let truly = line.map { truth.expected(stage.place, cells[$0].cell).middle }
    guard let low = truly.min(), let high = truly.max() else { return false }
    return high - low > unit(truth.decimals)
  }
}
