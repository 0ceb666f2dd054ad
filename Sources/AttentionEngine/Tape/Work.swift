// SPDX-License-Identifier: MIT

import Tensors

/// What an operation has to do: floating point operations (FLOPs), and numbers sent to other workers.
///
/// **How it is counted.** An addition, subtraction, multiplication, division, comparison for a maximum,
/// and one call of exp, tanh, sin or cos count 1 each. A sum or a maximum is a loop that starts from
/// nothing, so n terms are n additions; a multiply-add is 2. A matrix product of m × k with k × n is
/// thus 2·m·k·n, as papers and makers of processors count. Moving numbers, choosing them by a mask and
/// numbers that are known before (roots, angles, slopes) count 0.
public struct Work: Sendable, Equatable {
  /// How many cells are computed.
  public var cells = 0
  /// FLOPs for each cell.
  public var perCell = 0
  /// FLOPs for each term that a cell adds up or compares.
  public var perTerm = 0
  /// The axis the terms run along.
  public var terms: Axis?
  /// FLOPs that are done once, and shared by several cells.
  public var once = 0
  /// Messages between workers, and the numbers in all of them.
  public var messages = 0
  public var numbersSent = 0

  /// Nothing but moving numbers.
  public static let none = Work()

  /// So many FLOPs in each of these cells.
  public static func each(
    _ axes: [Axis], _ perCell: Int, perTerm: Int = 0, along terms: Axis? = nil, once: Int = 0
  ) -> Work {
    Work(
      cells: axes.placeCount, perCell: perCell, perTerm: perTerm, terms: terms, once: once)
  }

  /// All FLOPs.
  public var operations: Int { cells * (perCell + perTerm * (terms?.size ?? 0)) + once }
}

extension Arithmetic {
  /// How many operations the tree has, counted as a person does them: a sum of n terms is n − 1
  /// additions, and what is made of constants alone is known.
  public var operationCount: Int {
    guard !operandCells.isEmpty else { return 0 }
    return switch self {
    case .operand, .constant, .blocked: 0
    case .sum(let all), .product(let all), .maximum(let all), .isFirstMaximum(_, let all):
      all.reduce(all.count - 1) { $0 + $1.operationCount }
    case .share(_, let all, _):
      // The maximum, the differences, the exponentials, their sum, and one division.
      all.reduce(4 * all.count - 1) { $0 + $1.operationCount }
    case .shiftedExponential(let a, let b, _): a.operationCount + b.operationCount + 2
    case .difference(let a, let b), .quotient(let a, let b), .quotientOrZero(let a, let b),
      .power(let a, let b):
      a.operationCount + b.operationCount + 1
    case .exponential(let a), .hyperbolicTangent(let a), .sine(let a), .cosine(let a):
      a.operationCount + 1
    }
  }
}
