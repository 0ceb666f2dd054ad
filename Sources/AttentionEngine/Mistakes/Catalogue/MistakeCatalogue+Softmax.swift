// SPDX-License-Identifier: MIT

extension MistakeCatalogue {
  static let softmax: [Entry] = [
    Entry(
      "softmax-over-columns", "weights", happens: .both,
      summary: "The softmax ran down the columns.",
      wrong: "e^ℓ/Σ_i e^ℓ",
      tell: "columns sum to 1, rows do not",
      remedy: "Share out along the keys: each row sums to 1 (dim = -1).",
      seenIn: [
        "labmlai/annotated_deep_learning_paper_implementations#146", "PetrochukM/PyTorch-NLP#2",
        "fastnlp/fastNLP#254", "nerdai/llms-from-scratch-rs#30",
        "nerminnuraydogan/vision-transformer#1",
      ]),
    Entry(
      "softmax-over-whole-matrix", "weights", happens: .both,
      summary: "The softmax ran over all cells.",
      wrong: "e^ℓ/Σ_ij e^ℓ",
      tell: "all cells sum to 1, rows to about 1/n_q",
      remedy: "Each row is shared out on its own."),
    Entry(
      "softmax-over-single-axis", "weights", happens: .code,
      summary: "The softmax ran over an axis of size 1.",
      wrong: "e^ℓ/e^ℓ",
      tell: "every weight is 1",
      remedy: "Share out along the keys: each row sums to 1 (dim = -1).",
      seenIn: ["PetrochukM/PyTorch-NLP#2", "catalyst-team/catalyst#285", "Amshaker/SwiftFormer#4"]),
    Entry(
      "not-normalised", "weights", happens: .both,
      summary: "The exponentials were not divided by their sum.",
      wrong: "e^ℓ",
      tell: "rows sum to R",
      remedy: "Divide every exponential by the sum of its row."),
    Entry(
      "divided-by-sum-of-logits", "weights", happens: .both,
      summary: "Divided by the sum of the logits.",
      wrong: "e^ℓ/Σℓ",
      tell: "rows sum to R/Σℓ",
      remedy: "Add up the exponentials of the row.",
      seenIn: ["keras-team/keras-io#320", "rwitten/HighPerfLLMs2024#3"]),
    Entry(
      "no-exponential", "weights", happens: .both,
      summary: "Logits were divided by their sum, without exponentials.",
      wrong: "ℓ/Σℓ",
      tell:
        "rows sum to 1, but with cells below 0 or above 1; ratios of weights are ratios of "
        + "logits",
      remedy: "Take e to the power of each score first."),
    Entry(
      "wrong-exponential-base", "weights", happens: .hand,
      summary: "Base 2 or 10 instead of e.",
      wrong: "b^ℓ/Σb^ℓ",
      tell: "ln(a_i/a_j) = (ℓ_i − ℓ_j)·ln b",
      remedy: "Use e = 2.71828…, the exp key."),
    Entry(
      "softmax-plus-one", "weights", happens: .both,
      summary: "1 was added to the row sum.",
      wrong: "e^ℓ/(1 + R)",
      tell: "rows sum to less than 1, ratios right",
      remedy: "Divide by the sum of the exponentials and nothing more, unless the model says so.",
      seenIn: ["kyegomez/AttentionIsOFFByOne#2", "karpathy/llama2.c#59"]),
    Entry(
      "maximum-not-subtracted", "weights", happens: .code,
      summary: "The row maximum was not subtracted.",
      wrong: "e^ℓ/R",
      tell:
        "inf or NaN above about 88.7 in float32, 11.1 in float16, 709.8 in float64; "
        + "invisible below, and no mistake on paper",
      remedy:
        "Take the row maximum off before the exponentials; it changes nothing but keeps them "
        + "finite.",
      seenIn: [
        "pytorch/executorch#18407", "NVIDIA/FasterTransformer#43", "tenstorrent/tt-metal#12661",
      ]),
    Entry(
      "maximum-clamped-at-zero", "weights", happens: .code,
      summary: "The subtracted maximum was not allowed to be negative.",
      wrong: "e^(ℓ − max(0, m))",
      tell: "NaN or 0 when all logits are very negative; invisible otherwise",
      remedy: "Take the maximum off whatever its sign; it may be negative.",
      seenIn: ["FluxML/NNlib.jl#43"]),
    Entry(
      "maximum-over-wrong-axis", "weights", happens: .code,
      summary: "The maximum of each column was subtracted, then rows were normalised.",
      wrong: "e^(ℓ_ij − max_i ℓ_ij)",
      tell: "ratios in a row are off by one factor per column",
      remedy: "Take the maximum of the same row that is shared out."),
    Entry(
      "exponential-of-zero-is-zero", "weights", happens: .hand,
      summary: "e⁰ was written 0.",
      wrong: "—",
      tell: "weight 0 where the logit is 0, the others too big; invisible without a zero logit",
      remedy: "Every number to the power 0 is 1."),
    Entry(
      "negative-exponent-misread", "weights", happens: .hand,
      summary: "e^(−a) was read as −e^a or as e^a.",
      wrong: "−e^a, e^a",
      tell: "negative weights, or the order reversed; invisible without negative logits",
      remedy: "A negative exponent makes a number between 0 and 1: e^(−a) = 1/e^a."),
    Entry(
      "softmax-of-negated-scores", "weights", happens: .both,
      summary: "The logits were negated.",
      wrong: "softmax(−L + M)",
      tell: "order reversed in every row",
      remedy: "Large scores get large weights: e to the power of the score itself."),
    Entry(
      "softmax-of-unscaled-scores", "weights", happens: .both,
      summary: "The softmax took the raw scores although the scaled ones stand on the sheet.",
      wrong: "softmax(S + M)",
      tell: "equals it; invisible when d_k = 1",
      remedy: "Use the scaled scores."),
    Entry(
      "softmax-twice", "weights", happens: .both,
      summary: "The softmax was applied twice.",
      wrong: "softmax(softmax(ℓ))",
      tell: "too flat: without a mask every cell lies between 1/(n_k − 1 + e) and e/(n_k − 1 + e)",
      remedy: "Apply it once; the weights go straight to the values.",
      seenIn: ["zyy-2001/DisKT#6"]),
    Entry(
      "hardmax", "weights", happens: .both,
      summary: "The largest logit got all the weight.",
      wrong: "1 at the maximum",
      tell: "zeros and ones",
      remedy: "The softmax shares out: every visible key gets some weight."),
    Entry(
      "sigmoid-per-cell", "weights", happens: .both,
      summary: "A sigmoid was applied to every cell.",
      wrong: "1/(1 + e^−ℓ)",
      tell: "cells in (0, 1), rows do not sum to 1",
      remedy: "Cells of a row share one whole: divide by the sum of the row."),
    Entry(
      "dropout-left-on", "weights", happens: .code,
      summary: "Dropout was active, or applied after AV instead of to the weights.",
      wrong: "A ⊙ keep/(1 − p)",
      tell: "random zeros, the others times 1/(1 − p) (1.1111 for p = 0.1)",
      remedy: "Switch to evaluation mode, or set the dropout probability to 0, before comparing.",
      seenIn: ["pytorch/pytorch#27968", "pytorch/pytorch#42929", "cs231n/cs231n.github.io#278"]),
    Entry(
      "digits-truncated", "weights", happens: .hand,
      summary: "Digits were cut off instead of rounded.",
      wrong: "—",
      tell: "residuals all toward 0, up to one unit: verdict right-truncated, not a mistake",
      remedy: "Round instead: from 5 on, the last place goes up."),
    Entry(
      "scratch-rounding", "weights", happens: .hand,
      summary: "e^ℓ and the row sum were rounded on scratch paper.",
      wrong: "—",
      tell: "fits only with those two rounded: verdict right-scratch-rounding, not a mistake",
      remedy: "Keep the calculator's digits until the end."),
    Entry(
      "last-weight-adjusted", "weights", happens: .hand,
      summary: "The last weight was set so that the row sums to 1.",
      wrong: "1 − Σ of the others",
      tell: "the others fit, the last is 1 − Σ: accept, with a note",
      remedy: "This is right; a row of rounded weights may sum to 0.99 or 1.01."),
  ]
}
