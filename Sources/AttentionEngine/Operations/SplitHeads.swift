// SPDX-License-Identifier: MIT

import Tensors

/// Cuts the features into heads: head h takes columns `h·dim ..< (h+1)·dim`.
///
/// `result[…, h, p, d] = operand[…, p, h·dim + d]`
///
/// **One cell.** With dim = 2, feature 1 of head 1 at position 0 is column 3: `result[1, 0, 1] =
/// operand[0, 3]`.
///
/// **Gradient.** The heads laid side by side again.
///
/// **Trap.** Reshaping straight to `[head, position, dim]` does not move features, it cuts the sequence
/// in pieces: head 0 would hold all features of the first positions.
///
/// Shapes: operand `[…, position, head·dim]`, result `[…, head, position, dim]`; a view.
/// Source: Vaswani et al. 2017, section 3.2.2.
public struct SplitHeads: Operation {
  public let headCount: Int
  public let dimensionAxis: AxisName
  let byPlainReshape: Bool

  public init(_ headCount: Int, dimension: AxisName) {
    self.init(headCount, dimension: dimension, byPlainReshape: false)
  }

  init(_ headCount: Int, dimension: AxisName, byPlainReshape: Bool) {
    self.headCount = headCount
    dimensionAxis = dimension
    self.byPlainReshape = byPlainReshape
  }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    let axes = operands[0]
    guard axes.count >= 2, let features = axes.last else {
      throw .tooFewAxes(found: axes.inWords, needed: 2, context: "cutting features into heads")
    }
    guard headCount > 0, features.size % headCount == 0 else {
      throw .notDivisible(axis: "\(features.name)", size: features.size, parts: headCount)
    }
    return Array(axes.dropLast(2)) + [
      Axis(.head, headCount), axes[axes.count - 2],
      Axis(dimensionAxis, features.size / headCount),
    ]
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    if byPlainReshape { return Tensor(axes: axes, scalars: operands[0].scalars) }
    let last = operands[0].axes.count - 1
    return operands[0].splitting(last, into: [axes[last - 1], axes[last + 1]])
      .exchanging(last - 1, last).relabelled(axes)
  }

  public var copiesCells: Bool { true }

  public func formula(_ operands: [Formula]) -> Formula {
    headCount == 1 ? operands[0] : .function("heads", operands)
  }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    let lead = Array(cell.dropLast(3))
    let (head, position, feature) = (
      cell[cell.count - 3], cell[cell.count - 2], cell[cell.count - 1]
    )
    let width = operands[0][operands[0].count - 1].size
    let positions = operands[0][operands[0].count - 2].size
    let dimension = width / headCount
    if byPlainReshape {
      let place = (head * positions + position) * dimension + feature
      return .operand(index: 0, cell: lead + [place / width, place % width])
    }
    return .operand(index: 0, cell: lead + [position, head * dimension + feature])
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    [try step.apply(MergeHeads(), step.upstream)]
  }

  public var mistakes: [Mistake] {
    guard headCount > 1 else { return otherSizes }
    return [
      Mistake(
        "heads-split-without-transpose",
        "Heads were cut by a reshape, without moving the head axis.",
        remedy: "Reshape to [position, head, dim], then move the head axis to the front."
      ) { [self] _ in
        .apply(
          SplitHeads(headCount, dimension: dimensionAxis, byPlainReshape: true), [.operand(0)])
      }
    ] + otherSizes
  }

  /// Every other number of heads that the width allows.
  private var otherSizes: [Mistake] {
    (1...16).filter { $0 != headCount }.map { count in
      Mistake(
        "head-size-wrong", "The features were cut into heads of another size.",
        remedy:
          "The problem says how many heads there are; a head has width divided by heads features."
      ) { [self] scene in
        guard let width = scene.operands[0].last?.size, width % count == 0, width > 1 else {
          return nil
        }
        return .apply(SplitHeads(count, dimension: dimensionAxis), [.operand(0)])
      }
    }
  }
}
