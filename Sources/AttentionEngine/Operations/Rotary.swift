// SPDX-License-Identifier: MIT

import Tensors

/// Turns pairs of features by an angle that grows with the position.
///
/// For a pair (a, b) at position p with angle θ: `a′ = a·cos θ − b·sin θ`, `b′ = b·cos θ + a·sin θ`.
/// Pairs are neighbours (2k, 2k + 1) when `interleaved`, else (k, k + n/2); features from `n` on stay.
///
/// **One cell.** With θ = 0 nothing turns; with θ = π/2 the pair (1, 0) becomes (0, 1).
///
/// **Gradient.** The same turn backwards.
///
/// **Trap.** Pairing features one way and laying the angles out the other: lengths change, which a
/// turn never does.
///
/// Shapes: operand `[batch?, head, position, dim]`; cosines and sines `[batch?, position, n/2]`;
/// result as the operand. Complexity: O(cells).
/// Source: Su et al. 2021, RoPE; `RotaryEmbedding` of ONNX.
public struct Rotary: Operation {
  /// Which features form a pair.
  public let interleaved: Bool
  /// How many features are turned.
  public let dimensions: Int
  /// The row of the tables that the first position uses.
  public let firstPosition: Int
  let backwards: Bool

  public init(interleaved: Bool, dimensions: Int, firstPosition: Int = 0) {
    self.init(
      interleaved: interleaved, dimensions: dimensions, firstPosition: firstPosition,
      backwards: false)
  }

  init(interleaved: Bool, dimensions: Int, firstPosition: Int, backwards: Bool) {
    self.interleaved = interleaved
    self.dimensions = dimensions
    self.firstPosition = firstPosition
    self.backwards = backwards
  }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    let axes = operands[0]
    guard axes.count >= 3 else {
      throw .tooFewAxes(found: axes.inWords, needed: 3, context: "rotary positions")
    }
    guard (2...3).contains(operands[1].count) else {
      throw .tooFewAxes(found: operands[1].inWords, needed: 2, context: "rotary table")
    }
    guard operands[1].map(\.size) == operands[2].map(\.size) else {
      throw .notBroadcastable(from: operands[2].inWords, to: operands[1].inWords)
    }
    let width = axes[axes.count - 1].size
    guard dimensions <= width, dimensions % 2 == 0 else {
      throw .axisMismatch(
        axis: "rotary dimensions", left: dimensions, right: width,
        context: "rotary positions turn an even number of features, at most those of a head")
    }
    for table in operands.dropFirst() {
      let (rows, columns) = (table[table.count - 2].size, table[table.count - 1].size)
      guard columns == dimensions / 2 else {
        throw .axisMismatch(
          axis: "angles", left: columns, right: dimensions / 2,
          context: "a rotary table has one angle for every pair of features")
      }
      let needed = firstPosition + axes[axes.count - 2].size
      guard rows >= needed else {
        throw .axisMismatch(
          axis: "positions", left: rows, right: needed,
          context: "a rotary table needs a row for every position")
      }
      let items = axes.count > 3 ? axes[0].size : 1
      if table.count == 3, table[0].size != 1, table[0].size != items {
        throw .axisMismatch(
          axis: "batch", left: table[0].size, right: items, context: "rotary table")
      }
    }
    return axes
  }

  /// The partner of a feature, its angle, and whether it is the second of its pair.
  private func pair(_ feature: Int) -> (partner: Int, angle: Int, isSecond: Bool) {
    let half = dimensions / 2
    if interleaved { return (feature ^ 1, feature / 2, feature % 2 == 1) }
    return feature < half
      ? (feature + half, feature, false) : (feature - half, feature - half, true)
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    let (cosines, sines) = (operands[1].contiguous(), operands[2].contiguous())
    let positions = axes[axes.count - 2].size
    let rowsPerItem = positions * axes[axes.count - 3].size
    let tableRows = operands[1].axes[operands[1].axes.count - 2].size
    let tableItems = operands[1].axes.count == 3 ? operands[1].axes[0].size : 1
    var original = [Scalar](repeating: 0, count: axes[axes.count - 1].size)
    var row = 0
    return operands[0].mapRows { numbers in
      for index in numbers.indices { original[index] = numbers[index] }
      let item = tableItems == 1 ? 0 : row / rowsPerItem
      let start = (item * tableRows + firstPosition + row % positions) * (dimensions / 2)
      for feature in 0..<dimensions {
        let (partner, angle, isSecond) = pair(feature)
        let sine = sines.number(at: start + angle)
        let turned = original[partner] * (isSecond != backwards ? sine : -sine)
        numbers[feature] = original[feature] * cosines.number(at: start + angle) + turned
      }
      row += 1
    }
  }

  public func formula(_ operands: [Formula]) -> Formula {
    .function(backwards ? "R⁻¹" : "R", [operands[0]])
  }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    let feature = cell[cell.count - 1]
    guard feature < dimensions else { return .operand(index: 0, cell: cell) }
    let (partner, angle, isSecond) = pair(feature)
    let position = firstPosition + cell[cell.count - 2]
    let table = (cell.count == 4 ? [cell[0]] : [0]) + [position, angle]
    let place = sourceCell(of: table, in: operands[1])
    let own = Arithmetic.product([
      .operand(index: 0, cell: cell), .operand(index: 1, cell: place),
    ])
    let other = Arithmetic.product([
      .operand(index: 0, cell: cell.dropLast() + [partner]), .operand(index: 2, cell: place),
    ])
    return isSecond != backwards ? .sum([own, other]) : .difference(own, other)
  }

  /// Two products and a sum for every feature that is turned.
  public func work(_ operands: [[Axis]]) -> Work {
    Work(cells: operands[0].dropLast().placeCount * dimensions, perCell: 3)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    let turn = Rotary(
      interleaved: interleaved, dimensions: dimensions, firstPosition: firstPosition,
      backwards: !backwards)
    // The tables follow from the positions alone: nothing to learn there.
    return [try step.apply(turn, step.upstream, step.operands[1], step.operands[2]), nil, nil]
  }

  public var mistakes: [Mistake] {
    guard dimensions > 2 else { return [] }
    return [
      Mistake(
        "rotary-pairs-mismatched", "Features are paired one way, the angles laid out the other.",
        remedy: "Pair (2k, 2k + 1) with interleaved angles, (k, k + n/2) with angles in halves."
      ) { [self] _ in
        .apply(
          Rotary(
            interleaved: !interleaved, dimensions: dimensions, firstPosition: firstPosition),
          [.operand(0), .operand(1), .operand(2)])
      }
    ]
  }
}
