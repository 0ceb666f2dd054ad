// SPDX-License-Identifier: MIT

import Tensors

/// Where a cell of a stretched tensor comes from: from the right, an axis of size one is always
/// read at 0, and missing leading axes are left out.
func sourceCell(of cell: [Int], in axes: [Axis]) -> [Int] {
  let missing = cell.count - axes.count
  return axes.indices.map { axes[$0].size == 1 ? 0 : cell[missing + $0] }
}

/// The axes two tensors have when each is stretched over the other, as NumPy broadcasts.
///
/// - Throws: `ShapeError.notBroadcastable`.
func stretchedAxes(_ left: [Axis], _ right: [Axis]) throws(ShapeError) -> [Axis] {
  let count = max(left.count, right.count)
  var result: [Axis] = []
  for index in 0..<count {
    let a = index - (count - left.count) >= 0 ? left[index - (count - left.count)] : nil
    let b = index - (count - right.count) >= 0 ? right[index - (count - right.count)] : nil
    switch (a, b) {
    case (let a?, nil): result.append(a)
    case (nil, let b?): result.append(b)
    case (let a?, let b?) where a.size == b.size || b.size == 1: result.append(a)
    case (let a?, let b?) where a.size == 1: result.append(b)
    default: throw .notBroadcastable(from: right.inWords, to: left.inWords)
    }
  }
  return result
}

/// The axes of two operands that were found to fit.
func stretched(_ operands: [[Axis]]) -> [Axis] {
  (try? stretchedAxes(operands[0], operands[1])) ?? []
}

/// All cells of a shape, row-major.
func allCells(_ shape: [Int]) -> [[Int]] {
  shape.reduce([[]]) { cells, size in cells.flatMap { cell in (0..<size).map { cell + [$0] } } }
}
