// SPDX-License-Identifier: MIT

extension RowRecipe {
  /// Writes some rows, on the calling thread.
  ///
  /// - Returns: From where on all numbers of all these rows are zero; the number of columns if nowhere.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @discardableResult
  func fill(
    _ range: Range<Int>, _ block: RowBlock<Scalar>, _ workspace: Workspace<Scalar>
  ) -> Int {
    guard columns > 0 else { return 0 }
    // What is kept already is not computed again.
    var begin = 0
    var kept: TensorStorage<Scalar>?
    var streams = false
    for place in steps.indices.reversed() {
      guard case .keep(let storage) = steps[place] else { continue }
      if storage.isFilled {
        begin = place + 1
        kept = storage
        break
      }
      streams = streams || storage.isStreamed
    }
    var reach = 0
    // What the source writes at once is small enough to be still in cache for the changes.
    var first = range.lowerBound
    while first < range.upperBound {
      let last = min(range.upperBound, first + rowsAtOnce)
      let part = block.from(first - range.lowerBound)
      var live = columns
      if let kept {
        kept.copyRows(first..<last, to: part)
      } else {
        live = needed?(first..<last) ?? columns
        source(first..<last, part, live, workspace)
      }
      reach =
        begin == steps.count
        ? columns : max(reach, change(first..<last, part, live, from: begin))
      first = last
    }
    if streams { Scalar.endStreaming() }
    return reach
  }

  /// Does the steps from one on, for as many rows at once as stay in the first cache.
  ///
  /// - Returns: From where on all numbers of all these rows are zero.
  private func change(
    _ rows: Range<Int>, _ block: RowBlock<Scalar>, _ live: Int, from begin: Int
  ) -> Int {
    let most = max(1, min(rows.count, Self.numbersAtOnce / columns))
    var reach = 0
    withUnsafeTemporaryAllocation(of: BorrowedStep.self, capacity: steps.count - begin) { todo in
      for place in todo.indices { todo[place] = BorrowedStep(steps[begin + place]) }
      withUnsafeTemporaryAllocation(of: Row<Scalar>.self, capacity: most) { states in
        for first in stride(from: rows.lowerBound, to: rows.upperBound, by: most) {
          let count = min(most, rows.upperBound - first)
          for index in 0..<count {
            states[index] = Row(
              index: first + index, whole: block.row(first - rows.lowerBound + index), live: live)
          }
          for step in todo {
            switch step {
            case .change(let changer):
              changer._withUnsafeGuaranteedRef { changer in
                for index in 0..<count { changer.change(&states[index]) }
              }
            case .keep(let keeper):
              for index in 0..<count { keeper.keep(row: first + index, states[index].written()) }
            case .nothing: break
            }
          }
          for index in 0..<count {
            reach = max(reach, states[index].reach)
            _ = states[index].written()
          }
        }
      }
    }
    return reach
  }

  /// A step while the recipe is held by somebody else: counting references that two threads share takes
  /// longer than a short row.
  private enum BorrowedStep {
    case change(Unmanaged<Changer>)
    case keep(TensorStorage<Scalar>.Keeper)
    case nothing

    init(_ step: Step) {
      switch step {
      case .change(let changer): self = .change(.passUnretained(changer))
      case .keep(let storage): self = storage.keeper.map { .keep($0) } ?? .nothing
      }
    }
  }

  /// Two rows of 2,048 numbers, or many short ones.
  private static var numbersAtOnce: Int { 4096 }

  /// Writes all rows, by all cores; tensors that are to be kept on the way are filled then.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func fillAll(_ memory: UnsafeMutableBufferPointer<Scalar>, layout: RowLayout = .inOrder) {
    guard count > 0, let base = memory.baseAddress else { return }
    let target = Target(base)
    if let byColumns, case .inOrder = layout {
      let whole = RowBlock(base: base, step: columns, columns: columns)
      let pieces = (columns + byColumns.atOnce - 1) / byColumns.atOnce
      return Workers.run(
        pieces, work: count * workPerNumber, state: { Workspace<Scalar>() }
      ) { piece, workspace in
        let first = piece * byColumns.atOnce
        byColumns.fill(first..<min(columns, first + byColumns.atOnce), whole, workspace)
      }
    }
    let pieces = Pieces(self)
    Workers.run(
      pieces.count, work: count * workPerNumber, state: { Workspace<Scalar>() }
    ) { piece, workspace in
      var range = pieces[piece]
      while !range.isEmpty {
        let end = layout.rowsOfItem.map { (range.lowerBound / $0 + 1) * $0 } ?? range.upperBound
        let part = range.lowerBound..<min(range.upperBound, end)
        fill(part, layout.block(part, columns: columns, in: target.base), workspace)
        range = part.upperBound..<range.upperBound
      }
    }
    for storage in fills { storage.isFilled = true }
  }
}

/// How the rows of a recipe are shared out.
///
/// Whole matrices if there are enough, since a right operand is packed for each matrix, but the last ones
/// in parts: so no core waits long for the one that works on the last matrix. Else parts of all.
private struct Pieces {
  private let items: Int
  private let rowsOfItem: Int
  private let itemsAtOnce: Int
  /// How many pieces are whole matrices, `itemsAtOnce` each.
  private let wholePieces: Int
  private let partsOfItem: Int

  init<Scalar: TensorScalar>(_ recipe: RowRecipe<Scalar>) {
    let wanted = 4 * Workers.count
    rowsOfItem = max(1, min(recipe.rows, recipe.rowsOfItem))
    items = recipe.rows / rowsOfItem
    let fewest = max(
      recipe.fewestRows, Workers.smallestShare / max(1, recipe.columns * recipe.workPerNumber))
    let most = max(min(Workers.count, rowsOfItem), rowsOfItem / max(1, fewest))
    let wholes = items >= 2 * Workers.count ? items - Workers.count : 0
    itemsAtOnce = max(1, wholes / wanted)
    wholePieces = wholes / itemsAtOnce
    let rest = items - wholePieces * itemsAtOnce
    partsOfItem = max(1, min(most, (wanted + rest - 1) / max(1, rest)))
  }

  var count: Int { wholePieces + (items - wholePieces * itemsAtOnce) * partsOfItem }

  subscript(piece: Int) -> Range<Int> {
    if piece < wholePieces {
      return (piece * itemsAtOnce * rowsOfItem)..<((piece + 1) * itemsAtOnce * rowsOfItem)
    }
    let (item, part) = (piece - wholePieces).quotientAndRemainder(dividingBy: partsOfItem)
    let start = (wholePieces * itemsAtOnce + item) * rowsOfItem
    let end = start + (part + 1) * rowsOfItem / partsOfItem
    return (start + part * rowsOfItem / partsOfItem)..<end
  }
}

/// Memory that several threads write, each its own rows.
struct Target<Scalar: TensorScalar>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Scalar>

  init(_ base: UnsafeMutablePointer<Scalar>) { self.base = base }
}
