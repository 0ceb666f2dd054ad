// SPDX-License-Identifier: MIT

import TestSupport
import Tensors
import Testing

@testable import AttentionEngine

@Suite struct ArithmeticTests {
  private func operand(_ index: Int, _ cell: Int...) -> Arithmetic {
    .operand(index: index, cell: cell)
  }

  @Test(arguments: 0..<40)
  func `substituting puts one tree into another`(_ seed: Int) {
    var trees = RandomArithmetic(random: RandomNumbers(seed: UInt64(seed)), operandCount: 3)
    let outer = trees.tree(depth: 3)
    let inner = (0..<3).map { _ in Arithmetic.hyperbolicTangent(trees.tree(depth: 2)) }
    let points = (0..<3).map { _ in Double.random(in: -1...1, using: &trees.random) }
    let whole = outer.substituting { inner[$1[0]] }
    let insides = inner.map { $0.evaluate { points[$1[0]] } }
    let expected = outer.evaluate { insides[$1[0]] }
    let found = whole.evaluate { points[$1[0]] }
    // The same numbers in the same order, but for sums and products that were joined: a
    // reassociation of at most 27 terms, whose size the tree's own magnitude bounds.
    let bound = outer.evaluate { BoundedNumber(exact: insides[$1[0]]) }.bound(.float64)
    #expect(abs(found - expected) <= max(bound, Double.ulpOfOne) * 27)
  }

  @Test func `sums of sums and products of products are joined`() {
    let sum = Arithmetic.sum([operand(0, 1), operand(1, 2)])
    let product = Arithmetic.product([operand(2, 0), operand(3, 0)])
    let joined = sum.substituting { index, cell in
      index == 0 ? .sum([self.operand(5, 0), self.operand(6, 0)]) : product
    }
    #expect(joined == .sum([operand(5, 0), operand(6, 0), product]))
    let one = Arithmetic.product([operand(0, 0), operand(1, 0)]).substituting { index, _ in
      index == 0 ? product : self.operand(9, 9)
    }
    #expect(one == .product([operand(2, 0), operand(3, 0), operand(9, 9)]))
  }

  @Test func `a sum of one term is that term`() {
    #expect(
      Arithmetic.sum([operand(0, 0)]).substituting { self.operand($0, $1[0]) } == operand(0, 0))
  }

  @Test func `operand cells come in the order written, each once`() {
    let tree = Arithmetic.sum([
      .product([operand(1, 4), operand(0, 2)]), .exponential(operand(1, 4)),
      .share(index: 1, terms: [operand(0, 2), operand(0, 3)], empty: .nan),
      .isFirstMaximum(index: 0, terms: [operand(2, 0)]),
      .shiftedExponential(operand(3, 1), operand(4, 1), empty: 0),
      .quotientOrZero(operand(5, 0), operand(1, 4)), .blocked(because: "it is late"),
      .power(.constant(2), operand(6, 0)), .sine(operand(7, 0)), .cosine(operand(7, 0)),
      .maximum([operand(7, 1)]), .hyperbolicTangent(operand(8, 0)),
      .difference(operand(9, 0), .quotient(operand(9, 1), operand(9, 0))),
    ])
    let found = tree.operandCells.map { "\($0.index):\($0.cell[0])" }
    #expect(
      found == [
        "1:4", "0:2", "0:3", "2:0", "3:1", "4:1", "5:0", "6:0", "7:0", "7:1", "8:0", "9:0", "9:1",
      ])
  }

  @Test func `doubles follow the rules for rows that see nothing`() {
    let none = -Double.infinity
    let share = Arithmetic.share(index: 0, terms: [operand(0, 0), operand(0, 1)], empty: 0)
    #expect(share.evaluate { _, _ in none } == 0)
    #expect(share.evaluate { $1[0] == 0 ? 3 : none } == 1)
    let exponential = Arithmetic.shiftedExponential(operand(0, 0), operand(0, 1), empty: 0)
    #expect(exponential.evaluate { _, _ in none } == 0)
    #expect(exponential.evaluate { $1[0] == 0 ? none : 2 } == 0)
    let quotient = Arithmetic.quotientOrZero(operand(0, 0), operand(0, 1))
    #expect(quotient.evaluate { $1[0] == 0 ? 3.0 : 0 } == 0)
    #expect(Arithmetic.blocked(because: "").evaluate { _, _ in 1.0 } == none)
    #expect(Arithmetic.sum([]).evaluate { _, _ in 1.0 } == 0)
    #expect(Arithmetic.product([]).evaluate { _, _ in 2.0 } == 1)
    #expect(Double.maximum([1, .nan, 2]).isNaN)
    #expect(Double.maximum([]) == none)
    #expect(Double.isFirstMaximum(1, of: [2, .nan, 9]) == 1)
    #expect(Double.isFirstMaximum(2, of: [2, .nan, 9]) == 0)
    #expect(Double.isFirstMaximum(0, of: [none, none]) == 1)
  }

  @Test func `a large shift keeps a share finite`() {
    let logits = [1000.0, 1001, -1000]
    let sum = (0..<3).map { Double.share($0, of: logits, empty: .nan) }.reduce(0, +)
    // Three shares, each rounded once, and their sum.
    #expect(abs(sum - 1) <= 5 * Double.ulpOfOne)
  }
}
