// SPDX-License-Identifier: MIT

import Tensors

extension Softmax {
  /// What goes wrong only where exponentials leave the range of their type.
  var rangeMistakes: [Mistake] {
    let plain = Recipe.apply(Exponential(), [.operand(0)])
    let maximum = Recipe.apply(CellFunction(.atLeast(0)), [.apply(RowMaximum(), [.operand(0)])])
    let clamped = Recipe.apply(ShiftedExponential(), [.operand(0), maximum])
    return [false, true].flatMap { flushes in
      [
        Mistake(
          "maximum-not-subtracted", ShiftedExponential.leftOn, remedy: ShiftedExponential.takingOff
        ) { [self] scene in
          scene.rounding.map { shares(of: plain, StoredNumber(in: $0, flushes: flushes)) }
        },
        Mistake(
          "maximum-clamped-at-zero", ShiftedExponential.clamped,
          remedy: ShiftedExponential.takingOffAny
        ) { [self] scene in
          scene.rounding.map { shares(of: clamped, StoredNumber(in: $0, flushes: flushes)) }
        },
        Mistake(
          "maximum-clamped-at-zero", ShiftedExponential.clamped,
          remedy: ShiftedExponential.takingOffAny
        ) { [self] scene in
          scene.rounding.map { guardedShares(of: clamped, StoredNumber(in: $0, flushes: flushes)) }
        },
      ]
    }
  }

  /// Exponentials divided by their sum, both stored: NaN where all are 0 or one is ∞.
  ///
  /// A row without a visible key is as the problem has it: it is another mistake's.
  private func shares(of powers: Recipe, _ storing: StoredNumber) -> Recipe {
    let stored = Recipe.apply(storing, [powers])
    let sums = Recipe.apply(storing, [.apply(RowSum(), [stored])])
    guard emptyRows == .zero else { return .apply(DivideByRow(), [stored, sums]) }
    // 1 for a row without a key, else 0.
    let hasKey = Recipe.apply(RowMaximum(), [.apply(FiniteIndicator(), [.operand(0)])])
    let isEmpty = Recipe.apply(
      AddConstant(Tensor(axes: [Axis(.one, 1)], scalars: [1])),
      [.apply(Scale(by: .number(-1)), [hasKey])])
    return .apply(DivideByRow(), [stored, .apply(Addition(), [sums, isEmpty])])
  }

  /// The same where a division by 0 is caught and gives 0.
  private func guardedShares(of powers: Recipe, _ storing: StoredNumber) -> Recipe {
    let stored = Recipe.apply(storing, [powers])
    let sums = Recipe.apply(storing, [.apply(RowSum(), [stored])])
    let shares = Recipe.apply(DivideByRow(emptyRows: .zero), [stored, sums])
    // Nothing but what the problem says of an empty row.
    let nothing = Recipe.apply(Scale(by: .number(0)), [.apply(self, [.operand(0)])])
    return .apply(Addition(), [shares, nothing])
  }
}
