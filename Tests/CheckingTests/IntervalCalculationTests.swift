// SPDX-License-Identifier: MIT

import AttentionEngine
import Testing

@testable import Checking

/// Shares over intervals reach exactly as far as their corners: wider, and slips go by; narrower, and an
/// honest sheet is called wrong.
@Suite struct IntervalCalculationTests {
  private func value(
    _ tree: Arithmetic, _ operands: [Interval], takesNothingOff: Bool = false
  ) -> Interval {
    IntervalCalculation(
      habit: .rounding, decimals: 2, takesNothingOff: takesNothingOff,
      operand: { index, _ in operands[index] }
    ).value(of: tree)
  }

  private func operand(_ index: Int) -> Arithmetic { .operand(index: index, cell: []) }

  @Test func `a number divided by a sum it belongs to is counted once`() {
    let tree = Arithmetic.quotient(operand(0), .sum([operand(1), operand(0), operand(2)]))
    let found = value(tree, [Interval(1...2), Interval(1...2), Interval(2...3)])
    #expect(abs(found.lower - 1.0 / 6) < 1e-12 && abs(found.upper - 2.0 / 5) < 1e-12)
    // Twice in the sum, it is two numbers.
    let twice = Arithmetic.quotient(operand(0), .sum([operand(0), operand(0)]))
    #expect(value(twice, [Interval(1...2)]).contains(0.5))
  }

  @Test func `nothing divided by nothing is nothing where that is meant`() {
    let tree = Arithmetic.quotientOrZero(operand(0), operand(1))
    let zero = Interval(constant: 0)
    #expect(value(tree, [zero, zero]) == zero)
    #expect(value(tree, [Interval(1...2), Interval(4...8)]) == Interval(0.125...0.5))
    #expect(value(.quotient(operand(0), operand(1)), [zero, zero]).isNaN)
  }

  @Test func `the maximum is taken off, or nothing is`() {
    let tree = Arithmetic.shiftedExponential(operand(0), operand(1), empty: .nan)
    let operands = [Interval(constant: 1), Interval(constant: 3)]
    #expect(abs(value(tree, operands).middle - 0.1353352832) < 1e-9)
    #expect(abs(value(tree, operands, takesNothingOff: true).middle - 2.7182818285) < 1e-9)
    let blocked = Interval(constant: -.infinity)
    #expect(value(tree, [blocked, blocked]).isNaN)
  }
}
