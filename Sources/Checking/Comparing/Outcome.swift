// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// How an array compares with what follows from the ones before, and with the truth.
struct Outcome {
  let found: Tensor<Double>
  let expected: RoundedTensor
  let truly: RoundedTensor
  /// Cells that fit neither.
  let wrong: [Bool]
  let worst: (index: Int, difference: CellFit.Difference)

  init(
    _ found: Tensor<Double>, _ expected: RoundedTensor, _ truly: RoundedTensor, _ fit: CellFit
  ) {
    self.found = found
    self.expected = expected
    self.truly = truly
    var wrong = [Bool](repeating: false, count: found.count)
    let nothing = CellFit.Difference(error: 0, tolerance: 0, ratio: -1)
    var worst = (index: 0, difference: nothing)
    fit.forEachDifference(found, expected, truly) { index, following, true_ in
      let best = following.ratio <= true_.ratio ? following : true_
      wrong[index] = !(best.ratio <= 1)
      if best.ratio > worst.difference.ratio { worst = (index, best) }
    }
    self.wrong = wrong
    self.worst = worst
  }

  var fits: Bool { !wrong.contains(true) }

  func fitsTruth(_ fit: CellFit) -> Bool { fit.fits(found, truly) }

  func stage(_ trace: Trace, _ place: Int) -> StageID { trace.records[place].stage ?? StageID("?") }
}

extension RoundedTensor {
  func scaled(by factor: Double) -> RoundedTensor {
    RoundedTensor(
      value: value.multiplied(by: factor),
      error: error.multiplied(by: abs(factor) * (1 + 0x1p-20)))
  }
}

extension [Double] {
  /// Whether all numbers are the same.
  var isConstant: Bool {
    guard let first else { return true }
    return allSatisfy { $0 == first || ($0.isNaN && first.isNaN) }
  }
}
