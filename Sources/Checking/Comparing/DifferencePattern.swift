// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// What the difference between two arrays looks like: where it is, and how one comes from the other.
public struct DifferencePattern: Sendable, Equatable {
  /// Where the wrong cells are; several may hold.
  public let places: [Place]
  /// How the found numbers come from the expected ones, if in a simple way.
  public let relation: Relation?

  /// Where wrong cells are.
  public enum Place: Sendable, Equatable {
    case everyCell
    /// Only these indices along an axis.
    case only(axis: AxisName, indices: [Int], isLast: Bool)
    case maskedCells, visibleCells
    case diagonal, aboveDiagonal, belowDiagonal
  }

  /// How found numbers come from expected ones.
  public enum Relation: Sendable, Equatable {
    case transposed
    /// Two lines along an axis changed places.
    case exchanged(axis: AxisName, Int, Int)
    /// Every line stands so many places further.
    case shifted(axis: AxisName, by: Int)
    /// The lines of an axis stand in another order.
    case reordered(axis: AxisName)
    case constantFactor(Double)
    case factorPerLine(axis: AxisName)
    case constantOffset(Double)
    case offsetPerLine(axis: AxisName)
    /// The same numbers stand in other places.
    case rearranged
    case allZero, allNaN
  }

  /// Looks for the pattern of an array.
  ///
  /// - Parameters:
  ///   - found: What was handed over.
  ///   - expected: What it should be, with the same axes.
  ///   - wrong: Whether each cell differs, row-major.
  ///   - masked: The right scores after the mask, where there are any.
  ///   - fit: How far rounding may go.
  init(
    found: Tensor<Double>, expected: RoundedTensor, wrong: [Bool], masked: Tensor<Double>?,
    fit: CellFit
  ) {
    places = PatternPlaces(axes: found.axes, wrong: wrong, masked: masked).all
    relation = PatternRelation(found, expected, wrong, fit).relation
  }
}

/// Finds where wrong cells are.
struct PatternPlaces {
  let axes: [Axis]
  let wrong: [Bool]
  let masked: Tensor<Double>?

  var all: [DifferencePattern.Place] {
    let cells = wrong.indices.filter { wrong[$0] }
    guard cells.count < wrong.count else { return [.everyCell] }
    guard !cells.isEmpty else { return [] }
    var result = axes.indices.compactMap { along($0, cells) }
    result += maskPlaces(cells)
    if !result.contains(.maskedCells) { result += diagonalPlaces(cells) }
    return result
  }

  private func along(_ axis: Int, _ cells: [Int]) -> DifferencePattern.Place? {
    let size = axes[axis].size
    guard size > 1 else { return nil }
    let step = axes[(axis + 1)...].placeCount
    let indices = Set(cells.map { $0 / step % size }).sorted()
    guard indices.count < size, indices.count <= 4 else { return nil }
    return .only(axis: axes[axis].name, indices: indices, isLast: indices == [size - 1])
  }

  private func maskPlaces(_ cells: [Int]) -> [DifferencePattern.Place] {
    guard let masked, masked.count == wrong.count else { return [] }
    let hidden = masked.scalars.map { $0 == -.infinity }
    guard hidden.contains(true), hidden.contains(false) else { return [] }
    if cells.allSatisfy({ hidden[$0] }) { return [.maskedCells] }
    return cells.allSatisfy { !hidden[$0] } ? [.visibleCells] : []
  }

  private func diagonalPlaces(_ cells: [Int]) -> [DifferencePattern.Place] {
    guard axes.count >= 2 else { return [] }
    let (rows, columns) = (axes[axes.count - 2].size, axes[axes.count - 1].size)
    guard rows > 1, columns > 1 else { return [] }
    let offsets = cells.map { $0 % columns - $0 / columns % rows }
    if offsets.allSatisfy({ $0 == 0 }) { return [.diagonal] }
    if offsets.allSatisfy({ $0 > 0 }) { return [.aboveDiagonal] }
    return offsets.allSatisfy { $0 < 0 } ? [.belowDiagonal] : []
  }
}
