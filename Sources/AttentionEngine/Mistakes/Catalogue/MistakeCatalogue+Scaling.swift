// SPDX-License-Identifier: MIT

extension MistakeCatalogue {
  static let scaling: [Entry] = [
    Entry(
      "no-scaling", "scaled_scores", happens: .both,
      summary: "The scores were not scaled.",
      wrong: "L = S",
      tell: "L equals S cell by cell; weights too peaked",
      remedy: "Divide every score by √d_k, the root of the size of one head's keys.",
      seenIn: [
        "mlc-ai/mlc-llm#3426", "flexflow/flexflow-train#467", "PAIR-code/tiny-transformers#71",
        "huggingface/blog#2893",
      ]),
    Entry(
      "scaled-by-key-dimension", "scaled_scores", happens: .both,
      summary: "Divided by d_k instead of its root.",
      wrong: "L = S/d_k",
      tell: "S/L = d_k everywhere",
      remedy: "Divide every score by √d_k, the root of the size of one head's keys.",
      seenIn: ["delzac/cntkx#10"]),
    Entry(
      "scaled-by-model-dimension", "scaled_scores", happens: .both,
      summary: "Divided by the root of d_model.",
      wrong: "L = S/√d_model",
      tell: "S/L = √d_model; right when one head has d_k = d_model",
      remedy: "Divide by the root of one head's key size, not of the whole model's.",
      seenIn: [
        "karpathy/ng-video-lecture#6", "lucidrains/vit-pytorch#65", "omihub777/ViT-CIFAR#12",
        "chelsea0x3b/dfdx#171", "Graylab/DL4Proteins-notebooks#12", "juho-lee/set_transformer#18",
        "FareedKhan-dev/train-llm-from-scratch#3", "rezazad68/TMUnet#13",
        "FrancescoSaverioZuppichini/ViT#1",
      ]),
    Entry(
      "multiplied-by-root", "scaled_scores", happens: .both,
      summary: "Multiplied by √d_k, often by dividing by an inverse.",
      wrong: "L = S·√d_k",
      tell: "L/S = √d_k",
      remedy: "Divide by √d_k; if the code multiplies, by 1/√d_k.",
      seenIn: ["esceptico/perceiver-io#9", "AI-Hypercomputer/maxtext#1370"]),
    Entry(
      "scaled-twice", "scaled_scores", happens: .both,
      summary: "Scaled twice, once in Q and once in the scores.",
      wrong: "L = S/√d_k/√d_k",
      tell: "the numbers of scaled-by-key-dimension",
      remedy: "Scale once: Q, or the scores, not both.",
      seenIn: ["AI-Hypercomputer/maxtext#3138"]),
    Entry(
      "scaled-by-wrong-dimension", "scaled_scores", happens: .both,
      summary: "The root of the number of tokens, or of d_v, stood in for √d_k.",
      wrong: "L = S/√n, S/√d_v",
      tell: "S/L constant, √n or √d_v; right when d_v = d_k",
      remedy: "d_k is the number of features a query and a key have in one head."),
    Entry(
      "scaled-by-two", "scaled_scores", happens: .hand,
      summary: "Divided by 2, copied from an example with d_k = 4.",
      wrong: "L = S/2",
      tell: "S/L = 2; right when d_k = 4",
      remedy: "Look up d_k: √d_k is 2 only when d_k is 4."),
    Entry(
      "scale-skipped-in-places", "scaled_scores", happens: .hand,
      summary: "A row or a cell was not scaled.",
      wrong: "L = S in some cells",
      tell: "S/L is 1 here and √d_k there",
      remedy: "Every score is divided by √d_k, not only some."),
    Entry(
      "scaled-after-softmax", "weights", happens: .both,
      summary: "The scale was applied to the weights.",
      wrong: "A = softmax(S + M)/√d_k",
      tell: "rows sum to 1/√d_k",
      remedy: "Scale the scores, before the softmax."),
    Entry(
      "no-cap", "capped_scores", happens: .both,
      summary: "The soft cap was left out.",
      wrong: "C = L",
      tell: "equals L; cells beyond ±c; invisible when |L| is much smaller than c",
      remedy: "Compute cap · tanh(score / cap) before the mask."),
    Entry(
      "cap-formula-wrong", "capped_scores", happens: .both,
      summary: "The score, not the cap, was multiplied by the tanh.",
      wrong: "C = L·tanh(L/c)",
      tell: "never negative; small scores shrink to L²/c, large ones are not capped",
      remedy: "Multiply the tanh by the cap: cap · tanh(score / cap).",
      seenIn: ["unslothai/unsloth-zoo#593"]),
    Entry(
      "cap-after-mask", "masked_scores", happens: .both,
      summary: "The cap was applied after the mask.",
      wrong: "c·tanh((L + M)/c)",
      tell: "blocked cells read −c, not −∞; weight of about e^(−c − ℓ_max) leaks",
      remedy: "Cap the scores first, then block with −∞.",
      seenIn: ["flashinfer-ai/flashinfer#350"]),
  ]
}
