// SPDX-License-Identifier: MIT

extension MistakeCatalogue {
  static let projections: [Entry] = [
    Entry(
      "weight-transposed", "query", happens: .both,
      summary: "The weight matrix was used transposed.",
      wrong: "Q = X·W_Qᵀ",
      tell:
        "equals X·W_Qᵀ; the shapes allow it only when W_Q is square; invisible when W_Q is "
        + "symmetric",
      remedy: "Rows of X meet columns of W: Q = X·W.",
      seenIn: ["rasbt/LLMs-from-scratch#857"]),
    Entry(
      "projections-in-wrong-order", "query", happens: .code,
      summary:
        "The blocks of a fused weight, or weights drawn in sequence, were taken in the wrong "
        + "order.",
      wrong: "Q = X·W_K, …",
      tell: "each matrix equals another role's matrix",
      remedy: "Check the order of the blocks of a fused matrix: query, key, value.",
      seenIn: ["neetcode-gh/leetcode#5169"]),
    Entry(
      "bias-missing-or-extra", "query", happens: .both,
      summary: "The bias was forgotten, or one was added that is not there.",
      wrong: "Q ± b_Q",
      tell: "typed − right has identical rows; invisible when b = 0",
      remedy: "Add the bias to every row after the matrix product.",
      seenIn: ["neetcode-gh/leetcode#5219"]),
    Entry(
      "same-projection-twice", "key", happens: .both,
      summary: "One weight matrix served two roles.",
      wrong: "K = X·W_Q (or V = X·W_K …)",
      tell: "K equals Q, so S is symmetric; or K equals V",
      remedy: "Query, key and value have a matrix each.",
      seenIn: ["Genentech/ARGMINN#1"]),
    Entry(
      "no-projection", "query", happens: .both,
      summary: "The raw input was used as Q, K or V.",
      wrong: "Q = K = V = X",
      tell: "Q equals X, S = XXᵀ is symmetric",
      remedy: "Multiply the input by the weight matrix first."),
    Entry(
      "split-before-projecting", "query", happens: .code,
      summary:
        "The input was cut into head slices first and one small matrix projected every slice.",
      wrong: "Q_h = X[:, slice h]·W",
      tell: "heads differ only through their slice of X; d_model × d_model weights have no use",
      remedy: "Project the whole input first, then cut the result into heads.",
      seenIn: ["MarcoMeter/episodic-transformer-memory-ppo#22", "neetcode-gh/leetcode#5130"]),
    Entry(
      "product-term-dropped", "query", happens: .hand,
      summary: "One product of a dot product was left out.",
      wrong: "Σ over k without one term",
      tell: "typed − right = −x_ik·w_kj for exactly one k",
      remedy: "Write one product for each feature, then add them all."),
    Entry(
      "product-sign-lost", "query", happens: .hand,
      summary: "The minus sign of one product was lost.",
      wrong: "one term with the wrong sign",
      tell: "typed − right = −2·x_ik·w_kj for exactly one k",
      remedy: "Write the sign of each product: minus times minus is plus."),
    Entry(
      "cells-swapped", "query", happens: .hand,
      summary: "Two cells, or two rows, changed places when copied.",
      wrong: "—",
      tell: "the typed cells are a permutation of the right ones",
      remedy: "Row i, column j: copy each number to its own place."),
    Entry(
      "digits-miscopied", "query", happens: .hand,
      summary: "Digits changed places, or the decimal point moved.",
      wrong: "—",
      tell:
        "the difference, in units of the last place, is divisible by 9; or typed/right is a "
        + "power of 10",
      remedy: "Compare the number with the calculator digit by digit."),
    Entry(
      "heads-split-without-transpose", "query", happens: .code,
      summary: "Heads were cut by reshaping to (h, n, d) without moving the head axis.",
      wrong: "reshape(B, h, n, d)",
      tell: "head 0 holds the whole features of the first tokens; invisible when h = 1",
      remedy: "Reshape to [position, head, dim], then move the head axis to the front.",
      seenIn: [
        "reczoo/FuxiCTR#30", "hyunwoongko/transformer#15", "harvardnlp/annotated-transformer#17",
        "649453932/Chinese-Text-Classification-Pytorch#53",
      ]),
    Entry(
      "head-size-wrong", "query", happens: .both,
      summary: "The head size is not d_model/h although the problem says so.",
      wrong: "d_k ≠ d_model/h",
      tell: "the shape; not a mistake where the problem states another head size",
      remedy:
        "The problem says how many heads there are; a head has width divided by heads "
        + "features."),
    Entry(
      "cross-attention-sides-swapped", "query", happens: .both,
      summary: "Queries were taken from the encoder, or keys and values from the decoder.",
      wrong: "Q from memory; K, V from input",
      tell: "n_k rows instead of n_q; or the output does not depend on the memory",
      remedy: "Queries come from the input, keys and values from the memory.",
      seenIn: [
        "humza909/LLM_Survey#2", "keitakurita/Practical_NLP_in_PyTorch#1",
        "bentrevett/pytorch-seq2seq#143", "pbloem/former#19", "datawhalechina/happy-llm#5",
      ]),
  ]
}
