// SPDX-License-Identifier: MIT

/// Labels cut to a width in such a way that different ones stay different.
struct FittedLabels {
  let texts: [String]
  /// The indices of the labels that do not stand there in full.
  let cut: [Int]
  /// Whether two of the shown labels are equal, because the labels themselves are.
  let hasRepetition: Bool
  /// The cells of the widest shown label.
  let width: Int

  /// Cuts at the end, then in the middle, then with the index: `inter~`, `int~on`, `i~#4`.
  init(_ labels: [String], limit: Int, metrics: CellMetrics) {
    var texts = labels.map { metrics.truncated($0, to: limit) }
    for attempt in 0..<2 {
      var groups: [String: [Int]] = [:]
      for (index, text) in texts.enumerated() { groups[text, default: []].append(index) }
      for members in groups.values where members.count > 1 {
        guard Set(members.map { labels[$0] }).count > 1 else { continue }
        for index in members where texts[index] != labels[index] {
          texts[index] =
            attempt == 0
            ? metrics.truncatedInMiddle(labels[index], to: limit)
            : Self.numbered(labels[index], index, limit: limit, metrics: metrics)
        }
      }
    }
    self.texts = texts
    cut = texts.indices.filter { texts[$0] != labels[$0] }
    hasRepetition = Set(texts).count < texts.count
    width = texts.map { metrics.width(of: $0) }.max() ?? 0
  }

  private static func numbered(
    _ label: String, _ index: Int, limit: Int, metrics: CellMetrics
  ) -> String {
    let suffix = "#\(index)"
    guard suffix.utf8.count < limit else { return metrics.truncated("\(index)", to: limit) }
    let head = metrics.truncated(label, to: limit - suffix.utf8.count)
    return head + suffix
  }
}
