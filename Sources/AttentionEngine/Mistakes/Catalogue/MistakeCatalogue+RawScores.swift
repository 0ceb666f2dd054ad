// SPDX-License-Identifier: MIT

extension MistakeCatalogue {
  static let rawScores: [Entry] = [
    Entry(
      "queries-and-keys-exchanged", "raw_scores", happens: .both,
      summary: "Queries and keys changed places.",
      wrong: "S = KQᵀ",
      tell: "equals Sᵀ; invisible when S is symmetric",
      remedy: "Rows are queries, columns are keys: S = Q·Kᵀ.",
      seenIn: ["nntile/nntile#382"]),
    Entry(
      "key-not-transposed", "raw_scores", happens: .both,
      summary: "K was not transposed.",
      wrong: "S = QK",
      tell: "the shapes allow it only when n = d_k",
      remedy: "Each score is a row of Q times a row of K: S = Q·Kᵀ."),
    Entry(
      "features-times-features", "raw_scores", happens: .both,
      summary: "Features were multiplied with features instead of positions with positions.",
      wrong: "S = QᵀK",
      tell: "d_k × d_k",
      remedy: "The result has one row a query and one column a key."),
    Entry(
      "products-not-summed", "raw_scores", happens: .both,
      summary: "Cells were multiplied one by one and not summed.",
      wrong: "q ⊙ k",
      tell: "an axis too many, or each value is a single product",
      remedy: "A score is one number: add the products of all features.",
      seenIn: ["cvignac/DiGress#47"]),
    Entry(
      "value-used-as-key", "raw_scores", happens: .both,
      summary: "V stood in for K.",
      wrong: "S = QVᵀ",
      tell: "equals QVᵀ; needs d_v = d_k; invisible when K = V",
      remedy: "Scores come from Q and K only.",
      seenIn: ["Genentech/ARGMINN#1"]),
    Entry(
      "scores-from-one-side", "raw_scores", happens: .both,
      summary: "Q was multiplied with itself, or K with itself.",
      wrong: "S = QQᵀ or KKᵀ",
      tell: "symmetric, diagonal of squared lengths",
      remedy: "Use K on the right."),
    Entry(
      "minus-signs-ignored", "raw_scores", happens: .hand,
      summary: "All minus signs were dropped.",
      wrong: "Σ |q|·|k|",
      tell: "every score ≥ 0, absolute values too large; invisible without negative entries",
      remedy: "Plus times minus is minus; write the sign of every product."),
    Entry(
      "cosine-instead-of-dot", "raw_scores", happens: .both,
      summary: "The cosine was taken instead of the dot product.",
      wrong: "S/(‖q‖·‖k‖)",
      tell: "all in [−1, 1]",
      remedy: "The dot product is not divided by the lengths of its vectors."),
    Entry(
      "axes-permuted-wrongly", "raw_scores", happens: .code,
      summary: "A permutation of axes was a no-op, or moved the wrong ones.",
      wrong: "permute(0, 1, 2)",
      tell: "equals the product without the transposition",
      remedy: "Exchange the last two axes of K, position and feature: transpose(-2, -1).",
      seenIn: ["heykeetae/Self-Attention-GAN#11"]),
    Entry(
      "attention-over-batch", "raw_scores", happens: .code,
      summary: "Attention ran over the batch axis.",
      wrong: "batch taken as position",
      tell: "the result of one item changes when another item changes; invisible when B = 1",
      remedy: "Positions attend to positions of the same item; check batch_first.",
      seenIn: ["om-ai-lab/OmDet#19", "aipixel/AEMatter#3", "kyegomez/movie-gen#8"]),
    Entry(
      "key-value-heads-tiled", "raw_scores", happens: .code,
      summary: "Shared key/value heads were tiled 0 1 0 1 instead of repeated 0 0 1 1.",
      wrong: "query head i uses K head i mod h_kv",
      tell: "heads 1 and 2 of four use each other's keys; invisible when h_kv is 1 or h",
      remedy: "Query head h uses key/value head h / (heads / key_value_heads).",
      seenIn: ["ekzhang/jax-js#180", "onnx/onnx#7274", "keras-team/keras-hub#1203"]),
  ]
}
