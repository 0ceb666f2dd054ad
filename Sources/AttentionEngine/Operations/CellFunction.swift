// SPDX-License-Identifier: MIT

import Glibc
import Tensors

/// A function of each cell by itself: what mistakes do to a score.
///
/// `result[i] = f(operand[i])`
///
/// **One cell.** `atLeast(0)` of −1.5 is 0; the sigmoid of 0 is 0.5.
///
/// **Gradient.** None: no right computation uses it. Shapes: as the operand. Complexity: O(cells).
public struct CellFunction: Operation {
  public enum Kind: Sendable, Equatable {
    /// |x|: minus signs that were dropped.
    case absolute
    /// 1 for x ≥ 0, else −1.
    case sign
    /// The larger of x and a bound: a rectifier, −∞ that became a finite constant.
    case atLeast(Double)
    /// 1/(1 + e^−x).
    case sigmoid
    /// 1 where x is exactly 0, else 0.
    case isZero
    /// √x.
    case squareRoot
  }

  public let kind: Kind

  public init(_ kind: Kind) { self.kind = kind }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] { operands[0] }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    operands[0].mapRows { row in
      for index in row.indices { row[index] = value(row[index]) }
    }
  }

  private func value<Scalar: TensorScalar>(_ x: Scalar) -> Scalar {
    switch kind {
    case .absolute: abs(x)
    case .sign: x >= 0 ? 1 : -1
    case .atLeast(let bound): x.isNaN ? x : max(x, Scalar(bound))
    case .sigmoid: Scalar(1 / (1 + exp(-Double(x))))
    case .isZero: x == 0 ? 1 : 0
    case .squareRoot: x.squareRoot()
    }
  }

  /// No right computation counts it, so what a person would do in one cell is taken as it stands.
  public func work(_ operands: [[Axis]]) -> Work {
    .each(operands[0], arithmetic(of: operands[0].map { _ in 0 }, operands).operationCount)
  }

  public func formula(_ operands: [Formula]) -> Formula {
    switch kind {
    case .absolute: .function("abs", operands)
    case .sign: .function("sign", operands)
    case .atLeast(0): .function("relu", operands)
    case .atLeast(let bound): .function("max", operands + [.number(ScaleFactor.text(bound))])
    case .sigmoid: .function("sigmoid", operands)
    case .isZero: .function("iszero", operands)
    case .squareRoot: .squareRoot(operands[0])
    }
  }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    let x = Arithmetic.operand(index: 0, cell: cell)
    let negative = Arithmetic.product([.constant(-1), x])
    let isNotNegative = Arithmetic.isFirstMaximum(index: 0, terms: [x, negative])
    switch kind {
    case .absolute: return .maximum([x, negative])
    case .sign:
      return .difference(.product([.constant(2), isNotNegative]), .constant(1))
    case .atLeast(let bound): return .maximum([x, .constant(bound)])
    case .sigmoid:
      return .quotient(.constant(1), .sum([.constant(1), .exponential(negative)]))
    case .isZero:
      return .product([isNotNegative, .isFirstMaximum(index: 0, terms: [negative, x])])
    case .squareRoot: return .power(x, .constant(0.5))
    }
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] { [nil] }
}
