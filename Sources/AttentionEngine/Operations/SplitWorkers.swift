// SPDX-License-Identifier: MIT

import Tensors

/// Deals a sequence out among workers: worker w gets positions `w·n ..< (w+1)·n`.
///
/// `result[w, …, p, d] = operand[…, w·n + p, d]`
///
/// **One cell.** Eight positions and four workers: position 5 is position 1 of worker 2.
///
/// **Gradient.** The workers' parts put behind one another again.
///
/// Shapes: operand `[…, position, dim]`, result `[worker, …, position / workers, dim]`; a view.
/// Source: Liu et al. 2023, Ring Attention, section 3: one block of the sequence a host.
public struct SplitWorkers: Operation {
  public let workerCount: Int

  public init(_ workerCount: Int) { self.workerCount = workerCount }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    let axes = operands[0]
    guard axes.count >= 2 else {
      throw .tooFewAxes(found: axes.inWords, needed: 2, context: "dealing positions out")
    }
    let position = axes[axes.count - 2]
    guard workerCount > 0, position.size % workerCount == 0 else {
      throw .axisMismatch(
        axis: "\(position.name)", left: position.size,
        right: workerCount * (position.size / max(1, workerCount)),
        context: "dealing \(position.size) positions out evenly among \(workerCount) workers")
    }
    var result = axes
    result[axes.count - 2] = Axis(position.name, position.size / workerCount)
    return [Axis(.worker, workerCount)] + result
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    let position = operands[0].axes.count - 2
    var result = operands[0].splitting(position, into: [axes[0], axes[position + 1]])
    for axis in (0..<position).reversed() { result = result.exchanging(axis, axis + 1) }
    return result.relabelled(axes)
  }

  public var copiesCells: Bool { true }

  public func formula(_ operands: [Formula]) -> Formula { .function("deal", operands) }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    var source = Array(cell.dropFirst())
    let position = source.count - 2
    source[position] += cell[0] * (operands[0][position].size / workerCount)
    return .operand(index: 0, cell: source)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] { [try step.apply(JoinWorkers(), step.upstream)] }
}
