// SPDX-License-Identifier: MIT

import Glibc
import Tensors

/// Adds a wave to every feature, so that a position can be told from its row.
///
/// `result[p, i] = operand[p, i] + sin(p / 10000^(2⌊i/2⌋/d))`, cos for odd i.
///
/// **One cell.** With d = 4: feature 3 at position 1 gets `cos(1 / 10000^(2/4)) = cos(0.01) = 0.99995`.
///
/// **Gradient.** Passed on unchanged.
///
/// **Trap.** The exponent 2⌊i/2⌋/d stays the same for a sine and its cosine.
///
/// Shapes: operand `[…, position, model]`, result the same. Complexity: O(cells).
/// Source: Vaswani et al. 2017, section 3.5.
public struct SinusoidalPositions: Operation {
  /// The position of the first row; the length of the cache where there is one.
  public let firstPosition: Int
  let base: Double
  let exponent: Exponent

  /// How the exponent runs with the column; all but `paired` are mistakes.
  enum Exponent: Sendable { case paired, everyColumn, everyColumnTwice, shiftedCosines, inBlocks }

  public init(firstPosition: Int = 0) {
    self.init(firstPosition: firstPosition, base: 10_000, exponent: .paired)
  }

  init(firstPosition: Int, base: Double, exponent: Exponent) {
    self.firstPosition = firstPosition
    self.base = base
    self.exponent = exponent
  }

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    guard operands[0].count >= 2 else {
      throw .tooFewAxes(found: operands[0].inWords, needed: 2, context: "position codes")
    }
    return operands[0]
  }

  private func exponent(of column: Int, width: Int) -> Double {
    switch exponent {
    case .paired: Double(column / 2 * 2) / Double(width)
    case .everyColumn: Double(column) / Double(width)
    case .everyColumnTwice: Double(2 * column) / Double(width)
    case .shiftedCosines: Double(column / 2 * 2 + column % 2 * 2) / Double(width)
    case .inBlocks: Double(2 * (column % max(1, (width + 1) / 2))) / Double(width)
    }
  }

  /// Whether a column holds a sine; else a cosine.
  private func isSine(_ column: Int, width: Int) -> Bool {
    exponent == .inBlocks ? column < (width + 1) / 2 : column % 2 == 0
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    let (positions, width) = (axes[axes.count - 2].size, axes[axes.count - 1].size)
    var row = 0
    return operands[0].mapRows { numbers in
      let position = Double(row % positions + firstPosition)
      for column in numbers.indices {
        let angle = position / pow(base, exponent(of: column, width: width))
        numbers[column] += Scalar(isSine(column, width: width) ? sin(angle) : cos(angle))
      }
      row += 1
    }
  }

  public func formula(_ operands: [Formula]) -> Formula { .sum([operands[0], .symbol("P")]) }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    let (position, column) = (cell[cell.count - 2] + firstPosition, cell[cell.count - 1])
    let width = operands[0][operands[0].count - 1].size
    let angle = Arithmetic.quotient(
      .constant(Double(position)),
      .power(.constant(base), .constant(exponent(of: column, width: width))))
    return .sum([
      .operand(index: 0, cell: cell),
      isSine(column, width: width) ? .sine(angle) : .cosine(angle),
    ])
  }

  public func work(_ operands: [[Axis]]) -> Work { .each(operands[0], 1) }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] { [step.upstream] }

  public var mistakes: [Mistake] {
    [
      Mistake(
        "positions-missing-or-concatenated", "The position codes were forgotten.",
        remedy: "Add the codes to the input before projecting it."
      ) { _ in .operand(0) },
      Mistake(
        "positions-missing-or-concatenated",
        "The position codes were put beside the input instead of being added.",
        remedy: "Add the codes to the input: its width stays d_model."
      ) { [self] _ in
        // Nothing but the codes, and both turned so that features can be appended as rows are.
        let codes = Recipe.apply(self, [.apply(Scale(by: .number(0)), [.operand(0)])])
        let turned = [Recipe.operand(0), codes].map { Recipe.apply(ExchangeAxes(), [$0]) }
        return .apply(ExchangeAxes(), [.apply(Concatenation(), turned)])
      },
      wrongExponent(.everyColumn), wrongExponent(.everyColumnTwice),
      wrongExponent(.shiftedCosines),
      Mistake(
        "position-blocks-not-interleaved", "All sines stand before all cosines.",
        remedy: "Here sine and cosine take turns; say which layout is meant, both exist."
      ) { [firstPosition] _ in
        .apply(
          SinusoidalPositions(firstPosition: firstPosition, base: 10_000, exponent: .inBlocks),
          [.operand(0)])
      },
      Mistake(
        "position-base-1000", "The base is 1000 instead of 10000.",
        remedy: "Use 10000^(2⌊i/2⌋/d)."
      ) { [firstPosition] _ in
        .apply(
          SinusoidalPositions(firstPosition: firstPosition, base: 1000, exponent: .paired),
          [.operand(0)])
      },
    ]
  }

  private func wrongExponent(_ exponent: Exponent) -> Mistake {
    Mistake(
      "position-exponent-wrong", "The exponent runs on between a sine and its cosine.",
      remedy: "Columns 2k and 2k + 1 share the exponent 2k/d."
    ) { [firstPosition] _ in
      .apply(
        SinusoidalPositions(firstPosition: firstPosition, base: 10_000, exponent: exponent),
        [.operand(0)])
    }
  }
}
