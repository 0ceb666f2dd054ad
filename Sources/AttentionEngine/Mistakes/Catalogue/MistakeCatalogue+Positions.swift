// SPDX-License-Identifier: MIT

extension MistakeCatalogue {
  static let positions: [Entry] = [
    Entry(
      "positions-missing-or-concatenated", "positions", happens: .both,
      summary: "The position codes were forgotten, or put beside the input instead of being added.",
      wrong: "X, or [X; P]",
      tell: "equals the result for P = 0; or the width is 2·d_model",
      remedy: "Add the codes to the input before projecting it."),
    Entry(
      "position-exponent-wrong", "positions", happens: .both,
      summary:
        "The exponent runs with the column instead of staying the same for a sine and its "
        + "cosine.",
      wrong: "10000^(i/d), 10000^(2i/d), or cos with 2(i+1)/d",
      tell:
        "exponent i/d or a shifted cosine: even columns right, odd columns wrong; exponent "
        + "2i/d: only column 0 right",
      remedy: "Columns 2k and 2k + 1 share the exponent 2k/d.",
      seenIn: [
        "SamLynnEvans/Transformer#7", "SamLynnEvans/Transformer#25",
        "jadore801120/attention-is-all-you-need-pytorch#32", "YutaroOgawa/pytorch_advanced#79",
        "shenweichen/DeepCTR#379", "DongjunLee/transformer-tensorflow#6", "Kyubyong/transformer#38",
      ]),
    Entry(
      "position-blocks-not-interleaved", "positions", happens: .both,
      summary:
        "All sines stand before all cosines where the problem interleaves them (or the "
        + "reverse).",
      wrong: "[sin … | cos …]",
      tell:
        "the columns are a permutation of the right ones; both layouts exist, so say which "
        + "the problem uses",
      remedy: "Here sine and cosine take turns; say which layout is meant, both exist.",
      seenIn: ["tensorflow/text#1122"]),
    Entry(
      "position-base-1000", "positions", happens: .both,
      summary: "The base is 1000 instead of 10000.",
      wrong: "1000^(2⌊i/2⌋/d)",
      tell: "columns 0 and 1 right, the rest wrong; invisible when d = 2",
      remedy: "Use 10000^(2⌊i/2⌋/d).",
      seenIn: ["maxjcohen/transformer#62"]),
    Entry(
      "rotary-pairs-mismatched", "positions", happens: .code,
      summary:
        "Features are paired (i, i+d/2) but the angles are laid out for pairs (2i, 2i+1), or "
        + "the reverse.",
      wrong: "x·cos(θ interleaved) + rotate_half(x)·sin(θ interleaved)",
      tell:
        "shows in Q and K: row 0 right, the others not; row lengths change, which a rotation "
        + "never does; invisible when d = 2",
      remedy: "Pair (2k, 2k + 1) with interleaved angles, (k, k + n/2) with angles in halves.",
      seenIn: [
        "raiyanyahya/how-to-train-your-gpt#6", "NeuraLegion/shainet#111", "karpathy/nanochat#264",
        "EleutherAI/gpt-neox#834", "facebookresearch/vjepa2#15",
      ]),
  ]
}
