// SPDX-License-Identifier: MIT

extension MistakeCatalogue {
  static let gradients: [Entry] = [
    Entry(
      "gradient-scale-missing", "grad_raw_scores", happens: .both,
      summary: "The gradient was passed back without the scale.", wrong: "∂S = ∂S′",
      tell: "∂S equals the gradient of the scaled scores; ∂Q and ∂K are √d_k times too large",
      remedy:
        "What was multiplied by 1/√d_k on the way forward is multiplied by it on the way back."),
    Entry(
      "gradient-softmax-sum-missing", "grad_masked_scores", happens: .both,
      summary:
        "The sum was left out: each weight was treated as if it did not depend on the other scores.",
      wrong: "∂ℓ = A ⊙ ∂A", tell: "rows of ∂ℓ do not sum to 0",
      remedy: "Take the row's sum of ∂A ⊙ A off before multiplying by A."),
    Entry(
      "gradient-softmax-diagonal-only", "grad_masked_scores", happens: .both,
      summary: "Only the diagonal of the softmax's derivative was used, as for a sigmoid.",
      wrong: "∂ℓ = A ⊙ (1 − A) ⊙ ∂A", tell: "rows of ∂ℓ do not sum to 0",
      remedy: "Every score of a row moves every weight of it: subtract the row's sum of ∂A ⊙ A."),
    Entry(
      "gradient-softmax-over-columns", "grad_masked_scores", happens: .both,
      summary: "The sum ran down the columns.", wrong: "A ⊙ (∂A − Σ_i ∂A ⊙ A)",
      tell: "rows of ∂ℓ do not sum to 0",
      remedy: "The sum runs along the same axis as the softmax, the keys."),
    Entry(
      "gradient-group-sum-missing", "grad_key", happens: .code,
      summary: "Only one head of each group was taken: the others overwrote it.",
      wrong: "∂K_g = ∂K of one query head",
      tell: "∂K or ∂V equals that of one query head; invisible without shared heads",
      remedy: "Add up what comes back from all query heads that shared the key/value head."),
    Entry(
      "gradient-group-averaged", "grad_key", happens: .code,
      summary: "The heads of a group were averaged.", wrong: "the mean instead of the sum",
      tell: "too small by the size of the group; invisible without shared heads",
      remedy: "Add up what comes back from all query heads that shared the key/value head."),
    Entry(
      "gradient-cap-slope-missing", "grad_scaled_scores", happens: .both,
      summary: "The slope of the cap was left out.", wrong: "∂S′ = ∂C",
      tell: "equals the gradient of the capped scores; invisible where no score comes near the cap",
      remedy: "Multiply by 1 − (capped/cap)², the derivative of the tanh."),
    Entry(
      "gradient-contribution-missing", "grad_input", happens: .both,
      summary: "What comes back from one use of the value was left out, or overwritten.",
      wrong: "∂X from Q, K or V alone", tell: "equals a part of the sum",
      remedy: "Add up the gradients of all uses: += and not =."),
    Entry(
      "gradient-operand-not-transposed", "grad_query", happens: .both,
      summary: "A factor was not transposed, or was although it should not be.",
      wrong: "∂K = ∂S·Q, ∂V = A·∂Z", tell: "the shapes allow it only where sizes are equal",
      remedy: "For R = L·M: ∂L = ∂R·Mᵀ and ∂M = Lᵀ·∂R."),
    Entry(
      "gradient-upstream-transposed", "grad_query", happens: .both,
      summary: "The gradient that came in was transposed.", wrong: "∂Q = ∂Sᵀ·K",
      tell: "the shapes allow it only where sizes are equal",
      remedy: "For R = L·M: ∂L = ∂R·Mᵀ and ∂M = Lᵀ·∂R."),
    Entry(
      "gradient-wrong-operand", "grad_key", happens: .both,
      summary: "The factor itself stood in for the other one: ∂K was computed from K, not from Q.",
      wrong: "∂K = ∂Sᵀ·K", tell: "∂K does not change with Q; invisible when Q = K",
      remedy:
        "The gradient of one factor is made of the other factor and the gradient of the result."),
  ]
}
