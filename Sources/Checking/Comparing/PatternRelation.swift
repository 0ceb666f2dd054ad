// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// Finds how found numbers come from expected ones.
///
/// Only the matrices with a wrong cell are looked at: one transposed head among right ones is a
/// transposed head.
struct PatternRelation {
  private let axes: [Axis]
  private let found: [Double]
  private let expected: [Double]
  private let errors: [Double]
  private let wrong: [Bool]
  private let unit: Double
  /// Places of cells that belong to matrices with a wrong cell.
  private let cells: [Int]

  /// Axes longer than this are not searched for lines in another order.
  private static let longestAxis = 512

  init(_ found: Tensor<Double>, _ expected: RoundedTensor, _ wrong: [Bool], _ fit: CellFit) {
    axes = found.axes
    self.found = found.scalars
    self.expected = expected.value.scalars
    errors = expected.error.scalars
    self.wrong = wrong
    unit = fit.rounding.unit
    let size = max(1, found.axes.suffix(2).placeCount)
    let bad = Set(wrong.indices.lazy.filter { wrong[$0] }.map { $0 / size })
    cells = wrong.indices.filter { bad.contains($0 / size) }
  }

  var relation: DifferencePattern.Relation? {
    let bad = wrong.indices.filter { wrong[$0] }
    if bad.allSatisfy({ found[$0].isNaN }) { return .allNaN }
    if bad.count > 1, bad.allSatisfy({ found[$0] == 0 }) { return .allZero }
    if isTransposed { return .transposed }
    for axis in axes.indices where axes[axis].size > 1 {
      if let order = order(along: axis) { return order }
    }
    if let factor = factor(cells) { return .constantFactor(factor) }
    if let offset = offset(cells) { return .constantOffset(offset) }
    for axis in axes.indices where axes[axis].size > 1 && axis != axes.count - 1 {
      // One factor for each place of this axis and those before it.
      let lines = lines(endingAt: axis)
      if lines.allSatisfy({ factor($0) != nil }) { return .factorPerLine(axis: axes[axis].name) }
      if lines.allSatisfy({ offset($0) != nil }) { return .offsetPerLine(axis: axes[axis].name) }
    }
    return isRearranged ? .rearranged : nil
  }

  private func same(_ a: Int, _ b: Int) -> Bool {
    let (left, right) = (found[a], expected[b])
    if left == right || (left.isNaN && right.isNaN) { return true }
    return abs(left - right) <= errors[a] + errors[b] + 4 * unit * abs(right)
  }

  private var isTransposed: Bool {
    guard axes.count >= 2 else { return false }
    let (rows, columns) = (axes[axes.count - 2].size, axes[axes.count - 1].size)
    guard rows == columns, rows > 1 else { return false }
    let size = rows * columns
    return cells.allSatisfy { place in
      let inner = place % size
      return same(place, place - inner + inner % columns * columns + inner / columns)
    }
  }

  // MARK: - Lines in another order

  private func order(along axis: Int) -> DifferencePattern.Relation? {
    let size = axes[axis].size
    guard size <= Self.longestAxis else { return nil }
    let step = axes[(axis + 1)...].placeCount
    // A leading axis is looked at as a whole, one of the last two within the wrong matrices.
    let isInner = axis >= axes.count - 2
    let heads = (isInner ? cells : Array(found.indices)).filter { $0 / step % size == 0 }
    guard !heads.isEmpty else { return nil }
    func isLine(_ i: Int, _ j: Int) -> Bool {
      heads.allSatisfy { same($0 + i * step, $0 + j * step) }
    }
    let name = axes[axis].name
    for shift in [1, -1] where size > 2 {
      let inside = (0..<size).filter { (0..<size).contains($0 - shift) }
      if inside.allSatisfy({ isLine($0, $0 - shift) }) { return .shifted(axis: name, by: shift) }
    }
    var sources: [Int] = []
    for line in 0..<size {
      if isLine(line, line) {
        sources.append(line)
      } else if let other = (0..<size).first(where: { $0 != line && isLine(line, $0) }) {
        sources.append(other)
      } else {
        return nil
      }
    }
    guard Set(sources).count == size else { return nil }
    let moved = sources.indices.filter { sources[$0] != $0 }
    if moved.count == 2 { return .exchanged(axis: name, moved[0], moved[1]) }
    return moved.isEmpty ? nil : .reordered(axis: name)
  }

  private var isRearranged: Bool {
    guard cells.count > 2 else { return false }
    let left = cells.map { found[$0] }.sorted()
    let right = cells.map { expected[$0] }.sorted()
    let room = 2 * (cells.map { errors[$0] }.max() ?? 0)
    return zip(left, right).allSatisfy { $0 == $1 || abs($0 - $1) <= room }
  }

  // MARK: - Factors and offsets

  private func lines(endingAt axis: Int) -> [[Int]] {
    let step = axes[(axis + 1)...].placeCount
    return Dictionary(grouping: cells) { $0 / step }.values.map { $0 }
  }

  /// The one factor between all these cells, if there is one.
  private func factor(_ places: [Int]) -> Double? {
    let finite = places.filter { expected[$0].isFinite || found[$0] != expected[$0] }
    guard finite.allSatisfy({ expected[$0].isFinite && found[$0].isFinite }), finite.count > 1,
      let largest = finite.max(by: { abs(expected[$0]) < abs(expected[$1]) }),
      expected[largest] != 0
    else { return nil }
    let factor = found[largest] / expected[largest]
    let holds = finite.allSatisfy {
      abs(found[$0] - factor * expected[$0])
        <= 4 * abs(factor) * errors[$0] + 8 * unit * abs(factor * expected[$0])
    }
    return holds && factor != 0 ? factor : nil
  }

  private func offset(_ places: [Int]) -> Double? {
    let finite = places.filter { expected[$0].isFinite || found[$0] != expected[$0] }
    guard finite.allSatisfy({ expected[$0].isFinite && found[$0].isFinite }), finite.count > 1
    else { return nil }
    let differences = finite.map { found[$0] - expected[$0] }
    let middle = differences.reduce(0, +) / Double(differences.count)
    let holds = zip(finite, differences).allSatisfy { place, difference in
      abs(difference - middle) <= 4 * errors[place] + 8 * unit * (abs(middle) + abs(found[place]))
    }
    return holds ? middle : nil
  }
}
