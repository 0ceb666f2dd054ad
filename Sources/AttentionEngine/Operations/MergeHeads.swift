// SPDX-License-Identifier: MIT

import Tensors

/// Lays the heads side by side: head h fills columns `h·dim ..< (h+1)·dim`.
///
/// `result[…, p, h·dim + d] = operand[…, h, p, d]`
///
/// **Gradient.** Cut into heads again.
///
/// **Trap.** Reshaping straight from `[head, position, dim]` mixes positions: row 0 would hold head 0
/// of the first positions.
///
/// Shapes: operand `[…, head, position, dim]`, result `[…, position, head·dim]`. O(cells), one copy.
/// Source: Vaswani et al. 2017, section 3.2.2, Concat.
public struct MergeHeads: Operation {
  /// How the heads are joined; anything but side by side is a mistake.
  enum Joining: Sendable { case sideBySide, byPlainReshape, featureByFeature }

  let joining: Joining

  public init() { self.init(.sideBySide) }

  init(_ joining: Joining) { self.joining = joining }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    let axes = operands[0]
    guard axes.count >= 3 else {
      throw .tooFewAxes(found: axes.inWords, needed: 3, context: "laying heads side by side")
    }
    let heads = axes.suffix(3).map { $0 }
    return Array(axes.dropLast(3)) + [heads[1], Axis(.joined, heads[0].size * heads[2].size)]
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    let last = operands[0].axes.count - 1
    let ordered =
      switch joining {
      case .sideBySide: operands[0].exchanging(last - 2, last - 1)
      case .byPlainReshape: operands[0]
      case .featureByFeature:
        operands[0].exchanging(last - 2, last - 1).exchanging(last - 1, last)
      }
    if let view = ordered.viewed(as: axes) { return view }
    return Tensor(axes: axes) { result in
      ordered.withContiguous { _ = result.update(fromContentsOf: $0) }
    }
  }

  public var copiesCells: Bool { true }

  public func rows<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> RowRecipe<Scalar>? {
    guard joining == .sideBySide else { return nil }
    return RowRecipe(sideBySide: operands[0], axes: try resultAxes(operands.map(\.axes)))
  }

  public func formula(_ operands: [Formula]) -> Formula { .function("concat", operands) }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    let lead = Array(cell.dropLast(2))
    let (position, column) = (cell[cell.count - 2], cell[cell.count - 1])
    let axes = operands[0]
    let (heads, positions) = (axes[axes.count - 3].size, axes[axes.count - 2].size)
    let dimension = axes[axes.count - 1].size
    let source: [Int] =
      switch joining {
      case .sideBySide: [column / dimension, position, column % dimension]
      case .featureByFeature: [column % heads, position, column / heads]
      case .byPlainReshape:
        {
          let place = position * heads * dimension + column
          return [
            place / (positions * dimension), place / dimension % positions, place % dimension,
          ]
        }()
      }
    return .operand(index: 0, cell: lead + source)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    let axes = step.tape.axes(step.operands[0])
    let heads = axes[axes.count - 3].size
    return [
      try step.apply(SplitHeads(heads, dimension: axes[axes.count - 1].name), step.upstream)
    ]
  }

  public var mistakes: [Mistake] {
    [
      Mistake(
        "heads-merged-without-transpose",
        "Heads were joined by a reshape, without moving the head axis back.",
        remedy: "Move the head axis next to the features before reshaping."
      ) { scene in
        guard scene.operands[0].suffix(3).first?.size != 1 else { return nil }
        return .apply(MergeHeads(.byPlainReshape), [.operand(0)])
      },
      Mistake(
        "heads-interleaved-by-feature",
        "Features were joined feature by feature instead of head by head.",
        remedy: "All features of head 0 come first, then those of head 1."
      ) { scene in
        guard scene.operands[0].suffix(3).first?.size != 1 else { return nil }
        return .apply(MergeHeads(.featureByFeature), [.operand(0)])
      },
      together(
        "heads-summed", "The heads were added instead of joined.",
        remedy: "Lay the heads side by side; W_O has a block of rows for each.", averaging: false),
      together(
        "heads-averaged", "The heads were averaged.",
        remedy: "Lay the heads side by side; W_O has a block of rows for each.", averaging: true),
    ]
  }

  private func together(
    _ id: String, _ summary: String, remedy: String, averaging: Bool
  ) -> Mistake {
    Mistake(id, summary, remedy: remedy) { scene in
      guard let heads = scene.operands[0].suffix(3).first?.size, heads > 1 else { return nil }
      let sum = Recipe.apply(MergeHeads(), [.apply(SumHeadGroups(heads), [.operand(0)])])
      return averaging ? .apply(Scale(by: .number(1 / Double(heads))), [sum]) : sum
    }
  }
}
