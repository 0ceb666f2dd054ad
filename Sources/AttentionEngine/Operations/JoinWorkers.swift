// SPDX-License-Identifier: MIT

import Tensors

/// Puts the workers' positions behind one another again.
///
/// `result[…, w·n + p, d] = operand[w, …, p, d]`
///
/// **Gradient.** Dealt out among the workers again.
///
/// Shapes: operand `[worker, …, position, dim]`, result `[…, workers · position, dim]`. O(cells), one copy.
public struct JoinWorkers: Operation {
  public init() {}

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    let axes = operands[0]
    guard axes.count >= 3 else {
      throw .tooFewAxes(found: axes.inWords, needed: 3, context: "joining the workers' positions")
    }
    var result = Array(axes.dropFirst())
    let position = result[result.count - 2]
    result[result.count - 2] = Axis(position.name, position.size * axes[0].size)
    return result
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    var ordered = operands[0]
    for axis in 0..<(axes.count - 2) { ordered = ordered.exchanging(axis, axis + 1) }
    return Tensor(axes: axes) { result in
      ordered.withContiguous { _ = result.update(fromContentsOf: $0) }
    }
  }

  public var copiesCells: Bool { true }

  public func formula(_ operands: [Formula]) -> Formula { .function("join", operands) }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    let position = cell.count - 2
    let own = operands[0][position + 1].size
    var source = cell
    source[position] = cell[position] % own
    return .operand(index: 0, cell: [cell[position] / own] + source)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    let workers = step.tape.axes(step.operands[0])[0].size
    return [try step.apply(SplitWorkers(workers), step.upstream)]
  }
}
