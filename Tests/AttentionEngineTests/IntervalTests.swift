// SPDX-License-Identifier: MIT

import AttentionEngine
import TestSupport
import Testing

@Suite struct IntervalTests {
  private static let trees: [(String, Arithmetic)] = {
    let a = Arithmetic.operand(index: 0, cell: [0])
    let b = Arithmetic.operand(index: 0, cell: [1])
    let c = Arithmetic.operand(index: 0, cell: [2])
    return [
      ("sum", .sum([a, b, c])), ("difference", .difference(a, b)),
      ("product", .product([a, b, c])), ("quotient", .quotient(a, .sum([b, .constant(5)]))),
      ("exponential", .exponential(a)),
      ("tanh", .hyperbolicTangent(.product([a, .constant(0.4)]))),
      ("sine", .sine(.product([a, .constant(3)]))),
      ("cosine", .cosine(.product([b, .constant(4)]))),
      ("maximum", .maximum([a, b, c])), ("share", .share(index: 1, terms: [a, b, c], empty: .nan)),
      ("shifted exponential", .shiftedExponential(a, .maximum([a, b]), empty: 0)),
      ("power", .power(.constant(10_000), .constant(0.25))),
      ("first maximum", .isFirstMaximum(index: 2, terms: [a, b, c])),
      ("or zero", .quotientOrZero(a, .exponential(b))),
    ]
  }()

  /// Whatever points are drawn from the operands' intervals, the result lies in the result's.
  @Test(arguments: trees)
  func `an interval holds what its points give`(_ name: String, _ tree: Arithmetic) {
    var numbers = SplitMix64(seed: 17)
    for _ in 0..<500 {
      let centres = (0..<3).map { _ in Double.random(in: -2...2, using: &numbers) }
      let widths = (0..<3).map { _ in Double.random(in: 0...0.5, using: &numbers) }
      let interval = tree.evaluate { _, cell in
        Interval((centres[cell[0]] - widths[cell[0]])...(centres[cell[0]] + widths[cell[0]]))
      }
      let point = tree.evaluate { _, cell in
        centres[cell[0]] + widths[cell[0]] * Double.random(in: -1...1, using: &numbers)
      }
      // Operands that occur twice were drawn twice: still inside, since intervals forget that.
      #expect(interval.contains(point, slack: 1e-12), "\(name): \(point) in \(interval)")
    }
  }

  /// A share grows with its own score and falls with the others, so its corners are exact.
  @Test func `the interval of a share is no wider than its corners`() {
    let scores = [Interval(0.9...1.1), Interval(1.9...2.1), Interval(-0.1...0.1)]
    let share = Interval.share(0, of: scores, empty: .nan)
    #expect(share.lower == Double.share(0, of: [0.9, 2.1, 0.1], empty: .nan))
    #expect(share.upper == Double.share(0, of: [1.1, 1.9, -0.1], empty: .nan))
    let plain =
      scores[0].exponential()
      / (scores[0].exponential() + scores[1].exponential() + scores[2].exponential())
    #expect(share.width < plain.width * 0.8)
  }

  @Test func `division by what may be zero is unbounded`() {
    let quotient = Interval(1...2) / Interval(-1...1)
    #expect(quotient.lower == -.infinity && quotient.upper == .infinity)
  }

  @Test func `an empty row is exactly what the problem says`() {
    let hidden = Interval(constant: -.infinity)
    #expect(Interval.share(0, of: [hidden, hidden], empty: 0) == Interval(constant: 0))
  }
}
