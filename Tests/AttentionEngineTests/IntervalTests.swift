// SPDX-License-Identifier: MIT

import TestSupport
import Testing

@testable import AttentionEngine

/// What `Interval` promises: the result lies inside, but for the 1e-9 that who compares adds.
private let slack = 1e-9

@Suite struct IntervalTests {
  @Test(arguments: 0..<60)
  func `an interval holds the result of every point inside`(_ seed: Int) {
    var trees = RandomArithmetic(random: RandomNumbers(seed: UInt64(seed)), operandCount: 5)
    for depth in 1...4 {
      let tree = trees.tree(depth: depth)
      let operands = (0..<5).map { place -> Interval in
        let middle = Double.random(in: -1.5...1.5, using: &trees.random)
        // Typed numbers, wide ones, and exact ones.
        let width = [0.005, 0.5, 0, 2, 0.1][place]
        return Interval((middle - width)...(middle + width))
      }
      let result = tree.evaluate { operands[$1[0]] }
      for _ in 0..<20 {
        let points = operands.map { Double.random(in: $0.lower...$0.upper, using: &trees.random) }
        let value = tree.evaluate { points[$1[0]] }
        #expect(
          result.contains(value, slack: slack * max(1, abs(value))),
          "\(value) is not in \(result) of \(tree)")
      }
    }
  }

  @Test(arguments: 0..<60)
  func `exact operands give an exact result`(_ seed: Int) {
    var trees = RandomArithmetic(random: RandomNumbers(seed: UInt64(seed)), operandCount: 3)
    let tree = trees.tree(depth: 4)
    let points = (0..<3).map { _ in Double.random(in: -1.5...1.5, using: &trees.random) }
    let value = tree.evaluate { points[$1[0]] }
    let result = tree.evaluate { Interval(constant: points[$1[0]]) }
    #expect(result.contains(value, slack: slack * max(1, abs(value))))
    #expect(result.width <= slack * max(1, abs(value)))
  }

  @Test(arguments: 2...6)
  func `a share reaches exactly as far as its corners`(_ count: Int) {
    var random = RandomNumbers(seed: UInt64(count))
    let logits = (0..<count).map { _ in
      let middle = Double.random(in: -3...3, using: &random)
      return Interval((middle - 0.4)...(middle + 0.3))
    }
    for index in 0..<count {
      let found = Interval.share(index, of: logits, empty: .nan)
      var corners: [Double] = []
      for choice in 0..<(1 << count) {
        let corner = logits.indices.map {
          choice >> $0 & 1 == 0 ? logits[$0].lower : logits[$0].upper
        }
        corners.append(Double.share(index, of: corner, empty: .nan))
      }
      #expect(found.lower == corners.min() && found.upper == corners.max())
    }
  }

  /// Plain intervals forget that a logit stands above and below the line: they are 1/(1 − share)
  /// too wide.
  @Test func `a share is less than half as wide as plain interval arithmetic makes it`() {
    let logits = [2.0, 1, 0.5].map { Interval(($0 - 0.05)...($0 + 0.05)) }
    let share = Interval.share(0, of: logits, empty: .nan)
    let sum = logits.dropFirst().reduce(logits[0].exponential()) { $0 + $1.exponential() }
    #expect(share.width < 0.5 * (logits[0].exponential() / sum).width)
  }

  @Test func `blocked keys take no share and an empty row is what it was given`() {
    let blocked = Interval(constant: -.infinity)
    let logits = [blocked, Interval(0.9...1.1), blocked, Interval(0.2...0.3)]
    #expect(Interval.share(0, of: logits, empty: .nan) == Interval(constant: 0))
    let one = Interval.share(1, of: [blocked, logits[1], blocked], empty: .nan)
    #expect(one == Interval(constant: 1))
    #expect(Interval.share(1, of: [blocked, blocked], empty: 0) == Interval(constant: 0))
    #expect(Interval.share(1, of: [blocked, blocked], empty: .nan).lower.isNaN)
    let exponential = Arithmetic.shiftedExponential(
      .operand(index: 0, cell: []), .operand(index: 1, cell: []), empty: 0)
    #expect(exponential.evaluate { _, _ in blocked } == Interval(constant: 0))
  }

  @Test func `only what can be nothing else is minus infinity`() {
    #expect(Interval(constant: -.infinity).isMinusInfinity)
    #expect(!Interval(-.infinity...0).isMinusInfinity)
    #expect(!Interval(constant: .infinity).isMinusInfinity)
    // So a score that is unbounded below is no blocked one: it takes its share.
    let open = Interval(-.infinity...0)
    let share = Interval.share(0, of: [open, Interval(constant: 0)], empty: .nan)
    #expect(share.lower == 0 && share.upper == 0.5)
  }

  @Test func `a share of something unbounded stays between 0 and 1`() {
    let unbounded = Interval(-.infinity ... .infinity)
    let share = Interval.share(0, of: [Interval(1...2), unbounded], empty: .nan)
    #expect(share.lower == 0 && share.upper == 1)
    let own = Interval.share(1, of: [Interval(1...2), unbounded], empty: .nan)
    #expect(own.lower == 0 && own.upper == 1)
  }

  @Test func `a divisor that may be zero leaves the quotient unbounded`() {
    let quotient = Interval(1...2) / Interval(-0.5...0.5)
    #expect(quotient.contains(-1e300) && quotient.contains(1e300))
    #expect((Interval(1...2) / Interval(constant: 0)).lower.isNaN)
    // Zero times a bound that is never reached is zero, not NaN.
    #expect((quotient * Interval(constant: 0)) == Interval(constant: 0))
    #expect((quotient * Interval(0...1)).contains(-1e300))
    #expect((Interval(constant: .infinity) * Interval(constant: 0)).lower.isNaN)
    let orZero = Arithmetic.quotientOrZero(
      .operand(index: 0, cell: []), .operand(index: 1, cell: []))
    #expect(
      orZero.evaluate { index, _ in index == 0 ? Interval(1...2) : Interval(constant: 0) }
        == Interval(constant: 0))
  }

  @Test func `peaks and troughs inside are seen`() {
    #expect(Interval(3...3.3).cosine().lower == -1)
    #expect(Interval(-0.1...0.2).cosine().upper == 1)
    #expect(Interval(1.5...1.7).sine().upper == 1)
    #expect(Interval(0...7).cosine() == Interval(-1...1))
    #expect(Interval(3...6.5).cosine() == Interval(-1...1))
    #expect(Interval(-2...1).raised(to: Interval(constant: 2)) == Interval(0...4))
    #expect(Interval(-2...1).raised(to: Interval(constant: 3)) == Interval(-8...1))
    #expect(Interval(0.5...2).raised(to: Interval(-1...1)) == Interval(0.5...2))
    #expect(Interval(2...3).raised(to: Interval(constant: -1)) == Interval((1.0 / 3)...0.5))
    #expect(Interval(-2...1).raised(to: Interval(constant: -1)).contains(-1e300))
  }

  @Test func `NaN is hidden by nothing`() {
    let (nan, one) = (Interval(constant: .nan), Interval(constant: 1))
    for result in [
      nan + one, one - nan, nan * Interval(constant: 0), one / nan, nan.exponential(),
      Interval.maximum([one, nan]), Interval.maximum([nan, one]),
      Interval.share(0, of: [one, nan], empty: 0),
    ] {
      #expect(result.lower.isNaN && result.upper.isNaN)
      #expect(!result.contains(1))
    }
  }

  @Test func `typed numbers hold what they were rounded from`() {
    let typed = Interval(0.125...0.135)
    #expect((typed + typed).contains(0.26))
    #expect(!(typed + typed).contains(0.2701))
    #expect(Interval(0.125...0.135).width.rounded(.down) == 0)
    #expect(typed.contains(0.1351, slack: 0.001))
  }

  @Test func `a first maximum that is not certain may be either`() {
    let far = [Interval(0...1), Interval(2...3)]
    #expect(Interval.isFirstMaximum(1, of: far) == Interval(constant: 1))
    #expect(Interval.isFirstMaximum(0, of: far) == Interval(constant: 0))
    let near = [Interval(0...1), Interval(0.5...1.5)]
    #expect(Interval.isFirstMaximum(0, of: near) == Interval(0...1))
    let ties = [Interval(constant: 1), Interval(constant: 1)]
    #expect(Interval.isFirstMaximum(0, of: ties) == Interval(constant: 1))
    #expect(Interval.isFirstMaximum(1, of: ties) == Interval(constant: 0))
  }
}
