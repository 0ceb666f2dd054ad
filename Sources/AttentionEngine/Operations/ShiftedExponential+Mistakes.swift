// SPDX-License-Identifier: MIT

import Glibc
import Tensors

extension ShiftedExponential {
  public var mistakes: [Mistake] { bases + zeros + negatives + otherScores + ranges }

  private var bases: [Mistake] {
    [2.0, 10].map { base in
      Mistake(
        "wrong-exponential-base", "\(Int(base)) was raised to the scores instead of e.",
        remedy: "Use e = 2.71828…, the exp key."
      ) { [self] _ in
        let logarithm = Scale(by: .number(log(base)))
        return .apply(
          self, [.apply(logarithm, [.operand(0)]), .apply(logarithm, [.operand(1)])])
      }
    }
  }

  /// Where nothing is taken off, a score of 0 shows it; else the row maximum itself does.
  private var zeros: [Mistake] {
    [
      (Recipe.apply(Exponential(), [.operand(0)]), .apply(CellFunction(.isZero), [.operand(0)])),
      (.apply(self, [.operand(0), .operand(1)]), Self.largest),
    ].map { (powers: Recipe, zeros: Recipe) in
      Mistake(
        "exponential-of-zero-is-zero", "e⁰ was written 0.",
        remedy: "Every number to the power 0 is 1."
      ) { _ in .apply(Difference(), [powers, .apply(CellProduct(), [powers, zeros])]) }
    }
  }

  /// Where nothing is taken off, negative scores show it; else every cell but the row maximum does.
  private var negatives: [Mistake] {
    [("e^(−a) was read as e^a.", false), ("e^(−a) was read as −e^a.", true)].flatMap {
      summary, turnsSign in
      [false, true].map { takesOff in
        Mistake(
          "negative-exponent-misread", summary,
          remedy: "A negative exponent makes a number between 0 and 1: e^(−a) = 1/e^a."
        ) { scene in
          guard scene.operandStages == [.maskedScores, .rowMaximum],
            let scores = scene.unmaskedScores
          else { return nil }
          let exponents =
            takesOff ? Recipe.apply(Difference(), [scores, .operand(1)]) : scores
          let sizes = Recipe.apply(Exponential(), [.apply(CellFunction(.absolute), [exponents])])
          let signs = takesOff ? Self.signsBelowMaximum : .apply(CellFunction(.sign), [exponents])
          let read = turnsSign ? Recipe.apply(CellProduct(), [sizes, signs]) : sizes
          return .apply(CellProduct(), [read, .apply(FiniteIndicator(), [.operand(0)])])
        }
      }
    }
  }

  /// 1 for the largest score of a row, whose exponent is 0 once it is taken off.
  private static let largest = Recipe.apply(MaximumIndicator(), [.operand(0)])

  /// 1 for the largest score of a row, −1 for the others.
  private static var signsBelowMaximum: Recipe {
    let minusOne = Tensor<Double>(axes: [Axis(.one, 1)], scalars: [-1])
    return .apply(AddConstant(minusOne), [.apply(Scale(by: .number(2)), [largest])])
  }

  /// Exponentials of something other than the scores.
  private var otherScores: [Mistake] {
    [
      of(
        "softmax-of-unscaled-scores", "The exponentials are those of the raw scores.",
        remedy: "Use the scaled scores."
      ) { scene in scene.stage(.rawScores).map { .again(.maskedScores, [$0]) } },
      of(
        "softmax-of-negated-scores", "The sign of the scores was turned.",
        remedy: "Large scores get large weights: e to the power of the score itself."
      ) { scene in
        scene.unmaskedScores.map {
          .again(.maskedScores, [.apply(Scale(by: .number(-1)), [$0])])
        }
      },
      of(
        "mask-after-softmax", "The exponentials are those of the scores without the mask.",
        remedy: "Mask the scores with −∞ before the softmax."
      ) { scene in scene.unmaskedScores },
      Mistake(
        "maximum-over-wrong-axis", "The maximum of each column was taken off.",
        remedy: "Take the maximum of the same row that is shared out."
      ) { scene in
        guard scene.operandStages == [.maskedScores, .rowMaximum] else { return nil }
        let turned = Recipe.apply(ExchangeAxes(), [.operand(0)])
        return .apply(
          ExchangeAxes(),
          [.apply(ShiftedExponential(), [turned, .apply(RowMaximum(), [turned])])])
      },
    ]
  }

  /// What leaves the range of its type: only programs do that.
  private var ranges: [Mistake] {
    [
      Mistake(
        "maximum-not-subtracted", Self.leftOn, remedy: Self.takingOff
      ) { scene in
        scene.rounding.map {
          .apply(StoredNumber(in: $0), [.apply(Exponential(), [.operand(0)])])
        }
      },
      Mistake(
        "maximum-clamped-at-zero", Self.clamped, remedy: Self.takingOffAny
      ) { [self] scene in
        scene.rounding.map {
          let maximum = Recipe.apply(CellFunction(.atLeast(0)), [.operand(1)])
          return .apply(StoredNumber(in: $0), [.apply(self, [.operand(0), maximum])])
        }
      },
    ]
  }

  private func of(
    _ id: String, _ summary: String, remedy: String,
    scores: @escaping @Sendable (MistakeScene) -> Recipe?
  ) -> Mistake {
    Mistake(id, summary, remedy: remedy) { [self] scene in
      guard scene.operandStages == [.maskedScores, .rowMaximum], let other = scores(scene) else {
        return nil
      }
      return .apply(self, [other, .apply(RowMaximum(), [other])])
    }
  }
}
