// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

@testable import Checking

/// Whether numbers could have been written by somebody who made no mistake.
///
/// A written number stands for every number that is rounded or cut to it, and the calculator may have gone
/// on with any of those. How far that moves a result is found by moving each written number by itself and
/// adding up the differences: first order, and without the checker's intervals.
struct HonestReach {
  let sheet: SimulatedLearner.Sheet
  let decimals: Int

  private var unit: Double { Checking.unit(decimals) }

  /// - Parameters:
  ///   - typed: The cells of a stage, row-major; a blank one allows everything.
  ///   - place: The place of the stage in the trace.
  /// - Returns: Whether every cell is within reach.
  func allows(_ typed: [TypedNumber?], at place: Int) -> Bool {
    let axes = sheet.trace.records[place].axes
    let cells = typed.indices.map { cell(at: $0, axes) }
    let right = cells.map { value(place, $0, moving: nil) }
    if sheet.trees.tree(place, cells[0])?.isUpToFactor ?? false {
      let width = axes.last?.size ?? 1
      return stride(from: 0, to: cells.count, by: width).allSatisfy { start in
        isRowOfRight(typed, right, cells, start..<(start + width), place)
      }
    }
    // The cell that is farthest off decides most of the time.
    let order = typed.indices.sorted { off(typed[$0], right[$0]) > off(typed[$1], right[$1]) }
    return order.allSatisfy { index in
      guard let number = typed[index] else { return true }
      guard number.value.isFinite, right[index].isFinite else {
        return number.value == right[index]
      }
      let (low, high) = range(place, cells[index], around: right[index])
      return number.value >= low - 1e-9 && number.value <= high + 1e-9
    }
  }

  private func off(_ typed: TypedNumber?, _ right: Double) -> Double {
    guard let typed else { return 0 }
    let difference = abs(typed.value - right)
    return difference.isNaN ? .infinity : difference
  }

  /// What can stand on the sheet for a cell, itself rounded or cut.
  private func range(_ place: Int, _ cell: [Int], around right: Double) -> (Double, Double) {
    let (down, up) = spread(place, cell, around: right)
    let (low, high) = (right + down, right + up)
    return (low - (low > 0 ? unit : unit / 2), high + (high > 0 ? unit / 2 : unit))
  }

  /// How far a cell can be moved by the habit that reaches farthest: rounding leaves half a unit open on
  /// either side of a written number, cutting a whole one away from zero.
  private func spread(_ place: Int, _ cell: [Int], around right: Double) -> (Double, Double) {
    var (down, up, round) = (0.0, 0.0, 0.0)
    for leaf in leaves(place, cell) {
      let written = sheet.value(leaf.place, leaf.cell)
      guard written.isFinite else { continue }
      let plus = value(place, cell, moving: (leaf, unit / 2)) - right
      let minus = value(place, cell, moving: (leaf, -unit / 2)) - right
      round += max(abs(plus), abs(minus))
      for (change, sign) in [(plus, 1.0), (minus, -1.0)] where written * sign >= 0 {
        down += min(0, 2 * change)
        up += max(0, 2 * change)
      }
    }
    return (min(down, -round), max(up, round))
  }

  /// Exponentials are right up to one factor a row.
  private func isRowOfRight(
    _ typed: [TypedNumber?], _ right: [Double], _ cells: [[Int]], _ row: Range<Int>, _ place: Int
  ) -> Bool {
    var (least, most) = (0.0, Double.infinity)
    for index in row {
      guard let number = typed[index]?.value else { continue }
      guard right[index].isFinite, number.isFinite else { return number == right[index] }
      if right[index] == 0 {
        if abs(number) > unit { return false }
        continue
      }
      let (down, up) = spread(place, cells[index], around: right[index])
      least = max(least, (number - unit) / (right[index] + up))
      if right[index] + down > 0 { most = min(most, (number + unit) / (right[index] + down)) }
    }
    return most > 0 && least <= most
  }

  // MARK: - Moving one written number

  private struct Leaf: Hashable {
    let place: Int
    let cell: [Int]
  }

  /// The written numbers a cell is made of.
  private func leaves(_ place: Int, _ cell: [Int]) -> Set<Leaf> {
    guard let tree = sheet.trees.tree(place, cell) else { return [] }
    var result: Set<Leaf> = []
    for (operand, operandCell) in tree.operandCells {
      if sheet.numbers[operand] != nil {
        result.insert(Leaf(place: operand, cell: operandCell))
      } else {
        result.formUnion(leaves(operand, operandCell))
      }
    }
    return result
  }

  /// A cell as it follows from the sheet, one written number moved.
  private func value(_ place: Int, _ cell: [Int], moving: (leaf: Leaf, by: Double)?) -> Double {
    guard let tree = sheet.trees.tree(place, cell) else {
      return sheet.trace.value(at: place, cell: cell)
    }
    return tree.evaluate { operand, operandCell in
      guard sheet.numbers[operand] != nil else {
        return value(operand, operandCell, moving: moving)
      }
      let written = sheet.value(operand, operandCell)
      guard let moving, moving.leaf.place == operand, moving.leaf.cell == operandCell else {
        return written
      }
      return written + moving.by
    }
  }
}
