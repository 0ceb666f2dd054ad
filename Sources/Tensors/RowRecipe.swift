// SPDX-License-Identifier: MIT

/// How the rows (last axis) of a tensor are computed, some at a time.
///
/// Rows come from somewhere (the rows of another tensor, a matrix product, the heads side by side)
/// and are then changed one after another while they are in cache: scaled, masked, shared out. The
/// same recipe fills a tensor that is kept, one that is computed when it is asked for, and the scratch
/// memory of a product that needs the rows only once. So the three cannot differ.
///
/// A recipe that goes on from a tensor which is to be kept, but is not filled yet, fills it on the way:
/// scores, weights and answers of a block of queries are computed while the block is in cache.
public struct RowRecipe<Scalar: TensorScalar>: Sendable {
  /// Changes the numbers of one row in place, each by itself.
  public typealias Change =
    @Sendable (
      _ row: Int, _ numbers: UnsafeMutableBufferPointer<Scalar>
    ) -> Void
  /// Changes one row as a whole.
  public typealias RowChange = @Sendable (_ row: inout Row<Scalar>) -> Void
  /// Writes some rows, at least the first `needed` numbers of each.
  typealias Source =
    @Sendable (
      _ rows: Range<Int>, _ block: RowBlock<Scalar>, _ needed: Int, _ workspace: Workspace<Scalar>
    ) -> Void

  /// Writes some columns of all rows.
  struct ColumnFilling: Sendable {
    let atOnce: Int
    let fill:
      @Sendable (_ columns: Range<Int>, _ rows: RowBlock<Scalar>, _ workspace: Workspace<Scalar>)
        -> Void
  }

  /// A change as an object, which a thread borrows for many rows.
  final class Changer: Sendable {
    let change: RowChange

    init(_ change: @escaping RowChange) { self.change = change }
  }

  /// What is done with a row.
  enum Step: Sendable {
    case change(Changer)
    /// The row as it is now belongs to a tensor that is to be kept.
    case keep(TensorStorage<Scalar>)
  }

  public let axes: [Axis]
  let rows: Int
  let columns: Int
  /// How many rows at a time the source computes best.
  let rowsAtOnce: Int
  /// Steps that one number takes, for the decision whether to wake threads.
  let workPerNumber: Int
  let source: Source
  let steps: [Step]
  /// How many numbers of some rows matter, from the first on, where later steps overwrite the others.
  let needed: (@Sendable (_ rows: Range<Int>) -> Int)?
  /// Tensors that are filled on the way when all rows are computed.
  let fills: [TensorStorage<Scalar>]
  /// Whether each number was changed by itself only.
  let areCellwise: Bool
  /// Rows of one matrix; a thread that gets whole matrices prepares the right operand once.
  let rowsOfItem: Int
  /// Fewer rows at a time than this are slower.
  let fewestRows: Int
  /// How all rows are better computed at once, some columns at a time; only where no step follows.
  let byColumns: ColumnFilling?

  var count: Int { rows * columns }

  init(
    axes: [Axis], rowsAtOnce: Int, workPerNumber: Int, steps: [Step] = [],
    needed: (@Sendable (Range<Int>) -> Int)? = nil, fills: [TensorStorage<Scalar>] = [],
    areCellwise: Bool = true, rowsOfItem: Int? = nil, fewestRows: Int = 1,
    byColumns: ColumnFilling? = nil, source: @escaping Source
  ) {
    self.axes = axes
    columns = axes.last?.size ?? 1
    rows = axes.dropLast().placeCount
    self.rowsAtOnce = max(1, rowsAtOnce)
    self.workPerNumber = workPerNumber
    self.source = source
    self.steps = steps
    self.needed = needed
    self.fills = fills
    self.areCellwise = areCellwise
    self.rowsOfItem = rowsOfItem ?? rows
    self.fewestRows = fewestRows
    self.byColumns = byColumns
  }

  /// The rows of a tensor, each number changed in place, by itself.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(changing tensor: Tensor<Scalar>, _ change: @escaping Change) {
    let own = tensor.rowRecipe
    self.init(own, areCellwise: own.areCellwise) { row in change(row.index, row.settled()) }
  }

  /// The rows of a tensor, each changed as a whole.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(changingRows tensor: Tensor<Scalar>, _ change: @escaping RowChange) {
    self.init(tensor.rowRecipe, areCellwise: false, change)
  }

  /// The rows of a tensor, those numbers hidden that are not visible.
  ///
  /// - Parameters:
  ///   - tensor: What is masked.
  ///   - visible: The numbers of a row that may be seen.
  ///   - blocked: What all others become.
  ///   - change: What else is done with the row.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(
    hiding tensor: Tensor<Scalar>, visible: @escaping @Sendable (_ row: Int) -> Range<Int>,
    blocked: Scalar, _ change: @escaping RowChange
  ) {
    let own = tensor.rowRecipe
    let isFresh = own.steps.allSatisfy { if case .change = $0 { true } else { false } }
    let last: @Sendable (Range<Int>) -> Int = { rows in
      let most = rows.reduce(0) { max($0, visible($1).upperBound) }
      return own.needed.map { min($0(rows), most) } ?? most
    }
    self.init(
      own, areCellwise: false, needed: isFresh && own.areCellwise ? last : own.needed
    ) { row in
      let range = visible(row.index)
      UnsafeMutableBufferPointer(rebasing: row.settled().prefix(range.lowerBound))
        .update(repeating: blocked)
      row.end(at: range.upperBound, rest: blocked)
      change(&row)
    }
  }

  private init(
    _ own: RowRecipe, areCellwise: Bool, needed: (@Sendable (Range<Int>) -> Int)? = nil,
    _ change: @escaping RowChange
  ) {
    self.init(
      own, axes: own.axes, workPerNumber: own.workPerNumber + 4,
      steps: own.steps + [.change(Changer(change))], needed: needed ?? own.needed, fills: own.fills,
      areCellwise: areCellwise)
  }

  private init(
    _ own: RowRecipe, axes: [Axis], workPerNumber: Int? = nil, steps: [Step],
    needed: (@Sendable (Range<Int>) -> Int)?, fills: [TensorStorage<Scalar>], areCellwise: Bool
  ) {
    self.init(
      axes: axes, rowsAtOnce: own.rowsAtOnce, workPerNumber: workPerNumber ?? own.workPerNumber,
      steps: steps, needed: needed, fills: fills, areCellwise: areCellwise,
      rowsOfItem: own.rowsOfItem, fewestRows: own.fewestRows,
      byColumns: steps.isEmpty ? own.byColumns : nil, source: own.source)
  }

  /// The same rows, which belong to a tensor that is to be kept.
  func keeping(_ storage: TensorStorage<Scalar>) -> RowRecipe {
    RowRecipe(
      self, axes: axes, steps: steps + [.keep(storage)], needed: needed, fills: fills + [storage],
      areCellwise: areCellwise)
  }

  /// The same rows under other names.
  public func relabelled(_ axes: [Axis]) -> RowRecipe {
    RowRecipe(
      self, axes: axes, steps: steps, needed: needed, fills: fills, areCellwise: areCellwise)
  }
}
