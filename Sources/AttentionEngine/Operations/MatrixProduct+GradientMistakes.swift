// SPDX-License-Identifier: MIT

import Tensors

extension MatrixProduct {
  private static let transposition =
    "result = left · right, so ∂left = ∂result · rightᵀ and ∂right = leftᵀ · ∂result."

  /// ∂left = ∂result · rightᵀ, in terms of (∂result, right).
  static func gradientOfLeftMistakes(_ forward: MatrixProduct) -> [Mistake] {
    [
      Mistake(
        "gradient-operand-not-transposed",
        "The other factor was not transposed, or was although it should not be.",
        remedy: transposition
      ) { _ in
        .apply(
          MatrixProduct(transposingRight: forward.transposingRight), [.operand(0), .operand(1)])
      },
      Mistake(
        "gradient-upstream-transposed", "The gradient that came in was transposed.",
        remedy: transposition
      ) { _ in
        .apply(
          MatrixProduct(transposingLeft: true, transposingRight: !forward.transposingRight),
          [.operand(0), .operand(1)])
      },
    ]
  }

  /// ∂right = leftᵀ · ∂result or, for a transposed right factor, ∂resultᵀ · left.
  static func gradientOfRightMistakes(
    _ forward: MatrixProduct, left: TapeValue, right: TapeValue
  ) -> [Mistake] {
    let missing = Mistake(
      "gradient-operand-not-transposed",
      "The transposition was forgotten.", remedy: transposition
    ) { _ in
      .apply(
        MatrixProduct(
          transposingLeft: !forward.transposingRight && forward.transposingLeft,
          transposingRight: forward.transposingRight && forward.transposingLeft),
        [.operand(0), .operand(1)])
    }
    let wrongFactor = Mistake(
      "gradient-wrong-operand",
      "The factor itself stood in for the other one: dK was computed from K, not from Q.",
      remedy:
        "The gradient of one factor is made of the other factor and the gradient of the result."
    ) { _ in
      forward.transposingRight
        ? .apply(MatrixProduct(transposingLeft: true), [.operand(0), .record(right.index)]) : nil
    }
    return [missing, wrongFactor]
  }
}
