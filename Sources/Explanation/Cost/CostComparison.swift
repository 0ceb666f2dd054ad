// SPDX-License-Identifier: MIT

import AttentionEngine
import Display

/// What dominates when: the shares of a few groups of stages at several sizes, side by side.
public struct CostComparison {
  let sizes: [AttentionSizes]

  public init(_ sizes: [AttentionSizes]) { self.sizes = sizes }

  private enum Group: String, CaseIterable {
    case projections
    case products = "raw_scores, head_output"
    case others = "softmax and the rest"

    static func of(_ stage: StageID) -> Group {
      switch stage {
      case .query, .key, .value, .output: .projections
      case .rawScores, .headOutput: .products
      default: .others
      }
    }
  }

  /// A table with one column for each size.
  public func blocks() -> [Block] {
    let costs = sizes.map { CostPrediction($0).costs() ?? [] }
    let totals = costs.map { $0.total() }
    func row(_ name: String, _ value: (Int) -> String) -> [Text] {
      [Text(name)] + sizes.indices.map { Text(value($0)) }
    }
    var rows = Group.allCases.map { group in
      row(group.rawValue) { index in
        let part = costs[index].filter { Group.of($0.stage) == group }.total()
        return percent(part.operations, of: totals[index].operations)
      }
    }
    rows.append(row("FLOPs together") { short(totals[$0].operations) })
    if sizes.contains(where: { $0.visible != VisibleKeys() }) {
      rows.append(row("of these for visible keys") { short(totals[$0].visibleOperations) })
    }
    rows.append(
      row("bytes of all weights") { index in
        short(costs[index].first { $0.stage == .weights }?.bytesWritten ?? 0)
      })
    rows.append(
      row("bytes of keys and values") { index in
        let kept = costs[index].filter { [.key, .value].contains($0.stage) }
        return short(kept.total().bytesWritten)
      })
    let header = [Text("n =")] + sizes.map { Text(grouped($0.queries)) }
    return [
      .table(
        Table(
          header: header, rows: rows, alignments: [.left] + sizes.map { _ in .right }))
    ]
  }

  private func percent(_ part: Int, of whole: Int) -> String {
    let tenths = (Double(part) / Double(max(1, whole)) * 1000).rounded(.toNearestOrEven) / 10
    return NumberFormat(decimals: 1).string(tenths) + " %"
  }

  /// Three digits and a power of a thousand: `137 G`, as makers of processors write.
  private func short(_ number: Int) -> String {
    var rest = Double(number)
    let units = ["", " k", " M", " G", " T", " P", " E"]
    var unit = 0
    while rest >= 999.5, unit + 1 < units.count {
      rest /= 1000
      unit += 1
    }
    let decimals = unit == 0 || rest >= 99.5 ? 0 : rest >= 9.95 ? 1 : 2
    return NumberFormat(decimals: decimals).string(rest) + units[unit]
  }
}
