// SPDX-License-Identifier: MIT

import AttentionEngine
import TestSupport
import Tensors
import Testing

/// An operation with operands it can be tried on: every dimension a different prime.
struct OperationSample: Sendable, CustomTestStringConvertible {
  let name: String
  let operation: any Operation
  let operands: [[Axis]]
  /// Where the operands' numbers lie.
  var range: ClosedRange<Double> = -2...2
  /// Which operands can be differentiated by central differences.
  var smoothOperands: [Int] = []
  /// Cells of the first operand that are −∞, row-major.
  var blockedCells: Set<Int> = []

  var testDescription: String { name }

  func tensors<Scalar: TensorScalar>(seed: UInt64 = 7) -> [Tensor<Scalar>] {
    var numbers = SplitMix64(seed: seed)
    return operands.enumerated().map { index, axes in
      let tensor = Tensor<Scalar>.random(axes, in: range, using: &numbers)
      guard index == 0, !blockedCells.isEmpty else { return tensor }
      return Tensor(
        axes: axes,
        scalars: tensor.scalars.enumerated().map { blockedCells.contains($0) ? -.infinity : $1 })
    }
  }
}

/// An axis for a sample.
private func axis(_ name: AxisName, _ size: Int) -> Axis { Axis(name, size) }

private let scores = [axis(.batch, 2), axis(.head, 3), axis(.query, 5), axis(.key, 7)]
private let rows = [axis(.head, 3), axis(.query, 5), axis(.one, 1)]
private let matrix = [axis(.head, 3), axis(.query, 5), axis(.key, 7)]
private let features = [axis(.batch, 2), axis(.position, 5), axis(.joined, 21)]
private let heads = [axis(.batch, 2), axis(.head, 3), axis(.position, 5), axis(.keyDimension, 7)]

extension OperationSample {
  static let all: [OperationSample] =
    products + elementwise + scaling + masks + softmaxes + headMoves + positions

  private static let products: [OperationSample] = {
    let samples: [(String, Bool, Bool, [Axis], [Axis])] = [
      ("plain", false, false, matrix, [axis(.head, 3), axis(.key, 7), axis(.valueDimension, 2)]),
      (
        "right transposed", false, true, heads,
        [axis(.batch, 2), axis(.head, 3), axis(.key, 11), axis(.keyDimension, 7)]
      ),
      (
        "left transposed", true, false, matrix,
        [axis(.head, 3), axis(.query, 5), axis(.valueDimension, 2)]
      ),
      (
        "both transposed", true, true, matrix,
        [axis(.head, 3), axis(.valueDimension, 2), axis(.query, 5)]
      ),
      ("one right for a batch", false, false, features, [axis(.joined, 21), axis(.model, 11)]),
      (
        "one right for a batch, transposed", false, true, features,
        [axis(.model, 11), axis(.joined, 21)]
      ),
    ]
    return samples.map { name, left, right, a, b in
      OperationSample(
        name: "matrix product, \(name)",
        operation: MatrixProduct(transposingLeft: left, transposingRight: right),
        operands: [a, b], smoothOperands: [0, 1])
    }
  }()

  private static let elementwise: [OperationSample] = [
    OperationSample(
      name: "addition of a bias", operation: Addition(addsBias: true),
      operands: [features, [axis(.joined, 21)]], smoothOperands: [0, 1]),
    OperationSample(
      name: "addition of equals", operation: Addition(), operands: [matrix, matrix],
      smoothOperands: [0, 1]),
    OperationSample(
      name: "difference", operation: Difference(), operands: [matrix, rows], smoothOperands: [0, 1]),
    OperationSample(
      name: "cell product", operation: CellProduct(), operands: [matrix, rows],
      smoothOperands: [0, 1]),
    OperationSample(
      name: "added constant",
      operation: AddConstant(
        Tensor(axes: [axis(.key, 7)], scalars: (0..<7).map { Double($0) / 3 })),
      operands: [matrix], smoothOperands: [0]),
    OperationSample(
      name: "unchanged", operation: Unchanged(axes: matrix), operands: [matrix],
      smoothOperands: [0]),
    OperationSample(
      name: "stretch", operation: Stretch(to: matrix), operands: [rows], smoothOperands: [0]),
    OperationSample(
      name: "sum over missing axes", operation: SumOver(to: [axis(.key, 7)]), operands: [matrix],
      smoothOperands: [0]),
    OperationSample(
      name: "sum over an axis of one", operation: SumOver(to: rows), operands: [matrix],
      smoothOperands: [0]),
  ]

  private static let scaling: [OperationSample] = [
    OperationSample(
      name: "scale by a root", operation: Scale(by: .inverseRoot(of: 7)), operands: [matrix],
      smoothOperands: [0]),
    OperationSample(
      name: "scale by a number", operation: Scale(by: .number(-0.3)), operands: [matrix],
      smoothOperands: [0]),
    OperationSample(
      name: "soft cap", operation: SoftCap(1.7), operands: [matrix], range: -5...5,
      smoothOperands: [0]),
    OperationSample(
      name: "soft cap slope", operation: SoftCapSlope(1.7), operands: [matrix], range: -1.5...1.5,
      smoothOperands: [0]),
  ]

