// SPDX-License-Identifier: MIT

import Tensors

/// Takes a run of positions: `result[…, p, d] = operand[…, first + p, d]`.
///
/// **Gradient.** Zero outside the run.
///
/// Shapes: operand `[…, position, dim]`, result `[…, run, dim]`; a view.
public struct PositionSlice: Operation {
  public let range: Range<Int>

  public init(_ range: Range<Int>) { self.range = range }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    var axes = operands[0]
    let position = axes.count - 2
    guard position >= 0 else {
      throw .tooFewAxes(found: axes.inWords, needed: 2, context: "taking positions")
    }
    guard range.lowerBound >= 0, range.upperBound <= axes[position].size else {
      throw .axisMismatch(
        axis: "\(axes[position].name)", left: range.upperBound, right: axes[position].size,
        context: "taking positions \(range.lowerBound) to \(range.upperBound - 1)")
    }
    let labels = axes[position].labels.map { Array($0[range]) }
    axes[position] = Axis(axes[position].name, range.count, labels: labels)
    return axes
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    return operands[0].slicing(axes.count - 2, range).relabelled(axes)
  }

  public var copiesCells: Bool { true }

  /// `K_2:3`, the rows 2 to 3 of K; `rows(…)` where a letter has an index already.
  public func formula(_ operands: [Formula]) -> Formula {
    guard case .symbol(let name, nil) = operands[0], !range.isEmpty else {
      return .function("rows", operands)
    }
    let isOne = range.count == 1
    return .symbol(
      name, index: isOne ? "\(range.lowerBound)" : "\(range.lowerBound):\(range.upperBound - 1)")
  }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    var source = cell
    source[cell.count - 2] += range.lowerBound
    return .operand(index: 0, cell: source)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    let axes = step.tape.axes(step.operands[0])
    let zero = try step.apply(Scale(by: .number(0)), step.operands[0])
    let before = try step.apply(PositionSlice(0..<range.lowerBound), zero)
    let after = try step.apply(PositionSlice(range.upperBound..<axes[axes.count - 2].size), zero)
    let upTo = try step.apply(Concatenation(), before, step.upstream)
    return [try step.apply(Concatenation(), upTo, after)]
  }
}
