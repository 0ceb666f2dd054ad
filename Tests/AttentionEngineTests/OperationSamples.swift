// SPDX-License-Identifier: MIT

import Tensors

@testable import AttentionEngine

/// A sample of every operation and every variant of it; a new operation is added here.
///
/// Sizes are different primes, so that no axis can stand in for another.
enum OperationSamples {
  static let all =
    products + cellByCell + wrongWays + rows + softmaxes + masks + heads + positions + parts

  // MARK: - Matrix products

  private static let left = axes(.batch, .head, .query, "inner", sizes: [2, 3, 5, 7])

  static let products: [OperationSample] = [
    OperationSample(
      "product", MatrixProduct(),
      [left, axes(.batch, .head, "inner", .valueDimension, sizes: [2, 3, 7, 11])]),
    OperationSample(
      "product, right transposed",
      MatrixProduct(transposingRight: true, rows: .query, columns: .key, purpose: .scores),
      [left, axes(.batch, .head, .position, "inner", sizes: [2, 3, 11, 7])]),
    OperationSample(
      "product, left transposed", MatrixProduct(transposingLeft: true),
      [
        axes(.head, "inner", .query, sizes: [3, 7, 5]),
        axes(.head, "inner", .model, sizes: [3, 7, 2]),
      ]),
    OperationSample(
      "product, both transposed", MatrixProduct(transposingLeft: true, transposingRight: true),
      [
        axes(.head, "inner", .query, sizes: [3, 7, 5]),
        axes(.head, .model, "inner", sizes: [3, 2, 7]),
      ]),
    OperationSample(
      "product, one matrix for the batch", MatrixProduct(purpose: .projection),
      [axes(.batch, .position, .model, sizes: [3, 5, 7]), axes(.model, .joined, sizes: [7, 2])]),
    OperationSample(
      "product, left stretched", MatrixProduct(purpose: .mixing),
      [
        axes(.query, .key, sizes: [5, 7]),
        axes(.batch, .head, .key, .valueDimension, sizes: [2, 3, 7, 11]),
      ]),
    OperationSample(
      "product, one head for all", MatrixProduct(transposingRight: true),
      [left, axes(.batch, .head, .position, "inner", sizes: [2, 1, 11, 7])]),
    OperationSample(
      "product, one item for all", MatrixProduct(),
      [
        axes(.batch, .head, .query, "inner", sizes: [1, 3, 5, 7]),
        axes(.batch, .head, "inner", .valueDimension, sizes: [2, 3, 7, 11]),
      ]),
    OperationSample(
      "product, one term", MatrixProduct(),
      [axes(.query, "inner", sizes: [5, 1]), axes("inner", .model, sizes: [1, 3])]),
    OperationSample(
      "product, a row and a column", MatrixProduct(),
      [axes(.query, "inner", sizes: [1, 13]), axes("inner", .model, sizes: [13, 1])]),
  ]

  // MARK: - Cell by cell

  static let scores = axes(.batch, .head, .query, .key, sizes: [2, 3, 5, 7])
  private static let oneRow = axes(.key, sizes: [7])
  private static let inside = axes(.head, .query, .key, sizes: [3, 1, 7])

  static let cellByCell: [OperationSample] = [
    OperationSample("scale by a root", Scale(by: .inverseRoot(of: 3)), [scores]),
    OperationSample("scale by a number", Scale(by: .number(-0.3)), [scores]),
    OperationSample("addition", Addition(), [scores, scores]),
    OperationSample("addition of a bias", Addition(addsBias: true), [scores, oneRow]),
    OperationSample("addition, left stretched", Addition(), [inside, scores]),
    OperationSample(
      "addition, both stretched", Addition(),
      [
        axes(.query, .key, sizes: [5, 1]), axes(.query, .key, sizes: [1, 7]),
      ]),
    OperationSample("difference", Difference(), [scores, scores]),
    OperationSample("difference, right stretched", Difference(), [scores, inside]),
    OperationSample("cell product", CellProduct(), [scores, scores]),
    OperationSample("cell product, right stretched", CellProduct(), [scores, inside]),
    OperationSample("cell product, left stretched", CellProduct(), [oneRow, scores]),
    OperationSample(
      "add constant",
      AddConstant(
        Tensor(
          axes: axes(.query, .key, sizes: [5, 7]), scalars: (0..<35).map { 0.1 * Double($0) - 1 })),
      [scores]),
    OperationSample("exponential", Exponential(), [scores]),
    OperationSample("soft cap", SoftCap(1.7), [scores], in: -5...5),
    OperationSample("soft cap slope", SoftCapSlope(1.7), [scores], in: -1.6...1.6),
    OperationSample("unchanged", Unchanged(axes: scores), [scores]),
    OperationSample("finite indicator", FiniteIndicator(), [scores], slope: .absent) {
      $1[3] == 2 ? -.infinity : $1[3] == 4 ? -1e9 : $1[3] == 5 ? 1e4 : $2
    },
    OperationSample(
      "stretch, missing axes", Stretch(to: scores), [axes(.query, .key, sizes: [5, 7])]),
    OperationSample(
      "stretch, an axis of one", Stretch(to: scores),
      [
        axes(.batch, .head, .query, .one, sizes: [2, 3, 5, 1])
      ]),
    OperationSample("sum over missing axes", SumOver(to: axes(.key, sizes: [7])), [scores]),
    OperationSample(
      "sum over axes of one", SumOver(to: axes(.head, .query, .one, sizes: [3, 1, 1])), [scores]),
  ]

