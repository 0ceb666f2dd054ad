// SPDX-License-Identifier: MIT

import Tensors

/// Sums over the axes along which a smaller tensor was stretched: the reverse of stretching.
///
/// `result[j] = Σ_{i…} operand[i…, j]` for a target with fewer axes; an axis of size one in the
/// target is summed as well and kept.
///
/// **Gradient.** Every summed cell gets the gradient of the sum.
///
/// Shapes: operand `[…]`, result the target's axes. Complexity: O(cells).
public struct SumOver: Operation {
  /// The axes to arrive at.
  public let target: [Axis]

  public init(to target: [Axis]) { self.target = target }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    let stretched = try stretchedAxes(operands[0], target)
    guard stretched.map(\.size) == operands[0].map(\.size) else {
      throw .notBroadcastable(from: target.inWords, to: operands[0].inWords)
    }
    return target
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let source = operands[0]
    // Each place of the target is visited as often as it was stretched, by a stride of zero.
    let places = try Tensor<Scalar>.rowMajorPlaces(of: target, stretchedTo: source.axes)
    return Tensor(axes: target) { result in
      result.update(repeating: 0)
      source.withContiguous { numbers in
        for (number, place) in zip(numbers, places) { result[place] += number }
      }
    }
  }

  public func formula(_ operands: [Formula]) -> Formula { .total(operands[0], over: "rows") }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    let source = operands[0]
    let missing = source.count - target.count
    let ranges: [Range<Int>] = source.indices.map { axis in
      let own = axis - missing
      if own < 0 || (target[own].size == 1 && source[axis].size != 1) {
        return 0..<source[axis].size
      }
      return cell[own]..<(cell[own] + 1)
    }
    let cells = ranges.reduce([[]]) { cells, range in
      cells.flatMap { cell in range.map { cell + [$0] } }
    }
    return .sum(cells.map { .operand(index: 0, cell: $0) })
  }

  /// Every number is added once.
  public func work(_ operands: [[Axis]]) -> Work { .each(operands[0], 1) }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    [try step.apply(Stretch(to: step.tape.axes(step.operands[0])), step.upstream)]
  }
}

extension Tensor {
  /// For every cell of `axes`, row-major, the place of `target` it was stretched from.
  static func rowMajorPlaces(
    of target: [Axis], stretchedTo axes: [Axis]
  ) throws(ShapeError) -> [Int] {
    let numbers = Tensor<Double>(axes: target, scalars: (0..<target.placeCount).map(Double.init))
    return try numbers.broadcast(to: axes).scalars.map { Int($0) }
  }
}

extension ReverseStep {
  /// Sums a gradient back to the shape of the value it belongs to, if that had been stretched.
  mutating func unstretched(
    _ gradient: TapeValue, to value: TapeValue
  ) throws(ShapeError) -> TapeValue {
    let axes = tape.axes(value)
    guard tape.axes(gradient).map(\.size) != axes.map(\.size) else { return gradient }
    return try apply(SumOver(to: axes), gradient)
  }
}
