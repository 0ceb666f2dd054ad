// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// What a learner typed for one stage, cell by cell in the stage's own order.
struct TypedStage {
  let place: Int
  let axes: [Axis]
  /// Row-major; `nil` is a blank cell.
  var cells: [TypedNumber?]
  /// What the learner's numbers are a multiple of: 1/√d_k where Q was scaled before the product.
  var factor = 1.0
  /// Cells that later steps may not lean on: wrong, and not computed in earnest.
  var unearned: Set<Int> = []
  /// Whether cells are wrong: then what was rounded to any of them is not known to follow from before.
  var isDoubtful = false
  /// Cells whose last typed place says nothing about how exact they are: `2` for an exact 2.
  var countsAsAsked: Set<Int> = []

  func typed(_ index: Int) -> TypedNumber? {
    guard let number = cells[index], !unearned.contains(index), !number.value.isNaN else {
      return nil
    }
    return number
  }

  /// The cell's place in row-major order.
  func index(_ cell: [Int]) -> Int { rowMajorIndex(cell, axes) }
}

/// The place of a cell in row-major order.
func rowMajorIndex(_ cell: [Int], _ axes: [Axis]) -> Int {
  var place = 0
  var axis = 0
  while axis < axes.count {
    place = place * axes[axis].size + cell[axis]
    axis += 1
  }
  return place
}

/// The cell at a place in row-major order.
func cell(at index: Int, _ axes: [Axis]) -> [Int] {
  var rest = index
  var result = [Int](repeating: 0, count: axes.count)
  var axis = axes.count - 1
  while axis >= 0 {
    let size = axes[axis].size
    result[axis] = rest % size
    rest /= size
    axis -= 1
  }
  return result
}
