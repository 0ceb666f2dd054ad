// SPDX-License-Identifier: MIT

extension MistakeCatalogue {
  static let output: [Entry] = [
    Entry(
      "heads-merged-without-transpose", "merged_heads", happens: .code,
      summary: "Heads were joined by reshaping without moving the head axis back.",
      wrong: "reshape(B, n, h·d) of [B, h, n, d]",
      tell: "row 0 holds head 0 of tokens 0 … h−1; invisible when h = 1 or n = 1",
      remedy: "Move the head axis next to the features before reshaping.",
      seenIn: [
        "jsbaan/transformer-from-scratch#6", "ajhalthor/Transformer-Neural-Network#1",
        "ajhalthor/Transformer-Neural-Network#4", "ajhalthor/Transformer-Neural-Network#8",
        "hackiey/QAnet-pytorch#2", "jadore801120/attention-is-all-you-need-pytorch#7",
        "chelsea0x3b/dfdx#158", "meta-pytorch/opacus#825",
        "649453932/Chinese-Text-Classification-Pytorch#10",
        "gazelle93/Transformer-Various-Positional-Encoding#1",
        "aladdinpersson/Machine-Learning-Collection#165",
      ]),
    Entry(
      "heads-averaged", "merged_heads", happens: .both,
      summary: "The heads were averaged.",
      wrong: "(1/h)·ΣZ_h",
      tell: "width d_v",
      remedy: "Lay the heads side by side; W_O has a block of rows for each."),
    Entry(
      "heads-summed", "merged_heads", happens: .both,
      summary: "The heads were added instead of joined.",
      wrong: "ΣZ_h",
      tell: "width d_v; but see summed-head-projections in section 4",
      remedy: "Lay the heads side by side; W_O has a block of rows for each.",
      seenIn: ["awf/functional-transformer#8"]),
    Entry(
      "heads-interleaved-by-feature", "merged_heads", happens: .code,
      summary: "Features were joined feature by feature instead of head by head.",
      wrong: "reshape of [B, n, d, h]",
      tell: "columns are a permutation of the right ones; invisible when h = 1 or d_v = 1",
      remedy: "All features of head 0 come first, then those of head 1."),
    Entry(
      "no-output-projection", "output", happens: .both,
      summary: "W_O was left out.",
      wrong: "O = concat(Z)",
      tell: "O equals the merged heads",
      remedy: "Multiply the joined heads by W_O; it is what lets the heads speak to each other.",
      seenIn: [
        "Kyubyong/transformer#17", "Kyubyong/transformer#117", "d2l-ai/d2l-en#439",
        "ChampSim/ChampSim#567", "jwallbridge/translob#4",
      ]),
    Entry(
      "activation-on-output-projection", "output", happens: .code,
      summary: "An activation followed W_O.",
      wrong: "relu(concat(Z)·W_O)",
      tell: "no negative cells",
      remedy: "The output is linear: no ReLU after W_O.",
      seenIn: ["Kyubyong/transformer#17"]),
  ]
}
