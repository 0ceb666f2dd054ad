// SPDX-License-Identifier: MIT

import Tensors

/// One rule about which keys a query may see.
///
/// All rules of a mask apply together.
///
/// The word is always *visible*: PyTorch's `nn.MultiheadAttention` marks what is **blocked** with true,
/// its `scaled_dot_product_attention`, JAX and ONNX what is **visible**.
public enum MaskRule: Sendable {
  /// Key j is visible to query i iff `j ≤ i + offset`; one offset, or one for each batch item.
  case causal(offsets: [Int])
  /// Key j is visible iff `i + offset − left ≤ j ≤ i + offset + right`; `nil` is unlimited.
  case window(left: Int?, right: Int?, offsets: [Int])
  /// Only the first keys of each batch item are there; the others are padding.
  case keyLengths([Int])
  /// A key is visible where the matrix is not 0; stretched over the scores from the right.
  case allow(Tensor<Float>)

  /// The keys of one query that bounds alone let through.
  func range(batch: Int, query: Int, keyCount: Int) -> Range<Int> {
    func clamp(_ number: Int) -> Int { min(max(number, 0), keyCount) }
    switch self {
    case .causal(let offsets):
      return 0..<clamp(query + offsets[item: batch] + 1)
    case .window(let left, let right, let offsets):
      let centre = query + offsets[item: batch]
      let low = left.map { clamp(centre - $0) } ?? 0
      let high = right.map { clamp(centre + $0 + 1) } ?? keyCount
      return low..<max(low, high)
    case .keyLengths(let lengths): return 0..<clamp(lengths[item: batch])
    case .allow: return 0..<keyCount
    }
  }

  /// How many batch items the rule has numbers for; `nil` when a matrix says it all.
  var itemCount: Int? {
    switch self {
    case .causal(let offsets), .window(_, _, let offsets): offsets.count
    case .keyLengths(let lengths): lengths.count
    case .allow: nil
    }
  }

  /// Why a key is hidden from a query; `nil` when this rule lets it be seen.
  ///
  /// - Parameters:
  ///   - cell: The place in the scores: `[batch?, head, query, key]`.
  ///   - axes: The axes of the scores.
  /// - Returns: A clause such as "key 3 comes after query 1".
  func reason(cell: [Int], axes: [Axis]) -> String? {
    let batch = cell.count > 3 ? cell[0] : 0
    let (query, key) = (cell[cell.count - 2], cell[cell.count - 1])
    switch self {
    case .allow(let matrix):
      let source = sourceCell(of: cell, in: matrix.axes)
      return matrix[source] == 0 ? "the allow matrix has 0 here" : nil
    case .causal, .window, .keyLengths:
      let visible = range(batch: batch, query: query, keyCount: axes[axes.count - 1].size)
      guard !visible.contains(key) else { return nil }
      return sentence(batch: batch, query: query, key: key)
    }
  }

  private func sentence(batch: Int, query: Int, key: Int) -> String {
    switch self {
    case .causal(let offsets):
      let offset = offsets[item: batch]
      return offset == 0
        ? "causal: key \(key) comes after query \(query)"
        : "causal: key \(key) comes after query \(query) (offset \(offset))"
    case .window(let left, let right, let offsets):
      let centre = query + offsets[item: batch]
      let low = left.map { "\(centre - $0)" } ?? "the first"
      let high = right.map { "\(centre + $0)" } ?? "the last"
      return "window: query \(query) sees keys \(low) to \(high), not key \(key)"
    case .keyLengths(let lengths):
      return "padding: only \(lengths[item: batch]) keys are there, key \(key) is none of them"
    case .allow: return "the allow matrix has 0 here"
    }
  }
}

extension [Int] {
  /// The number of a batch item; a single number serves all items.
  subscript(item batch: Int) -> Int { count == 1 ? self[0] : self[batch] }
}
