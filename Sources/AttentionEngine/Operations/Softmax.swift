// SPDX-License-Identifier: MIT

import Tensors

/// Turns scores into shares: e to the power of each score, divided by the sum of its row.
///
/// `weights[…, i, j] = e^(ℓ[…, i, j]) / Σ_k e^(ℓ[…, i, k])`; the row maximum is taken off first, which
/// changes nothing but keeps e^… finite.
///
/// **One cell.** With the row `(1, 2, 0)`: `e^1/(e^1 + e^2 + e^0) = 2.718/11.107 = 0.245`.
///
/// **Gradient.** `∂ℓ[i, j] = A[i, j] · (∂A[i, j] − Σ_k ∂A[i, k] · A[i, k])`.
///
/// **Trap.** A row that is −∞ all along has no softmax: NaN, or zero where the problem says so.
///
/// Shapes: scores `[…, query, key]`, dimensionless; result the same, probability.
/// Complexity: O(cells). Source: Vaswani et al. 2017, eq. 1.
public struct Softmax: Operation {
  /// What is shared out as one whole.
  public enum Extent: Sendable { case rows, columns, wholeMatrix }

  public let emptyRows: EmptyRows
  public let extent: Extent

  public init(emptyRows: EmptyRows = .nan, over extent: Extent = .rows) {
    self.emptyRows = emptyRows
    self.extent = extent
  }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    guard operands[0].count >= 2 else {
      throw .tooFewAxes(found: operands[0].inWords, needed: 2, context: "softmax")
    }
    return operands[0]
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let scores = operands[0]
    _ = try resultAxes([scores.axes])
    let empty = Scalar(emptyRows.value)
    let last = scores.axes.count - 1
    switch extent {
    case .rows: return scores.softmaxRows(emptyRow: empty)
    case .columns:
      return scores.exchanging(last - 1, last).softmaxRows(emptyRow: empty)
        .exchanging(last - 1, last)
    case .wholeMatrix:
      let joined = Axis(.joined, scores.axes[last - 1].size * scores.axes[last].size)
      let flat = Tensor(axes: Array(scores.axes.dropLast(2)) + [joined], scalars: scores.scalars)
      return Tensor(axes: scores.axes, scalars: flat.softmaxRows(emptyRow: empty).scalars)
    }
  }

  public func roundingError(_ step: RoundingStep) throws(ShapeError) -> Tensor<Double> {
    let (logits, errors) = (wholes(step.operands[0].value), wholes(step.operands[0].error))
    let shares = wholes(step.result)
    let width = shares.axes.last?.size ?? 1
    let (allLogits, allErrors) = (logits.scalars, errors.scalars)
    var start = 0
    let result = shares.mapRows { numbers in
      let range = start..<(start + width)
      let row = ShareRounding.Row(
        shares: Array(numbers), logits: Array(allLogits[range]), errors: Array(allErrors[range]),
        step.rounding)
      for index in numbers.indices { numbers[index] = row.error(of: index) }
      start += width
    }
    let last = step.result.axes.count - 1
    return switch extent {
    case .rows: result
    case .columns: result.exchanging(last - 1, last)
    case .wholeMatrix: Tensor(axes: step.result.axes, scalars: result.scalars)
    }
  }

  /// The numbers with what is shared out as one whole in each row.
  private func wholes(_ tensor: Tensor<Double>) -> Tensor<Double> {
    let last = tensor.axes.count - 1
    switch extent {
    case .rows: return tensor
    case .columns: return tensor.exchanging(last - 1, last).contiguous()
    case .wholeMatrix:
      let joined = Axis(.joined, tensor.axes[last - 1].size * tensor.axes[last].size)
      return Tensor(axes: Array(tensor.axes.dropLast(2)) + [joined], scalars: tensor.scalars)
    }
  }

  public func rows<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> RowRecipe<Scalar>? {
    guard extent == .rows else { return nil }
    _ = try resultAxes(operands.map(\.axes))
    return operands[0].softmaxRecipe(emptyRow: Scalar(emptyRows.value))
  }

  public func formula(_ operands: [Formula]) -> Formula { .function("softmax", operands) }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    let axes = operands[0]
    let lead = Array(cell.dropLast(2))
    let (row, column) = (cell[cell.count - 2], cell[cell.count - 1])
    let (rows, columns) = (axes[axes.count - 2].size, axes[axes.count - 1].size)
    let (index, cells): (Int, [[Int]]) =
      switch extent {
      case .rows: (column, (0..<columns).map { lead + [row, $0] })
      case .columns: (row, (0..<rows).map { lead + [$0, column] })
      case .wholeMatrix:
        (
          row * columns + column,
          (0..<(rows * columns)).map { lead + [$0 / columns, $0 % columns] }
        )
      }
    return .share(
      index: index, terms: cells.map { .operand(index: 0, cell: $0) }, empty: emptyRows.value)
  }

  /// A comparison, a difference, an exponential, an addition and a division for each cell: the row
  /// maximum and the row sum are found once and shared.
  public func work(_ operands: [[Axis]]) -> Work { .each(operands[0], 5) }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    // forward: A = softmax(ℓ), so ∂ℓ = A ⊙ (∂A − Σ_k ∂A ⊙ A), summed over what was shared out
    let weighted = try step.apply(CellProduct(), step.upstream, step.result)
    let mean = try step.apply(sumOfShares(step.tape.axes(step.result)), weighted)
    let centred = try step.apply(Difference(), step.upstream, mean)
    return [
      try step.apply(
        CellProduct(), step.result, centred,
        mistakes: extent == .rows ? Self.gradientMistakes(step) : [])
    ]
  }

  /// The sum over the cells that share one whole.
  private func sumOfShares(_ axes: [Axis]) -> any Operation {
    var target = axes
    let last = axes.count - 1
    if extent == .rows { return RowSum() }
    target[last - 1] = Axis(.one, 1)
    if extent == .wholeMatrix { target[last] = Axis(.one, 1) }
    return SumOver(to: target)
  }
}

/// What a query without any visible key gets.
public enum EmptyRows: String, Sendable, CaseIterable {
  /// The formula's own answer, 0/0.
  case nan
  /// Zeros, as ONNX and PyTorch's `scaled_dot_product_attention` do.
  case zero

  public var value: Double { self == .nan ? .nan : 0 }
}
