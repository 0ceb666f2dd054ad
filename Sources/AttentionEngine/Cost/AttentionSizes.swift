// SPDX-License-Identifier: MIT

import Tensors

/// The sizes of an attention computation, without its numbers: what a cost is predicted from.
///
///     var sizes = AttentionSizes(positions: 4096, model: 4096, heads: 32)
///     sizes.keyValueHeads = 8
///     CostPrediction(sizes).total.operations
public struct AttentionSizes: Sendable {
  public var batch = 1
  public var queries: Int
  /// Keys that are projected or given now, without those of a cache.
  public var newKeys: Int
  /// Keys and values that were kept.
  public var cacheLength = 0
  public var model: Int
  /// Widths of what keys and values are made from.
  public var memory: Int
  public var memoryValue: Int
  public var heads: Int
  public var keyValueHeads: Int
  public var keyDimension: Int
  public var valueDimension: Int
  /// The columns of the output projection; `nil` without one.
  public var outputWidth: Int?
  /// Whether Q, K and V are projected, or given as they are.
  public var isProjected = true
  /// Whether the heads' answers are laid side by side.
  public var mergesHeads = true
  public var biases = Problem.Roles<Bool>()
  public var addsPositions = false
  /// Features that rotary positions turn, and the numbers in their tables.
  public var turnedFeatures = 0
  public var rotaryTables = 0
  public var hasSoftcap = false
  public var opensSoftmax = false
  public var hasAlibi = false
  /// How many matrices are added to the scores, and how many numbers they have.
  public var addedBiases = 0
  public var addedNumbers = 0
  /// What hides keys; `nil` where that stands in a matrix and cannot be foretold.
  public var visible: VisibleKeys? = VisibleKeys()
  public var bytesPerNumber = 4

  /// Self-attention over a sequence: d_k = d_v = model / heads, no bias, nothing masked.
  public init(positions: Int, model: Int, heads: Int) {
    queries = positions
    newKeys = positions
    self.model = model
    memory = model
    memoryValue = model
    self.heads = heads
    keyValueHeads = heads
    keyDimension = model / max(1, heads)
    valueDimension = keyDimension
    outputWidth = model
  }

  /// Sets a cache and what a query may see of it: a window goes to the left and is causal.
  public mutating func limit(cache: Int, causal: Bool, window: Int?) {
    cacheLength = cache
    var seen = VisibleKeys()
    seen.cacheLength = cache
    if causal || window != nil { seen.causalOffsets = [cache] }
    if let window { seen.windows = [VisibleKeys.Window(left: window, right: 0)] }
    visible = seen
  }

  /// All keys.
  public var keys: Int { newKeys + cacheLength }
}

/// Which keys a query may see, by its position alone.
public struct VisibleKeys: Sendable, Equatable {
  /// Causal: key j is visible iff j ≤ i + offset; one offset, or one for each batch item.
  public var causalOffsets: [Int]?
  /// Only so many keys to the left and right of i + the causal offset; `nil` is unlimited.
  public var windows: [Window] = []
  /// Only the first keys of each batch item are there.
  public var keyLengths: [[Int]] = []
  /// The offset of windows without a causal mask.
  public var cacheLength = 0

  public struct Window: Sendable, Equatable {
    public let left: Int?
    public let right: Int?
    public init(left: Int?, right: Int?) {
      self.left = left
      self.right = right
    }
  }

  public init() {}

  /// How many pairs of a query and a key are left over a batch.
  ///
  /// Query i sees the keys from i + first to i + last that exist: as many as `clamp(i + last + 1)` less
  /// `clamp(i + first)`, cut to 0 … keys. Both are summed over all queries in closed form.
  ///
  /// - Complexity: O(batch).
  func pairCount(batch: Int, queries: Int, keys: Int) -> Int {
    let offsets = causalOffsets ?? [cacheLength]
    return (0..<batch).reduce(0) { sum, item in
      let offset = offsets[item: item]
      let length = keyLengths.reduce(keys) { min($0, $1[item: item]) }
      // From the latest of all beginnings to the earliest of all ends; nil is unlimited.
      let first = windows.compactMap(\.left).min().map { offset - $0 }
      let ends = windows.compactMap(\.right) + (causalOffsets == nil ? [] : [0])
      let last = ends.min().map { offset + $0 }
      if let first, let last, last < first { return sum }
      let upTo = last.map { clampedSum(from: $0 + 1, queries, length) } ?? queries * length
      let before = first.map { clampedSum(from: $0, queries, length) } ?? 0
      return sum + upTo - before
    }
  }

  /// Σ over i from 0 to queries − 1 of i + start, cut to 0 … length.
  private func clampedSum(from start: Int, _ queries: Int, _ length: Int) -> Int {
    let zeros = min(max(-start, 0), queries)
    let rising = min(max(length - start, zeros), queries)
    let count = rising - zeros
    return count * (zeros + rising - 1) / 2 + start * count + (queries - rising) * length
  }
}
