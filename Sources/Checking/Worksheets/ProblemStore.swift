// SPDX-License-Identifier: MIT

import AttentionEngine
import ProblemFiles

/// Problems that were read before, and what was computed from them: a class shares a few of them.
///
/// Only the latest are kept, so that many sheets with numbers of their own do not fill the memory.
/// A file that changes meanwhile is not read again.
public final class ProblemStore {
  /// What decides a computation: the file, and what the sheet makes of it.
  struct Key: Hashable, Sendable {
    let path: String
    let seed: UInt64?
    let decimals: Int
    let opensSoftmax: Bool
  }

  typealias Computed = (problem: Problem, trace: Trace)

  private static let mostFiles = 64
  private static let mostComputations = 128

  private var files: [String: ProblemFile] = [:]
  private var computations: [Key: Computed] = [:]
  private var trees: [Key: TreeStore] = [:]
  private var plans: [Key: [StageID]] = [:]
  private var order: [Key] = []

  public init() {}

  /// A problem file, read once.
  func file(_ path: String) throws(ProblemFileError) -> ProblemFile {
    if let file = files[path] { return file }
    let file = try ProblemFile(path: path)
    if files.count >= Self.mostFiles { files.removeAll() }
    files[path] = file
    return file
  }

  /// A computation, made once; without a key it is made and not kept.
  func computed(
    _ key: Key?, _ make: () throws(ProblemFileError) -> Computed
  ) throws(ProblemFileError) -> Computed {
    guard let key else { return try make() }
    if let known = computations[key] { return known }
    let computed = try make()
    if order.count >= Self.mostComputations {
      let oldest = order.removeFirst()
      computations[oldest] = nil
      trees[oldest] = nil
      plans[oldest] = nil
    }
    order.append(key)
    computations[key] = computed
    return computed
  }

  /// The steps a sheet for a computation asks for.
  func plan(_ key: Key?, _ trace: Trace, decimals: Int) -> [StageID] {
    if let key, let known = plans[key] { return known }
    let made = WorksheetPlan.stages(of: trace, decimals: decimals)
    if let key, computations[key] != nil { plans[key] = made }
    return made
  }

  /// The arithmetic of a computation's cells.
  func trees(_ key: Key?, _ trace: Trace) -> TreeStore {
    guard let key, computations[key] != nil else { return TreeStore(trace) }
    if let known = trees[key] { return known }
    // Other numbers change nothing in how a cell is computed.
    let sibling = trees.first {
      $0.key.path == key.path && $0.key.opensSoftmax == key.opensSoftmax
    }
    let made = TreeStore(trace, sharing: sibling?.value)
    trees[key] = made
    return made
  }
}
