// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// Finds slips of the pen: mistakes in single cells, which no other way to compute a step explains.
///
/// They are sought only where they explain every wrong cell and leave the others right.
struct Slips {
  let reckoners: Reckoners
  let stage: TypedStage
  let cells: [MarkedCell]
  let decimals: Int

  /// More wrong cells than this are no slip of the pen.
  private static let mostCells = 2

  private var wrong: [MarkedCell] { cells.filter { $0.verdict == .wrong } }

  /// Every slip that explains all wrong cells.
  var found: [NamedMistake] {
    var found: [NamedMistake] = []
    if wrong.count <= Self.mostCells {
      if wrong.allSatisfy(hasTermDropped) { found.append(.productTermDropped) }
      if wrong.allSatisfy(hasSignLost) { found.append(.productSignLost) }
      if wrong.allSatisfy({ DigitSlip($0, decimals: decimals).isMiscopied }) {
        found.append(.digitsMiscopied)
      }
    }
    if areSwapped { found.append(.cellsSwapped) }
    // Where every other cell would be the same unscaled, no cell was scaled.
    let isScaledElsewhere = cells.contains {
      $0.verdict != .wrong && $0.typed != nil && !isUnscaled($0)
    }
    if isScaledElsewhere, wrong.allSatisfy(isUnscaled) { found.append(.scaleSkippedInPlaces) }
    return found
  }

  private func fits(_ cell: MarkedCell, _ expected: Interval) -> Bool {
    guard let typed = cell.typed, expected.isFinite else { return false }
    return typed.rounded(to: max(typed.decimals ?? decimals, decimals)).meets(expected)
  }

  private func value(_ tree: Arithmetic) -> Interval { reckoners.best.value(of: tree) }

  // MARK: - In a sum of products

  private func terms(_ cell: MarkedCell) -> [Arithmetic] {
    guard case .sum(let terms) = reckoners.trees.tree(stage.place, cell.cell), terms.count > 1
    else { return [] }
    return terms
  }

  private func hasTermDropped(_ cell: MarkedCell) -> Bool {
    let terms = terms(cell)
    return terms.indices.contains { index in
      guard terms[index].isProduct else { return false }
      return fits(cell, value(.sum(terms.indices.filter { $0 != index }.map { terms[$0] })))
    }
  }

  private func hasSignLost(_ cell: MarkedCell) -> Bool {
    let terms = terms(cell)
    return terms.indices.contains { index in
      guard terms[index].isProduct else { return false }
      var changed = terms
      changed[index] = .product([.constant(-1), terms[index]])
      return fits(cell, value(.sum(changed)))
    }
  }

  // MARK: - Between cells

  /// Whether two cells, two rows or two columns changed places.
  private var areSwapped: Bool {
    let wrong = wrong
    if wrong.count == 2 {
      return fits(wrong[0], wrong[1].expected) && fits(wrong[1], wrong[0].expected)
    }
    guard wrong.count > 2, stage.axes.count >= 2 else { return false }
    let last = stage.axes.count - 1
    return areSwapped(along: last - 1) || areSwapped(along: last)
  }

  private func areSwapped(along axis: Int) -> Bool {
    let lines = Set(wrong.map(\.cell[axis])).sorted()
    guard lines.count == 2 else { return false }
    let isOneMatrix = Set(wrong.map { Array($0.cell.dropLast(2)) }).count == 1
    guard isOneMatrix else { return false }
    return cells.allSatisfy { cell in
      guard cell.typed != nil, cell.cell.dropLast(2) == wrong[0].cell.dropLast(2),
        let line = lines.firstIndex(of: cell.cell[axis])
      else { return true }
      var other = cell.cell
      other[axis] = lines[1 - line]
      return fits(cell, cells[rowMajorIndex(other, stage.axes)].expected)
    }
  }

  /// Whether the cell is the one it should have been multiplied or divided from.
  private func isUnscaled(_ cell: MarkedCell) -> Bool {
    switch reckoners.trees.tree(stage.place, cell.cell) {
    case .quotient(let own, .constant): fits(cell, value(own))
    case .product(let factors) where factors.count == 2 && factors[1].isConstant:
      fits(cell, value(factors[0]))
    default: false
    }
  }
}

extension Arithmetic {
  fileprivate var isConstant: Bool {
    if case .constant = self { return true }
    return false
  }

  fileprivate var isProduct: Bool {
    if case .product = self { return true }
    return false
  }
}

extension NamedMistake {
  static let productTermDropped = NamedMistake(
    id: "product-term-dropped", summary: "One product of a dot product was left out.",
    remedy: "Write one product for each feature, then add them all.")
  static let productSignLost = NamedMistake(
    id: "product-sign-lost", summary: "One product of a dot product has the wrong sign.",
    remedy: "Plus times minus is minus, minus times minus is plus; write the sign of each product.")
  static let cellsSwapped = NamedMistake(
    id: "cells-swapped", summary: "Two cells, rows or columns changed places.",
    remedy: "Row i, column j: copy each number to its own place.")
  static let digitsMiscopied = NamedMistake(
    id: "digits-miscopied", summary: "Digits changed places, or the decimal point moved.",
    remedy: "Compare the number with the calculator digit by digit.")
  static let scaleSkippedInPlaces = NamedMistake(
    id: "scale-skipped-in-places", summary: "Some cells were not scaled.",
    remedy: "Every score is divided by √d_k, not only some.")
}
