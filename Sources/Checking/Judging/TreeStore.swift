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

  /// The classic mistakes of a stage.
  func alternatives(_ place: Int) -> [WrongWay] { shared.wrongWays(place, trace) }
}

/// A mistake that can be made at a stage, with the arithmetic of its cells kept.
final class WrongWay {
  let mistake: Mistake
  let recipe: Recipe
  let axes: [Axis]
  private var trees: [Arithmetic?]

  init(_ alternative: Trace.Alternative, axes: [Axis]) {
    mistake = alternative.mistake
    recipe = alternative.recipe
    self.axes = axes
    trees = Array(repeating: nil, count: axes.placeCount)
  }

  /// How a cell of the stage would then be computed.
  func tree(_ cell: [Int], _ trace: Trace) -> Arithmetic? {
    let index = rowMajorIndex(cell, axes)
    if let tree = trees[index] { return tree }
    let tree = trace.arithmetic(of: recipe, cell: cell)
    trees[index] = tree
    return tree
  }
}

/// What traces of one problem have in common.
private final class SharedTrees {
  private var trees: [[Arithmetic?]]
  private var wrongWays: [Int: [WrongWay]] = [:]
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

  func wrongWays(_ place: Int, _ trace: Trace) -> [WrongWay] {
    if let known = wrongWays[place] { return known }
    let ways = trace.records[place].stage.map { stage in
      trace.alternatives(at: stage).compactMap { alternative in
        trace.axes(of: alternative.recipe).map { WrongWay(alternative, axes: $0) }
      }
    }
    wrongWays[place] = ways ?? []
    return ways ?? []
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
