// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// The arithmetic of a computation's cells, made once for all that ask.
///
/// How a cell is computed does not depend on the numbers, so variants of one problem share it.
final class TreeStore {
  let trace: Trace
  private let shared: SharedTrees

  /// - Parameters:
  ///   - trace: The computation.
  ///   - sibling: A computation of the same problem with other numbers.
  init(_ trace: Trace, sharing sibling: TreeStore? = nil) {
    self.trace = trace
    if let sibling, sibling.shared.fits(trace) {
      shared = sibling.shared
    } else {
      shared = SharedTrees(trace)
    }
  }

  func count(_ place: Int) -> Int { shared.counts[place] }

  /// The place of a cell in row-major order.
  func index(_ place: Int, _ cell: [Int]) -> Int { shared.index(place, cell) }

  /// How a cell is computed; `nil` for a given value.
  func tree(_ place: Int, _ cell: [Int]) -> Arithmetic? { shared.tree(place, cell, trace) }
}

/// What traces of one problem have in common.
private final class SharedTrees {
  private var trees: [[Arithmetic?]]
  /// The sizes of each place's axes, and how many cells they span.
  private let sizes: [[Int]]
  let counts: [Int]
  private let isGiven: [Bool]

  init(_ trace: Trace) {
    trees = Array(repeating: [], count: trace.records.count)
    sizes = trace.records.map { $0.axes.map(\.size) }
    counts = trace.records.map(\.axes.placeCount)
    isGiven = trace.records.map { $0.operation == nil }
  }

  func fits(_ trace: Trace) -> Bool {
    sizes == trace.records.map { $0.axes.map(\.size) }
      && isGiven == trace.records.map { $0.operation == nil }
  }

  func index(_ place: Int, _ cell: [Int]) -> Int {
    let sizes = sizes[place]
    var index = 0
    var axis = 0
    while axis < sizes.count {
      index = index * sizes[axis] + cell[axis]
      axis += 1
    }
    return index
  }

  func tree(_ place: Int, _ cell: [Int], _ trace: Trace) -> Arithmetic? {
    guard !isGiven[place] else { return nil }
    let index = index(place, cell)
    if trees[place].isEmpty {
      trees[place] = [Arithmetic?](repeating: nil, count: counts[place])
    } else if let tree = trees[place][index] {
      return tree
    }
    let tree = trace.arithmetic(at: place, cell: cell)
    trees[place][index] = tree
    return tree
  }
}
