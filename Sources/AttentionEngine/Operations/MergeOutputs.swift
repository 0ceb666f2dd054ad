// SPDX-License-Identifier: MIT

import Glibc
import Tensors

/// The answer over two sets of keys, from the answer over each: a mean, weighted by what each set had
/// to share out.
///
/// `result[…, i, d] = (fA[…, i]·RA[…, i]·OA[…, i, d] + fB[…, i]·RB[…, i]·OB[…, i, d]) / R[…, i]`
///
/// with the sums R, and the factors f = e^(own maximum − common maximum). Nothing is approximated:
/// f·R is the sum of e^(score − common maximum) over the set's own keys.
///
/// **One cell.** Answers 3 and 7, sums 1.5 and 2.0, factors 0.368 and 1, together 2.552:
/// `(0.368·1.5·3 + 1·2.0·7) / 2.552 = 6.135`.
///
/// **Gradient.** With `g = ∂result / R`: `∂O = f·R ⊙ g`, `∂f = Σ_d g ⊙ R·O`, `∂R_part = Σ_d g ⊙ f·O`,
/// `∂R = −Σ_d g ⊙ result`.
///
/// **Trap.** A plain mean of the answers is right only where both sets weigh the same.
///
/// Shapes: fA, RA `[…, query, 1]`, OA `[…, query, value_dim]`, then fB, RB, OB, then R `[…, query, 1]`;
/// result as OA; 0 where R is 0 and `emptyRows` is zero. O(cells).
/// Source: Liu et al. 2023, Ring Attention, section 3; Dao et al. 2022, alg. 1, line 12.
public struct MergeOutputs: Operation {
  public let emptyRows: EmptyRows
  /// 1, but in a mistake: the power that the shares of the two sets are raised to.
  let exponent: Double

  public init(emptyRows: EmptyRows = .nan) { self.init(emptyRows: emptyRows, exponent: 1) }

  init(emptyRows: EmptyRows = .nan, exponent: Double) {
    self.emptyRows = emptyRows
    self.exponent = exponent
  }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    for column in [0, 1, 3, 4, 6] { try requireColumn(operands[column], of: operands[2]) }
    guard operands[5].map(\.size) == operands[2].map(\.size) else {
      throw .notBroadcastable(from: operands[5].inWords, to: operands[2].inWords)
    }
    return operands[2]
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    let rows = operands[0].axes
    let share = try [0, 3].map { place throws(ShapeError) in
      try Tensor.elementwise(.product, operands[place], operands[place + 1], axes: rows)
        .raised(to: exponent)
    }
    let total =
      exponent == 1
      ? operands[6] : try Tensor.elementwise(.sum, share[0], share[1], axes: rows)
    let parts = try zip(share, [operands[2], operands[5]]).map { pair throws(ShapeError) in
      try Tensor.elementwise(.product, pair.1, pair.0, axes: axes)
    }
    let sum = try Tensor.elementwise(.sum, parts[0], parts[1], axes: axes)
    return try DivideByRow(emptyRows: emptyRows).evaluate([sum, total])
  }

  public func formula(_ operands: [Formula]) -> Formula {
    .quotient(
      .sum([.product(Array(operands[0...2])), .product(Array(operands[3...5]))]), operands[6])
  }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    let row = Array(cell.dropLast()) + [0]
    func column(_ index: Int) -> Arithmetic { .operand(index: index, cell: row) }
    func part(_ first: Int) -> [Arithmetic] {
      let share = [column(first), column(first + 1)]
      return exponent == 1 ? share : [.power(.product(share), .constant(exponent))]
    }
    let sum = Arithmetic.sum(
      [0, 3].map { .product(part($0) + [.operand(index: $0 + 2, cell: cell)]) })
    let total = exponent == 1 ? column(6) : .sum([.product(part(0)), .product(part(3))])
    return emptyRows == .zero ? .quotientOrZero(sum, total) : .quotient(sum, total)
  }

  /// Two weights a row, then two products, a sum and a division a cell.
  public func work(_ operands: [[Axis]]) -> Work {
    .each(operands[2], 4, once: 2 * operands[0].placeCount)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    let divided = try step.apply(
      DivideByRow(emptyRows: emptyRows), step.upstream, step.operands[6])
    var result: [TapeValue?] = []
    for first in [0, 3] {
      let (factor, sum, output) = (
        step.operands[first], step.operands[first + 1], step.operands[first + 2]
      )
      let own = try step.apply(RowSum(), try step.apply(CellProduct(), divided, output))
      let share = try step.apply(CellProduct(), factor, sum)
      result.append(try step.apply(CellProduct(), own, sum))
      result.append(try step.apply(CellProduct(), own, factor))
      result.append(try step.apply(CellProduct(), divided, share))
    }
    let whole = try step.apply(RowSum(), try step.apply(CellProduct(), divided, step.result))
    return result + [try step.apply(Scale(by: .number(-1)), whole)]
  }
}

extension Tensor {
  /// Every number to a power.
  fileprivate func raised(to exponent: Double) -> Tensor {
    exponent == 1
      ? self
      : mapRows { row in
        for index in row.indices { row[index] = Scalar(pow(Double(row[index]), exponent)) }
      }
  }
}
