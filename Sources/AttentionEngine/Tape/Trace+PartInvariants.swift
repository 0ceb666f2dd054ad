// SPDX-License-Identifier: MIT

import Tensors

extension Trace {
  /// Tiles and rings must give the answers of the plain pass: nothing in them is an approximation.
  func partsEqualTheWhole() -> [Invariant] {
    guard let plain = self[.headOutput] else { return [] }
    return [
      (StageID.tiledOutput, "tiles-equal-plain", "the tiles"),
      (.ringOutput, "ring-equals-plain", "the ring"),
    ].compactMap { stage, id, who in
      guard let found = self[stage], found.shape == plain.shape else { return nil }
      var largest = 0.0
      for (a, b) in zip(found.doubles, plain.doubles) where !(a.isNaN && b.isNaN) {
        let difference = a == b ? 0 : abs(a - b)
        largest = difference.isNaN ? .infinity : max(largest, difference)
      }
      let holds = largest <= slackOfParts
      return Invariant(
        id: id, stage: stage, holds: holds,
        finding: holds
          ? "\(who) and the plain pass give the same answers, but for rounding (below \(brief(slackOfParts)))"
          : "\(who) and the plain pass give different answers: by up to \(brief(largest))")
    }
  }

  /// Two orders of the same sums are apart by no more than their roundings.
  ///
  /// A row of n exponentials is summed, mixed with values and divided twice over: 2·(n + 5) roundings of
  /// something no larger than the largest value. A score of d_k products may be rounded differently
  /// as well, d_k roundings of its largest product on either side, and e^… passes that on.
  private var slackOfParts: Double {
    func largest(_ stage: StageID) -> Double {
      self[stage]?.doubles.lazy.filter(\.isFinite).map(abs).max() ?? 0
    }
    let keys = Double(self[.weights]?.shape.last ?? 1)
    let width = Double(self[.query]?.shape.last ?? 1)
    let scores = width * largest(.query) * largest(.key)
    return (2 * (keys + 5) + 2 * width * scores) * precision.unitRoundoff * largest(.value)
  }

  /// `0`, or two digits and a power of ten.
  private func brief(_ number: Double) -> String {
    guard number > 0, number.isFinite else { return number == 0 ? "0" : "\(number)" }
    var (digits, exponent) = (number, 0)
    while digits < 1 { (digits, exponent) = (digits * 10, exponent - 1) }
    while digits >= 10 { (digits, exponent) = (digits / 10, exponent + 1) }
    return "\((digits * 10).rounded() / 10)e\(exponent)"
  }
}
