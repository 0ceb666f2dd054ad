// SPDX-License-Identifier: MIT

import Display
import Glibc

/// All heads at a glance: where each looks most, and how widely it spreads its attention.
enum HeadOverview {
  /// The mean entropy of the rows, in nats: 0 when every query looks at one key only.
  ///
  /// Rows without an open cell, and rows that are no shares, do not count.
  ///
  /// - Returns: `nil` when no row counts.
  static func entropy(of view: MatrixView) -> Double? {
    var sum = 0.0
    var count = 0
    for row in 0..<view.rowCount {
      let shares = (0..<view.columnCount).filter { !view.isBlocked(row, $0) }
        .map { view[row, $0] }
      guard !shares.isEmpty, shares.allSatisfy({ $0 >= 0 && $0.isFinite }) else { continue }
      sum -= shares.reduce(0) { $1 > 0 ? $0 + $1 * log($1) : $0 }
      count += 1
    }
    return count == 0 ? nil : max(0, sum / Double(count))
  }

  /// The largest weight of a query that has a choice, with its place; the first of equals.
  static func strongestLink(of view: MatrixView) -> (row: Int, column: Int, weight: Double)? {
    var best: (row: Int, column: Int, weight: Double)?
    let rows = view.rowsWithChoice
    for row in 0..<view.rowCount where rows.contains(row) {
      for column in 0..<view.columnCount where !view.isBlocked(row, column) {
        let value = view[row, column]
        if value.isFinite, value > best?.weight ?? -.infinity { best = (row, column, value) }
      }
    }
    return best
  }

  /// The views with their entropy as a remark; the panel itself names the strongest link.
  static func panels(of views: [MatrixView]) -> [MatrixView] {
    views.map { view in
      var view = view
      view.note = entropy(of: view).map { "entropy \(NumberFormat(decimals: 2).string($0))" }
      return view
    }
  }

  /// One row a head: the strongest link from query to key, its weight, the entropy.
  static func table(of views: [MatrixView]) -> Block {
    let rows = views.map { view -> [Text] in
      let link = strongestLink(of: view)
      let places = link.map { link in
        [label(view.rowLabels, link.row), label(view.columnLabels, link.column)]
          .joined(separator: " → ")
      }
      return [
        Text(view.title?.unicode ?? ""), Text(places ?? "none"),
        Text(link.map { NumberFormat(decimals: view.decimals ?? 3).string($0.weight) } ?? ""),
        Text(entropy(of: view).map { NumberFormat(decimals: 2).string($0) } ?? ""),
      ]
    }
    return .table(
      Table(
        header: ["head", "strongest link (query → key)", "weight", "entropy"], rows: rows,
        alignments: [.left, .left, .right, .right]))
  }

  /// What entropy means here.
  static let remark = Block.paragraph(
    .dim(
      "Strongest: the largest weight of a query that has more than one key to choose from. "
        + "Entropy, the mean over the rows, in nats: 0 when every query looks at a single key, "
        + "ln n when it looks at n keys alike."))

  private static func label(_ labels: [String]?, _ place: Int) -> String {
    labels.map { "\(place) \(printableLabel($0[place]))" } ?? "\(place)"
  }
}
