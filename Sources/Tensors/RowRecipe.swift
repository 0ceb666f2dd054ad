// SPDX-License-Identifier: MIT

/// How the rows (last axis) of a tensor are computed, some at a time.
///
/// Rows come from somewhere (the rows of another tensor, a matrix product, the heads side by side)
/// and are then changed one after another while they are in cache: scaled, masked, shared out. The
/// same recipe fills a tensor that is kept, one that is computed when it is asked for, and the scratch
/// memory of a product that needs the rows only once. So the three cannot differ.
public struct RowRecipe<Scalar: TensorScalar>: Sendable {
  /// Changes one row in place; rows count from 0 over all leading axes.
  public typealias Change =
    @Sendable (
      _ row: Int, _ numbers: UnsafeMutableBufferPointer<Scalar>
    ) -> Void
  /// Writes some rows, one after another.
  public typealias Source =
    @Sendable (
      _ rows: Range<Int>, _ numbers: UnsafeMutableBufferPointer<Scalar>
    ) -> Void

  public let axes: [Axis]
  let rows: Int
  let columns: Int
  /// How many rows at a time the source computes best.
  let rowsAtOnce: Int
  /// Steps that one number takes, for the decision whether to wake threads.
  let workPerNumber: Int
  let source: Source
  let changes: [Change]

  var count: Int { rows * columns }

  init(
    axes: [Axis], rowsAtOnce: Int, workPerNumber: Int, changes: [Change] = [],
    source: @escaping Source
  ) {
    self.axes = axes
    columns = axes.last?.size ?? 1
    rows = axes.dropLast().placeCount
    self.rowsAtOnce = max(1, rowsAtOnce)
    self.workPerNumber = workPerNumber
    self.source = source
    self.changes = changes
  }

  /// The rows of a tensor, each changed in place.
  public init(changing tensor: Tensor<Scalar>, _ change: @escaping Change) {
    let own = tensor.rowRecipe
    self.init(
      axes: own.axes, rowsAtOnce: own.rowsAtOnce, workPerNumber: own.workPerNumber + 4,
      changes: own.changes + [change], source: own.source)
  }

  /// Writes some rows, on the calling thread.
  func fill(_ range: Range<Int>, _ numbers: UnsafeMutableBufferPointer<Scalar>) {
    guard columns > 0 else { return }
    // What the source writes at once is small enough to be still in cache for the changes.
    var first = range.lowerBound
    while first < range.upperBound {
      let last = min(range.upperBound, first + rowsAtOnce)
      let start = (first - range.lowerBound) * columns
      source(
        first..<last,
        UnsafeMutableBufferPointer(rebasing: numbers[start..<(start + (last - first) * columns)]))
      if !changes.isEmpty {
        for row in first..<last {
          let place = (row - range.lowerBound) * columns
          let own = UnsafeMutableBufferPointer(rebasing: numbers[place..<(place + columns)])
          for change in changes { change(row, own) }
        }
      }
      first = last
    }
  }

  /// Writes all rows, by all cores.
  func fillAll(_ numbers: UnsafeMutableBufferPointer<Scalar>) {
    let piece = piece
    let target = Target(numbers)
    Workers.run((rows + piece - 1) / piece, work: count * workPerNumber) { index in
      let range = (index * piece)..<min(rows, (index + 1) * piece)
      fill(range, target.rows(range, columns: columns))
    }
  }

  /// How many rows one thread computes before it asks for more.
  private var piece: Int {
    let share = (rows + 4 * Workers.count - 1) / (4 * Workers.count)
    return max(1, min(rows, max(share, Workers.smallestShare / max(1, columns * workPerNumber))))
  }
}

/// Memory that several threads write, each its own rows.
struct Target<Scalar: TensorScalar>: @unchecked Sendable {
  let numbers: UnsafeMutableBufferPointer<Scalar>

  init(_ numbers: UnsafeMutableBufferPointer<Scalar>) { self.numbers = numbers }

  func rows(_ range: Range<Int>, columns: Int) -> UnsafeMutableBufferPointer<Scalar> {
    UnsafeMutableBufferPointer(
      rebasing: numbers[(range.lowerBound * columns)..<(range.upperBound * columns)])
  }
}
