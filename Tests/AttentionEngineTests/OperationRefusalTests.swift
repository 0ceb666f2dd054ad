// SPDX-License-Identifier: MIT

import Tensors
import Testing

@testable import AttentionEngine

/// Operands that do not fit: the axes are refused, and the computation refuses them as well.
@Suite struct OperationRefusalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let operation: any Operation
    let operands: [[Axis]]

    init(_ name: String, _ operation: any Operation, _ operands: [Axis]...) {
      testDescription = name
      self.operation = operation
      self.operands = operands
    }
  }

  private static let scores = axes(.batch, .head, .query, .key, sizes: [2, 3, 5, 7])
  private static let table = axes(.position, "pair", sizes: [5, 2])

  static let cases: [Case] = [
    Case("product of a row", MatrixProduct(), axes(.key, sizes: [7]), scores),
    Case(
      "product with unequal inner sizes", MatrixProduct(), scores,
      axes(.key, .valueDimension, sizes: [11, 2])),
    Case(
      "product that is not transposed", MatrixProduct(), scores,
      axes(.head, .position, .key, sizes: [3, 11, 7])),
    Case(
      "product of unequal heads", MatrixProduct(), scores,
      axes(.head, .key, .valueDimension, sizes: [2, 7, 11])),
    Case("addition of another width", Addition(), scores, axes(.key, sizes: [5])),
    Case("difference of another width", Difference(), scores, axes(.key, sizes: [5])),
    Case("cell product of another width", CellProduct(), scores, axes(.key, sizes: [5])),
    Case(
      "constant that is larger",
      AddConstant(Tensor(axes: scores, repeating: 1)), axes(.query, .key, sizes: [5, 7])),
    Case("unchanged under other sizes", Unchanged(axes: scores), axes(.key, sizes: [7])),
    Case("stretch to another width", Stretch(to: scores), axes(.key, sizes: [5])),
    Case("stretch to something smaller", Stretch(to: axes(.key, sizes: [7])), scores),
    Case("sum over something larger", SumOver(to: scores), axes(.key, sizes: [7])),
    Case(
      "divide by a longer row", DivideByRow(), axes(.query, .key, sizes: [1, 7]),
      axes(.query, .key, sizes: [5, 7])),
    Case("shift by cells, not rows", ShiftedExponential(), scores, scores),
    Case(
      "shift by more rows", ShiftedExponential(), axes(.query, .key, sizes: [5, 7]),
      axes(.head, .query, .one, sizes: [3, 5, 1])),
    Case("softmax of a row without a matrix", Softmax(), axes(.key, sizes: [7])),
    Case("mask without heads", Mask([.causal(offsets: [0])]), axes(.query, .key, sizes: [5, 7])),
    Case("mask with offsets for three items", Mask([.causal(offsets: [1, 2, 3])]), scores),
    Case(
      "window with offsets for three items",
      Mask([.window(left: 1, right: 1, offsets: [1, 2, 3])]), scores),
    Case("mask with lengths for three items", Mask([.keyLengths([1, 2, 3])]), scores),
    Case(
      "mask with lengths but no batch", Mask([.keyLengths([1, 2])]),
      axes(.head, .query, .key, sizes: [3, 5, 7])),
    Case(
      "allow of another width", Mask([.allow(Tensor(axes: axes(.key, sizes: [5]), repeating: 1))]),
      scores),
    Case(
      "allow of one key", Mask([.allow(Tensor(axes: axes(.key, sizes: [1]), repeating: 1))]),
      scores),
    Case(
      "allow with more axes", Mask([.allow(Tensor(axes: scores, repeating: 1))]),
      axes(.head, .query, .key, sizes: [3, 5, 7])),
    Case(
      "split into unequal heads", SplitHeads(2, dimension: .keyDimension),
      axes(.position, .joined, sizes: [3, 5])),
    Case(
      "split into no heads", SplitHeads(0, dimension: .keyDimension),
      axes(.position, .joined, sizes: [3, 5])),
    Case("split a row", SplitHeads(1, dimension: .keyDimension), axes(.joined, sizes: [5])),
    Case("merge without heads", MergeHeads(), axes(.position, .keyDimension, sizes: [3, 5])),
    Case("repeat without heads", RepeatHeads(2), axes(.position, .keyDimension, sizes: [3, 5])),
    Case("sum unequal groups", SumHeadGroups(2), scores),
    Case("sum without heads", SumHeadGroups(1), axes(.position, .keyDimension, sizes: [3, 5])),
    Case("concatenation of other ranks", Concatenation(), scores, Array(scores.dropFirst())),
    Case(
      "concatenation of other widths", Concatenation(), scores,
      axes(.batch, .head, .query, .key, sizes: [2, 3, 5, 11])),
    Case("slice beyond the end", PositionSlice(3..<6), scores),
    Case("slice of a row", PositionSlice(0..<1), axes(.key, sizes: [7])),
    Case("alibi without heads", AlibiBias(), axes(.query, .key, sizes: [5, 7])),
    Case("sinusoidal for a row", SinusoidalPositions(), axes(.model, sizes: [7])),
    Case(
      "rotary with an odd count", Rotary(interleaved: true, dimensions: 3), scores, table, table),
    Case(
      "rotary with more than there are", Rotary(interleaved: true, dimensions: 8), scores, table,
      table),
    Case(
      "rotary with too few angles", Rotary(interleaved: true, dimensions: 6), scores, table, table),
    Case(
      "rotary with too few positions",
      Rotary(interleaved: true, dimensions: 4, firstPosition: 1), scores, table, table),
    Case(
      "rotary with unequal tables", Rotary(interleaved: true, dimensions: 4), scores, table,
      axes(.position, "pair", sizes: [7, 2])),
    Case(
      "rotary with tables for three items", Rotary(interleaved: true, dimensions: 4), scores,
      axes(.batch, .position, "pair", sizes: [3, 5, 2]),
      axes(.batch, .position, "pair", sizes: [3, 5, 2])),
    Case(
      "rotary with tables for items there are not", Rotary(interleaved: true, dimensions: 4),
      Array(scores.dropFirst()), axes(.batch, .position, "pair", sizes: [3, 5, 2]),
      axes(.batch, .position, "pair", sizes: [3, 5, 2])),
    Case(
      "rotary with a flat table", Rotary(interleaved: true, dimensions: 4), scores,
      axes("pair", sizes: [2]), axes("pair", sizes: [2])),
  ]

  @Test(arguments: cases)
  func `operands that do not fit are refused`(_ refused: Case) {
    let error = #expect(throws: ShapeError.self) {
      try refused.operation.resultAxes(refused.operands)
    }
    #expect(error.map { "\($0)".isEmpty } == false)
    #expect(throws: ShapeError.self) {
      try refused.operation.evaluate(
        refused.operands.map { Tensor<Double>(axes: $0, repeating: 1) })
    }
  }

  @Test func `a wrong key dimension is refused by name`() {
    let error = #expect(throws: ShapeError.self) {
      try MatrixProduct(transposingRight: true).resultAxes([
        axes(.query, .keyDimension, sizes: [5, 3]), axes(.key, .keyDimension, sizes: [7, 2]),
      ])
    }
    #expect(
      error
        == .axisMismatch(
          axis: "key_dim", left: 3, right: 2,
          context: "matrix product of [query=5, key_dim=3] and [key=7, key_dim=2]"))
  }

  @Test func `a run beyond the end is refused by the size of its own axis`() {
    let error = #expect(throws: ShapeError.self) {
      try PositionSlice(3..<6).resultAxes([axes(.head, .position, .key, sizes: [2, 5, 7])])
    }
    #expect(
      error
        == .axisMismatch(axis: "position", left: 6, right: 5, context: "taking positions 3 to 5"))
  }

  @Test func `labels of kept and new positions are joined and taken apart`() throws {
    let new = [Axis(.head, 2), Axis(.position, 2, labels: ["sat", "down"]), Axis(.key, 3)]
    let kept = axes(.head, .position, .key, sizes: [2, 1, 3])
    let joined = try Concatenation().resultAxes([kept, new])
    #expect(joined[1].labels == ["past 0", "sat", "down"])
    #expect(try PositionSlice(1..<3).resultAxes([joined])[1].labels == ["sat", "down"])
  }
}