  private static let masks: [OperationSample] = {
    func allow(_ axes: [Axis]) -> MaskRule {
      .allow(Tensor(axes: axes, scalars: (0..<axes.placeCount).map { $0 % 3 == 0 ? 0 : 1 }))
    }
    let rules: [(String, [MaskRule])] = [
      ("nothing", []), ("causal", [.causal(offsets: [0])]),
      ("causal with an offset an item", [.causal(offsets: [2, -1])]),
      ("window", [.window(left: 1, right: 2, offsets: [0])]),
      ("window to the left from an offset", [.window(left: 1, right: nil, offsets: [1, 3])]),
      ("key lengths", [.keyLengths([4, 7])]),
      ("allow over queries and keys", [allow([axis(.query, 5), axis(.key, 7)])]),
      ("allow by head", [allow([axis(.head, 3), axis(.query, 1), axis(.key, 7)])]),
      (
        "allow by item", [allow([axis(.batch, 2), axis(.head, 1), axis(.query, 5), axis(.key, 7)])]
      ),
      ("all of them", [.causal(offsets: [1]), .keyLengths([5, 6]), allow([axis(.key, 7)])]),
    ]
    return rules.map { name, rules in
      OperationSample(
        name: "mask, \(name)", operation: Mask(rules), operands: [scores], smoothOperands: [0])
    }
  }()

  private static let softmaxes: [OperationSample] = {
    let emptyRow = Set(7..<14)
    return [
      OperationSample(
        name: "softmax", operation: Softmax(), operands: [matrix], smoothOperands: [0]),
      OperationSample(
        name: "softmax with blocked cells", operation: Softmax(), operands: [matrix],
        blockedCells: [1, 2, 30]),
      OperationSample(
        name: "softmax of an empty row, nan", operation: Softmax(), operands: [matrix],
        blockedCells: emptyRow),
      OperationSample(
        name: "softmax of an empty row, zero", operation: Softmax(emptyRows: .zero),
        operands: [matrix], blockedCells: emptyRow),
      OperationSample(
        name: "softmax of large scores", operation: Softmax(), operands: [matrix],
        range: -900...900),
      OperationSample(
        name: "softmax over columns", operation: Softmax(over: .columns), operands: [matrix]),
      OperationSample(
        name: "softmax over everything", operation: Softmax(over: .wholeMatrix), operands: [matrix]),
      OperationSample(
        name: "row maximum", operation: RowMaximum(), operands: [matrix], smoothOperands: [0]),
      OperationSample(
        name: "place of the maximum", operation: MaximumIndicator(), operands: [matrix]),
      OperationSample(
        name: "shifted exponential", operation: ShiftedExponential(), operands: [matrix, rows],
        smoothOperands: [0, 1]),
      OperationSample(
        name: "shifted exponential with blocked cells",
        operation: ShiftedExponential(emptyRows: .zero), operands: [matrix, rows],
        blockedCells: [3, 8]),
      OperationSample(
        name: "exponential", operation: Exponential(), operands: [matrix], smoothOperands: [0]),
      OperationSample(
        name: "row sum", operation: RowSum(), operands: [matrix], smoothOperands: [0]),
      OperationSample(
        name: "division by a row's number", operation: DivideByRow(), operands: [matrix, rows],
        range: 0.5...2, smoothOperands: [0, 1]),
      OperationSample(
        name: "visible cells", operation: FiniteIndicator(), operands: [matrix],
        blockedCells: [0, 9]),
    ]
  }()

  private static let headMoves: [OperationSample] = [
    OperationSample(
      name: "split heads", operation: SplitHeads(3, dimension: .keyDimension),
      operands: [features], smoothOperands: [0]),
    OperationSample(
      name: "merge heads", operation: MergeHeads(), operands: [heads], smoothOperands: [0]),
    OperationSample(
      name: "repeat heads", operation: RepeatHeads(2), operands: [heads], smoothOperands: [0]),
    OperationSample(
      name: "sum head groups", operation: SumHeadGroups(2),
      operands: [[axis(.batch, 3), axis(.head, 4), axis(.position, 5), axis(.keyDimension, 7)]],
      smoothOperands: [0]),
    OperationSample(
      name: "concatenation", operation: Concatenation(),
      operands: [
        heads, [axis(.batch, 2), axis(.head, 3), axis(.position, 11), axis(.keyDimension, 7)],
      ], smoothOperands: [0, 1]),
    OperationSample(
      name: "position slice", operation: PositionSlice(1..<4), operands: [heads],
      smoothOperands: [0]),
  ]

  private static let positions: [OperationSample] = {
    let table = [axis(.position, 11), axis("pair", 3)]
    let perItem = [axis(.batch, 2), axis(.position, 11), axis("pair", 3)]
    return [
      OperationSample(
        name: "sinusoidal positions", operation: SinusoidalPositions(firstPosition: 3),
        operands: [features], smoothOperands: [0]),
      OperationSample(
        name: "ALiBi", operation: AlibiBias(offset: 2), operands: [scores], smoothOperands: [0]),
      OperationSample(
        name: "rotary, halves", operation: Rotary(interleaved: false, dimensions: 6),
        operands: [heads, table, table], smoothOperands: [0]),
      OperationSample(
        name: "rotary, interleaved, a table an item, from position 2",
        operation: Rotary(interleaved: true, dimensions: 6, firstPosition: 2),
        operands: [heads, perItem, perItem], smoothOperands: [0]),
    ]
  }()
}
