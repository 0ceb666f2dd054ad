// SPDX-License-Identifier: MIT

/// Mistakes whose numbers are the same: a report names them all and never picks one.
public struct InseparableMistakes: Sendable, Equatable {
  public let ids: Set<String>
  public let because: String
  /// What must hold for them to coincide; `nil` when they always do.
  public let when: String?
  /// The stage that tells them apart, if it is there; `nil` when none does.
  public let missing: [String]

  init(_ ids: [String], _ because: String, when: String? = nil, missing: [String] = []) {
    self.ids = Set(ids)
    self.because = because
    self.when = when
    self.missing = missing
  }

  /// With every stage there.
  public static let always = [
    InseparableMistakes(["scaled-by-key-dimension", "scaled-twice"], "√d_k·√d_k = d_k"),
    InseparableMistakes(
      ["masked-with-zero", "mask-exponent-sign"], "e^(±1e−9) = 1 at any printed precision",
      when: "filled, on paper"),
    InseparableMistakes(
      ["no-causal-mask", "mask-exponent-sign"], "adding ±1e−9 changes nothing that is printed",
      when: "added, on paper"),
    InseparableMistakes(
      ["mask-repeated-in-wrong-order", "mask-broadcast-over-heads"],
      "both give head j of every item the mask of item j", when: "B = h"),
    InseparableMistakes(
      ["cells-swapped", "queries-and-keys-exchanged"],
      "swapping the two off-diagonal cells is the transposition", when: "a 2 × 2 matrix"),
    InseparableMistakes(
      ["cells-swapped", "weight-transposed"],
      "swapping the two off-diagonal cells is the transposition", when: "a 2 × 2 matrix"),
    InseparableMistakes(
      ["cells-swapped", "heads-interleaved-by-feature"],
      "of (a, b | c, d) both make (a, c | b, d)", when: "two heads of two features"),
    InseparableMistakes(
      ["same-projection-twice", "projections-in-wrong-order"], "the same matrix was used",
      when: "only one of the roles is wrong"),
    InseparableMistakes(
      ["causal-corner-wrong", "rectangular-mask-taken-as-square"], "the same cells are blocked"),
    InseparableMistakes(
      ["key-not-transposed", "axes-permuted-wrongly"], "the same product"),
    InseparableMistakes(
      ["cap-after-mask", "mask-constant-too-small"], "the same logits",
      when: "the constant is −c"),
    InseparableMistakes(
      ["negative-exponent-misread", "softmax-of-negated-scores"],
      "e^(m − ℓ) is e^(−ℓ) times one factor a row",
      when: "exponentials are on the sheet, the row maximum m taken off"),
  ]

  /// Only when a stage is missing from the sheet or dump.
  public static let whenMissing = [
    InseparableMistakes(
      ["queries-and-keys-exchanged", "projections-in-wrong-order"], "Q with K",
      missing: ["query", "key"]),
    InseparableMistakes(
      ["scores-from-one-side", "same-projection-twice"], "K = X·W_Q", missing: ["query", "key"]),
    InseparableMistakes(
      ["value-used-as-key", "same-projection-twice"], "K = X·W_V", missing: ["query", "key"]),
    InseparableMistakes(
      ["key-used-as-value", "same-projection-twice"], "V = X·W_K", missing: ["value"]),
    InseparableMistakes(
      ["values-not-projected", "no-projection"], "V = X", missing: ["value"]),
    InseparableMistakes(
      ["no-scaling", "softmax-of-unscaled-scores"], "the softmax takes S",
      missing: ["scaled_scores"]),
    InseparableMistakes(
      ["hardmax", "only-largest-weight"], "the same output", missing: ["weights"]),
    InseparableMistakes(
      ["queries-and-keys-exchanged", "softmax-over-columns"],
      "rows of Sᵀ are columns of S; the weights were transposed after that, the same output",
      when: "no mask", missing: ["raw_scores", "scaled_scores", "masked_scores", "weights"]),
  ]

  /// Those that a mistake cannot be told from.
  public static func with(_ id: String) -> [InseparableMistakes] {
    (always + whenMissing).filter { $0.ids.contains(id) }
  }
}