  // MARK: - Rows

  private static let rowNumbers = axes(.batch, .head, .query, .one, sizes: [2, 3, 5, 1])

  static let rows: [OperationSample] = [
    OperationSample("row sum", RowSum(), [scores]),
    OperationSample("row maximum", RowMaximum(), [scores]),
    OperationSample("row maximum with blocked cells", RowMaximum(), [scores], slope: .absent) {
      $1[3] <= $1[2] ? $2 : -.infinity
    },
    OperationSample("row maximum of an empty row", RowMaximum(), [scores], slope: .absent) {
      $1[2] == 3 ? -.infinity : $2
    },
    OperationSample("maximum indicator", MaximumIndicator(), [scores], slope: .absent),
    OperationSample("maximum indicator, ties", MaximumIndicator(), [scores], slope: .absent) {
      $1[3] >= 3 ? 9 : $2
    },
    OperationSample(
      "maximum indicator, NaN and empty", MaximumIndicator(), [scores], slope: .absent
    ) { $1[2] == 1 ? -.infinity : $1[2] == 2 && $1[3] == 4 ? .nan : $2 },
    OperationSample("divide by row", DivideByRow(), [scores, rowNumbers], in: 0.5...2),
    OperationSample(
      "divide by row, nothing visible", DivideByRow(), [scores, rowNumbers], in: 0.5...2,
      slope: .absent, adjust: emptyThirdRow),
    OperationSample(
      "divide by row, zero for nothing", DivideByRow(emptyRows: .zero), [scores, rowNumbers],
      in: 0.5...2, slope: .absent, adjust: emptyThirdRow),
    OperationSample("shifted exponential", ShiftedExponential(), [scores, rowNumbers]),
    OperationSample(
      "shifted exponential, one shift for all", ShiftedExponential(),
      [scores, axes(.query, .one, sizes: [5, 1])]),
    OperationSample(
      "shifted exponential, nothing visible", ShiftedExponential(), [scores, rowNumbers],
      slope: .absent, adjust: blockThirdRow),
    OperationSample(
      "shifted exponential, zero for nothing", ShiftedExponential(emptyRows: .zero),
      [scores, rowNumbers], slope: .absent, adjust: blockThirdRow),
  ]

  @Sendable private static func emptyThirdRow(_: Int, _ cell: [Int], _ number: Double) -> Double {
    cell[2] == 2 ? 0 : number
  }

  @Sendable private static func blockThirdRow(
    _ operand: Int, _ cell: [Int], _ number: Double
  ) -> Double {
    cell[2] == 2 || (operand == 0 && cell[3] == 1) ? -.infinity : number
  }

  // MARK: - Softmax

  static let softmaxes: [OperationSample] = [
    OperationSample("softmax", Softmax(), [scores], in: -4...4),
    OperationSample("softmax of a wide range", Softmax(), [scores], in: -90...90, slope: .absent),
    OperationSample("softmax over columns", Softmax(over: .columns), [scores]),
    OperationSample("softmax over the whole matrix", Softmax(over: .wholeMatrix), [scores]),
    OperationSample("softmax, causal", Softmax(), [scores]) {
      $1[3] <= $1[2] ? $2 : -.infinity
    },
    OperationSample("softmax, empty rows NaN", Softmax(), [scores], slope: .absent) {
      $1[2] == 3 || $1[3] == 1 ? -.infinity : $2
    },
    OperationSample("softmax, empty rows zero", Softmax(emptyRows: .zero), [scores]) {
      $1[2] == 3 || $1[3] == 1 ? -.infinity : $2
    },
    OperationSample(
      "softmax over columns, an empty one", Softmax(emptyRows: .zero, over: .columns), [scores]
    ) { $1[3] == 3 ? -.infinity : $2 },
  ]
}
