// SPDX-License-Identifier: MIT

import Tensors

extension Softmax {
  /// How the reverse step is got wrong: ∂ℓ = A ⊙ (∂A − Σ_k ∂A ⊙ A).
  static func gradientMistakes<Scalar>(_ step: ReverseStep<Scalar>) -> [Mistake] {
    let weights = Recipe.record(step.result.index)
    let upstream = Recipe.record(step.upstream.index)
    let plain = Recipe.apply(CellProduct(), [weights, upstream])
    return [
      Mistake(
        "gradient-softmax-sum-missing",
        "The sum was left out: each weight was treated as if it did not depend on the other scores.",
        remedy: "Take the row's sum of ∂A ⊙ A off before multiplying by A."
      ) { _ in plain },
      Mistake(
        "gradient-softmax-diagonal-only",
        "Only the diagonal of the softmax's derivative was used, A ⊙ (1 − A), as for a sigmoid.",
        remedy: "Every score of a row moves every weight of it: subtract the row's sum of ∂A ⊙ A."
      ) { _ in
        .apply(Difference(), [plain, .apply(CellProduct(), [weights, plain])])
      },
      Mistake(
        "gradient-softmax-over-columns", "The sum ran down the columns.",
        remedy: "The sum runs along the same axis as the softmax, the keys."
      ) { _ in
        let turned = Recipe.apply(ExchangeAxes(), [plain])
        let sums = Recipe.apply(
          ExchangeAxes(), [.apply(RowSum(), [turned])])
        return .apply(
          CellProduct(), [weights, .apply(Difference(), [upstream, sums])])
      },
    ]
  }
}
