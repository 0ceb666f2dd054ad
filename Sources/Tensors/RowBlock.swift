// SPDX-License-Identifier: MIT

/// Some rows in memory, each `step` numbers after the one before.
struct RowBlock<Scalar: TensorScalar>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Scalar>
  let step: Int
  let columns: Int

  /// The numbers of one row.
  @inline(__always)
  func row(_ index: Int) -> UnsafeMutableBufferPointer<Scalar> {
    UnsafeMutableBufferPointer(start: base + index * step, count: columns)
  }

  /// The rows from one on.
  func from(_ row: Int) -> RowBlock {
    RowBlock(base: base + row * step, step: step, columns: columns)
  }
}

/// How the rows of a result lie in memory.
enum RowLayout: Sendable {
  /// One after another.
  case inOrder
  /// Rows of `heads` matrices of `positions` rows: row i of every head, then row i + 1 of every head.
  case headsSideBySide(heads: Int, positions: Int)

  /// Where some rows lie, counted over all matrices; they belong to one matrix unless in order.
  func block<Scalar: TensorScalar>(
    _ rows: Range<Int>, columns: Int, in memory: UnsafeMutablePointer<Scalar>
  ) -> RowBlock<Scalar> {
    switch self {
    case .inOrder:
      return RowBlock(base: memory + rows.lowerBound * columns, step: columns, columns: columns)
    case .headsSideBySide(let heads, let positions):
      let (item, position) = rows.lowerBound.quotientAndRemainder(dividingBy: positions)
      let place = (item / heads * positions + position) * heads + item % heads
      return RowBlock(base: memory + place * columns, step: heads * columns, columns: columns)
    }
  }

  /// The rows that a block must not reach across a multiple of.
  var rowsOfItem: Int? {
    switch self {
    case .inOrder: nil
    case .headsSideBySide(_, let positions): positions
    }
  }
}

/// One row while it is computed: the first numbers are in memory, the others all the same number.
public struct Row<Scalar: TensorScalar> {
  /// Which row, counted from 0 over all leading axes.
  public let index: Int
  private let whole: UnsafeMutableBufferPointer<Scalar>
  /// How many numbers, from the first on, are in memory.
  public private(set) var live: Int
  /// What all others are; `nil` while that does not matter, since a mask will decide it.
  public private(set) var rest: Scalar?
  /// Whether the others were written to memory all the same.
  private var isWritten = false

  init(index: Int, whole: UnsafeMutableBufferPointer<Scalar>, live: Int) {
    self.index = index
    self.whole = whole
    self.live = live
  }

  /// The numbers that are in memory.
  public var numbers: UnsafeMutableBufferPointer<Scalar> {
    UnsafeMutableBufferPointer(start: whole.baseAddress, count: live)
  }

  /// Every number that matters, in memory.
  @inline(__always)
  public mutating func settled() -> UnsafeMutableBufferPointer<Scalar> {
    guard rest != nil else { return numbers }
    _ = written()
    live = whole.count
    rest = nil
    return whole
  }

  /// Says that all numbers from a place on are the same.
  public mutating func end(at place: Int, rest: Scalar) {
    live = min(live, place)
    self.rest = rest
    isWritten = false
  }

  /// From where on all numbers are zero.
  var reach: Int { rest == 0 ? live : whole.count }

  /// The whole row in memory, to be read; what is known of the others stays known.
  @inline(__always)
  mutating func written() -> UnsafeMutableBufferPointer<Scalar> {
    if let rest, !isWritten, live < whole.count, let base = whole.baseAddress {
      (base + live).update(repeating: rest, count: whole.count - live)
      isWritten = true
    }
    return whole
  }
}
