// SPDX-License-Identifier: MIT

import Synchronization

// Parts and overviews of tensors that may be too large to be kept: computed from their rows, a block
// at a time, in memory that does not grow with the number of rows.

/// What a block of cells is reduced to.
public enum BlockStatistic: String, Sendable, CaseIterable {
  case mean
  case max
}

extension Tensor {
  /// Looks at numbers that lie in a file mapped into memory, or anywhere else.
  ///
  /// - Parameters:
  ///   - axes: The axes, row-major.
  ///   - memory: As many numbers as the axes have places; nobody writes to them any more.
  ///   - release: Called when no tensor looks at the memory any more.
  public init(
    axes: [Axis], memory: UnsafeMutableBufferPointer<Scalar>, release: @escaping () -> Void
  ) {
    precondition(memory.count == axes.placeCount, "\(memory.count) numbers for \(axes.inWords)")
    self.init(
      axes: axes, strides: Self.rowMajorStrides(axes), offset: 0,
      storage: TensorStorage(memory: Memory(memory, release: release)))
  }

  /// Returns some rows and columns of the matrix at one place of the leading axes, row by row.
  ///
  /// - Parameters:
  ///   - item: The place, counted over the leading axes.
  ///   - rows: Which rows of that matrix.
  ///   - columns: Which columns.
  /// - Returns: The numbers, `rows.count · columns.count` of them.
  /// - Complexity: O(rows · what a whole row takes).
  public func part(item: Int, rows: Range<Int>, columns: Range<Int>) -> [Scalar] {
    let recipe = rowRecipe
    let first = item * (axes.dropLast().last?.size ?? 1)
    let row = Memory<Scalar>(count: max(1, recipe.columns))
    let block = RowBlock(base: row.start, step: recipe.columns, columns: recipe.columns)
    let workspace = Workspace<Scalar>()
    return rows.flatMap { index in
      recipe.fill((first + index)..<(first + index + 1), block, workspace)
      return row.buffer[columns].map { $0 }
    }
  }

  /// Reduces the matrix at one place of the leading axes to blocks of equal size.
  ///
  /// Cells that are −∞ (hidden) are left out; a block of nothing else is −∞.
  ///
  /// - Parameters:
  ///   - item: The place, counted over the leading axes.
  ///   - rowBlocks: How many blocks from top to bottom, at most one a row.
  ///   - columnBlocks: How many from left to right.
  ///   - statistic: What each block becomes.
  ///   - progress: Told the share that is done, from 0 to 1, by any thread.
  /// - Returns: `rowBlocks · columnBlocks` numbers, row by row.
  /// - Complexity: O(cells · what a cell takes), shared out over the cores.
  public func blocks(
    item: Int, rowBlocks: Int, columnBlocks: Int, statistic: BlockStatistic,
    progress: @Sendable (Double) -> Void = { _ in }
  ) -> [Double] {
    let recipe = rowRecipe
    let rowCount = axes.dropLast().last?.size ?? 1
    let columnCount = recipe.columns
    let done = Atomic(0)
    let results = Mutex([Double](repeating: 0, count: rowBlocks * columnBlocks))
    Workers.run(
      rowBlocks, work: rowCount * columnCount * recipe.workPerNumber,
      state: { Workspace<Scalar>() }
    ) { block, workspace in
      let rows = (block * rowCount / rowBlocks)..<((block + 1) * rowCount / rowBlocks)
      var bands = (0..<columnBlocks).map { index in
        Band(
          columns: (index * columnCount / columnBlocks)..<((index + 1) * columnCount / columnBlocks)
        )
      }
      let atOnce = min(
        rows.count, Swift.max(1, recipe.rowsAtOnce))
      let memory = Memory<Scalar>(count: Swift.max(1, atOnce * columnCount))
      for start in stride(from: rows.lowerBound, to: rows.upperBound, by: atOnce) {
        let part = start..<min(rows.upperBound, start + atOnce)
        let first = item * rowCount + part.lowerBound
        recipe.fill(
          first..<(first + part.count),
          RowBlock(base: memory.start, step: columnCount, columns: columnCount), workspace)
        for row in 0..<part.count {
          for index in bands.indices {
            bands[index].add(memory.buffer, row * columnCount, statistic)
          }
        }
        let count = done.add(part.count, ordering: .relaxed).newValue
        progress(Double(count) / Double(rowCount))
      }
      let reduced = bands.map { $0.result(statistic) }
      results.withLock {
        $0.replaceSubrange((block * columnBlocks)..<((block + 1) * columnBlocks), with: reduced)
      }
    }
    return results.withLock { $0 }
  }
}

/// What was seen so far of one block.
private struct Band {
  let columns: Range<Int>
  private var sum = 0.0
  private var count = 0
  private var highest = -Double.infinity

  init(columns: Range<Int>) { self.columns = columns }

  mutating func add<Scalar: TensorScalar>(
    _ numbers: UnsafeMutableBufferPointer<Scalar>, _ start: Int, _ statistic: BlockStatistic
  ) {
    let own = UnsafeBufferPointer(
      rebasing: numbers[(start + columns.lowerBound)..<(start + columns.upperBound)])
    if statistic == .max {
      let largest = Double(Scalar.maximum(own))
      if largest > highest || largest.isNaN { highest = largest }
      return
    }
    let total = Scalar.sum(own)
    if total == -.infinity {
      for number in own where number != -.infinity {
        sum += Double(number)
        count += 1
      }
    } else {
      sum += Double(total)
      count += own.count
    }
  }

  func result(_ statistic: BlockStatistic) -> Double {
    switch statistic {
    case .mean: count == 0 ? -.infinity : sum / Double(count)
    case .max: highest
    }
  }
}

extension AnyTensor {
  /// Some rows and columns of the matrix at one place of the leading axes; see `Tensor.part`.
  public func part(item: Int, rows: Range<Int>, columns: Range<Int>) -> [Double] {
    switch self {
    case .float32(let tensor):
      tensor.part(item: item, rows: rows, columns: columns).map(Double.init)
    case .float64(let tensor): tensor.part(item: item, rows: rows, columns: columns)
    }
  }

  /// The matrix at one place of the leading axes, reduced to blocks; see `Tensor.blocks`.
  public func blocks(
    item: Int, rowBlocks: Int, columnBlocks: Int, statistic: BlockStatistic,
    progress: @Sendable (Double) -> Void = { _ in }
  ) -> [Double] {
    switch self {
    case .float32(let tensor):
      tensor.blocks(
        item: item, rowBlocks: rowBlocks, columnBlocks: columnBlocks, statistic: statistic,
        progress: progress)
    case .float64(let tensor):
      tensor.blocks(
        item: item, rowBlocks: rowBlocks, columnBlocks: columnBlocks, statistic: statistic,
        progress: progress)
    }
  }
}
