// SPDX-License-Identifier: MIT

import AttentionEngine

/// Computes the arithmetic of a cell over intervals, as a learner with a given habit may have done.
///
/// Two quantities would come out too wide if every occurrence of a number were taken by itself: a
/// share, and a number divided by a sum it belongs to. Both grow with their own exponential and fall
/// with the others.
struct IntervalCalculation {
  let habit: Habit
  let decimals: Int
  /// Whether e^(score − maximum) is taken as e^score: any constant may be taken off a row.
  var takesNothingOff = false
  let operand: (_ index: Int, _ cell: [Int]) -> Interval

  private var margin: Double { habit.scratchMargin(decimals) }

  func value(of tree: Arithmetic) -> Interval {
    switch tree {
    case .operand(let index, let cell): operand(index, cell)
    case .constant(let value, let notation): constant(value, isNoted: notation != nil)
    case .sum(let terms): sum(terms)
    case .product(let factors): product(factors)
    case .difference(let a, let b): value(of: a) - value(of: b)
    case .quotient(let a, .sum(let terms)) where terms.contains(a): share(of: a, among: terms)
    case .quotient(let a, let b): value(of: a) / value(of: b)
    case .quotientOrZero(let a, let b): quotientOrZero(value(of: a), value(of: b))
    case .power(let a, let b): value(of: a).raised(to: value(of: b))
    case .exponential(let a): value(of: a).exponential()
    case .shiftedExponential(let a, let b, let empty):
      shifted(value(of: a), value(of: b), empty: empty)
    case .hyperbolicTangent(let a): value(of: a).hyperbolicTangent()
    case .sine(let a): value(of: a).sine()
    case .cosine(let a): value(of: a).cosine()
    case .maximum(let terms): Interval.maximum(terms.map { value(of: $0) })
    case .share(let index, let terms, let empty):
      softmaxShare(index, terms.map { value(of: $0) }, empty: empty)
    case .blocked: Interval(constant: -.infinity)
    case .isFirstMaximum(let index, let terms):
      Interval.isFirstMaximum(index, of: terms.map { value(of: $0) })
    }
  }

  private func sum(_ terms: [Arithmetic]) -> Interval {
    guard terms.count > 0 else { return Interval(constant: 0) }
    var result = value(of: terms[0])
    var next = 1
    while next < terms.count {
      result = result + value(of: terms[next])
      next += 1
    }
    return result
  }

  private func product(_ factors: [Arithmetic]) -> Interval {
    guard factors.count > 0 else { return Interval(constant: 1) }
    var result = value(of: factors[0])
    var next = 1
    while next < factors.count {
      result = result * value(of: factors[next])
      next += 1
    }
    return result
  }

  /// A root such as √3 may have been noted as 1.73.
  private func constant(_ value: Double, isNoted: Bool) -> Interval {
    let exact = Interval(constant: value)
    guard isNoted, habit != .rounding, value.isFinite else { return exact }
    let power = 1 / unit(decimals)
    return exact.including((value * power).rounded() / power)
      .including((value * power).rounded(.towardZero) / power)
  }

  private func quotientOrZero(_ a: Interval, _ b: Interval) -> Interval {
    b.isZero ? Interval(constant: 0) : a / b
  }

  private func shifted(_ score: Interval, _ shift: Interval, empty: Double) -> Interval {
    if score.isMinusInfinity && shift.isMinusInfinity { return Interval(constant: empty) }
    return takesNothingOff ? score.exponential() : (score - shift).exponential()
  }

  /// A number divided by a sum of numbers from 0 up, of which it is one.
  private func share(of own: Arithmetic, among terms: [Arithmetic]) -> Interval {
    let numerator = value(of: own)
    var others = Interval(constant: 0)
    var isOwnPassed = false
    for term in terms {
      if term == own && !isOwnPassed {
        isOwnPassed = true
      } else {
        others = others + value(of: term)
      }
    }
    let total = (others + numerator).widened(by: margin)
    guard others.lower >= 0, numerator.lower >= 0, total.lower > 0 else {
      return numerator / total
    }
    return .between(
      numerator.lower / (numerator.lower + others.upper + margin),
      numerator.upper / max(numerator.upper, numerator.upper + others.lower - margin))
  }

  /// A share whose exponentials and row sum were noted with few decimals, if that is the habit; with
  /// nothing, 1 or the largest score taken off first, since nobody is asked which.
  private func softmaxShare(_ index: Int, _ logits: [Interval], empty: Double) -> Interval {
    let exact = Interval.share(index, of: logits, empty: empty)
    guard margin > 0, !exact.isNaN, logits[index].upper > -.infinity else { return exact }
    let highest = logits.map(\.middle).filter(\.isFinite).max() ?? 0
    var result = exact
    for shift in [0, 1, highest] {
      let noted = logits.map { logit in
        let number = (logit - Interval(constant: shift)).exponential()
        return logit.isMinusInfinity ? number : Self.nonNegative(number.widened(by: margin))
      }
      let own = noted[index]
      let others = noted.indices.filter { $0 != index }.reduce(Interval(constant: 0)) {
        $0 + noted[$1]
      }
      guard own.isFinite, others.isFinite else { continue }
      let lowest = own.lower / max(own.lower + others.upper + margin, .leastNormalMagnitude)
      let most = own.upper + others.lower - margin
      result = result.including(lowest).including(most > 0 ? own.upper / most : 1)
    }
    return result
  }

  private static func nonNegative(_ interval: Interval) -> Interval {
    .between(max(0, interval.lower), max(0, interval.upper))
  }
}
