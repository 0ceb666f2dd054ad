// SPDX-License-Identifier: MIT

import Tensors
import Testing

@testable import AttentionEngine

/// The work an operation states against the arithmetic of all its cells, counted one by one.
@Suite struct WorkTests {
  /// Steps whose cells share something: stating less than each cell by itself would need is right.
  private static let sharing: Set<String> = [
    "Softmax", "SoftCapSlope", "MergeOutputs", "MaximumIndicator",
  ]

  @Test(arguments: OperationSamples.all)
  func `work is what the arithmetic of the cells counts`(_ sample: OperationSample) throws {
    // Only mistakes take other exponents or ask what is finite, and nobody counts what they cost.
    guard !sample.name.contains("wrong base"), !(sample.operation is FiniteIndicator) else {
      return
    }
    let work = sample.operation.work(sample.operands)
    let axes = try sample.operation.resultAxes(sample.operands)
    let byHand = allCells(axes.map(\.size)).reduce(0) {
      $0 + sample.operation.arithmetic(of: $1, sample.operands).operationCount
    }
    if Self.sharing.contains(sample.typeName) {
      #expect(work.operations <= byHand)
      #expect(work.operations >= axes.placeCount)
    } else {
      // A loop that starts from nothing adds once more than a person does.
      let starts = work.operations - byHand
      #expect(starts == 0 || starts == work.cells || starts == axes.placeCount, "\(starts)")
      #expect(starts == 0 || work.terms != nil || Self.sums.contains(sample.typeName))
    }
  }

  private static let sums: Set<String> = ["SumOver", "SumHeadGroups"]

  @Test func `a product of matrices is twice m times k times n`() {
    let sample = OperationSamples.products[0]
    #expect(sample.operation.work(sample.operands).operations == 2 * (2 * 3 * 5) * 7 * 11)
  }

  @Test func `a softmax costs what its steps cost`() throws {
    let scores = OperationSamples.scores
    let column = Array(scores.dropLast()) + [Axis(.one, 1)]
    let steps: [(any Operation, [[Axis]])] = [
      (RowMaximum(), [scores]), (ShiftedExponential(), [scores, column]), (RowSum(), [scores]),
      (DivideByRow(), [scores, column]),
    ]
    let total = steps.reduce(0) { $0 + $1.0.work($1.1).operations }
    #expect(Softmax().work([scores]).operations == total)
    #expect(total == 5 * scores.placeCount)
  }
}
