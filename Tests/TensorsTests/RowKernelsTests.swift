// SPDX-License-Identifier: MIT

import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct RowKernelsTests {
  private func row(_ numbers: [Double]) -> Tensor<Double> {
    Tensor(axes: [Axis(.query, 1), Axis(.key, numbers.count)], scalars: numbers)
  }

  @Test func `a softmax by hand`() {
    let weights = row([0, log(2.0), log(5.0)]).softmaxRows(emptyRow: .nan).scalars
    for (found, expected) in zip(weights, [0.125, 0.25, 0.625]) {
      #expect(abs(found - expected) < 1e-15)
    }
  }

  @Test func `rows sum to 1 and do not feel a constant`() {
    var generator = SplitMix64(seed: 4)
    let axes = [Axis(.head, 3), Axis(.query, 5), Axis(.key, 17)]
    let scores = Tensor<Float>.random(axes, in: -30...30, using: &generator)
      .mapRows { row in for index in row.indices { row[index] = (row[index] * 64).rounded() / 64 } }
    let weights = scores.softmaxRows(emptyRow: .nan)
    // Each of 17 quotients and 16 sums rounds once.
    for sum in weights.reducingRows(.sum).scalars { #expect(abs(sum - 1) <= 34 * Float.ulpOfOne) }
    let moved = scores.mapRows { row in for index in row.indices { row[index] += 1024 } }
    #expect(moved.softmaxRows(emptyRow: .nan).scalars == weights.scalars)
    #expect(
      scores.exchanging(0, 1).softmaxRows(emptyRow: .nan).exchanging(0, 1).scalars
        == weights.scalars)
  }

  @Test func `blocked cells are exactly 0, one allowed key takes all`() {
    #expect(row([-.infinity, 3, -.infinity]).softmaxRows(emptyRow: .nan).scalars == [0, 1, 0])
    #expect(row([1e300, -1e300]).softmaxRows(emptyRow: .nan).scalars == [1, 0])
  }

  @Test func `an empty row becomes what was asked for`() {
    let blocked = row([-.infinity, -.infinity])
    #expect(blocked.softmaxRows(emptyRow: 0).scalars == [0, 0])
    #expect(blocked.softmaxRows(emptyRow: .nan).scalars.allSatisfy { $0.isNaN })
  }

  @Test func `nan and +infinity are not hidden`() {
    #expect(row([1, .nan, -.infinity]).softmaxRows(emptyRow: 0).scalars.allSatisfy { $0.isNaN })
    #expect(row([-.infinity, .nan]).softmaxRows(emptyRow: 0).scalars.allSatisfy { $0.isNaN })
    #expect(row([1, .infinity]).softmaxRows(emptyRow: 0).scalars[1].isNaN)
  }

  @Test func `sums and maxima keep one place a row`() {
    let tensor = Tensor<Double>(
      axes: [Axis(.query, 2), Axis(.key, 3)], scalars: [1, 2, 3, -5, .nan, -7])
    let sums = tensor.reducingRows(.sum)
    #expect(sums.axes.inWords == "[query=2, 1=1]")
    #expect(sums.scalars[0] == 6)
    let maxima = tensor.reducingRows(.maximum)
    #expect(maxima.scalars[0] == 3)
    #expect(maxima.scalars[1].isNaN)
    let empty = Tensor<Double>(axes: [Axis(.query, 2), Axis(.key, 0)], scalars: [])
    #expect(empty.reducingRows(.sum).scalars == [0, 0])
    #expect(empty.reducingRows(.maximum).scalars == [-.infinity, -.infinity])
    #expect(empty.softmaxRows(emptyRow: 0).shape == [2, 0])
  }

  @Test func `elementwise operands stretch over each other`() throws {
    let axes = [Axis(.query, 2), Axis(.key, 3)]
    let left = Tensor<Double>(axes: axes, scalars: [6, 8, 10, 12, 14, 16])
    let right = Tensor<Double>(axes: [Axis(.query, 2), Axis(.one, 1)], scalars: [2, 4])
    func result(_ kind: ElementwiseKind) throws -> [Double] {
      try Tensor.elementwise(kind, left, right, axes: axes).scalars
    }
    #expect(try result(.sum) == [8, 10, 12, 16, 18, 20])
    #expect(try result(.difference) == [4, 6, 8, 8, 10, 12])
    #expect(try result(.product) == [12, 16, 20, 48, 56, 64])
    #expect(try result(.quotient) == [3, 4, 5, 3, 3.5, 4])
    #expect(left.multiplied(by: 0.5).scalars == [3, 4, 5, 6, 7, 8])
    let scalar = Tensor<Double>(axes: [], scalars: [2])
    #expect(try Tensor.elementwise(.sum, scalar, scalar, axes: []).scalars == [4])
    #expect(throws: ShapeError.self) { try Tensor.elementwise(.sum, left, right, axes: right.axes) }
  }
}
