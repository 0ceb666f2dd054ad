// SPDX-License-Identifier: MIT

extension MistakeCatalogue {
  static let masks: [Entry] = [
    Entry(
      "no-causal-mask", "masked_scores", happens: .both,
      summary: "There is no causal mask.",
      wrong: "ℓ = L",
      tell: "weights above the diagonal",
      remedy: "Set every blocked score to −∞ before the softmax.",
      seenIn: ["facebookresearch/xformers#103"]),
    Entry(
      "mask-missing", "masked_scores", happens: .both,
      summary: "A padding, window or allow mask was left out.",
      wrong: "ℓ = L",
      tell: "weights where there should be none; for a causal mask the id is no-causal-mask",
      remedy: "Set every blocked score to −∞ before the softmax."),
    Entry(
      "masked-with-zero", "masked_scores", happens: .both,
      summary: "Blocked logits were set to 0, or multiplied by 0.",
      wrong: "ℓ = L ⊙ keep",
      tell: "all blocked weights of a row are equal, 1/R, not 0",
      remedy: "Use −∞, whose exponential is 0.",
      seenIn: [
        "georg-wolflein/good-features#1", "allenai/allennlp#105", "leffff/graphormer-pyg#14",
        "tebesu/CollaborativeMemoryNetwork#8", "CSSLab/maia2#14",
      ]),
    Entry(
      "masked-with-plus-infinity", "masked_scores", happens: .both,
      summary: "+∞ was used instead of −∞.",
      wrong: "ℓ = +∞ where blocked",
      tell: "NaN rows, or all weight on what should be hidden",
      remedy: "Use −∞.",
      seenIn: ["lucidrains/memory-compressed-attention#2"]),
    Entry(
      "mask-exponent-sign", "masked_scores", happens: .code,
      summary: "1e−9 or −1e−9 was written for −1e9.",
      wrong: "ℓ = ±1e−9 where blocked (filled), or L ± 1e−9 (added)",
      tell: "filled: as masked-with-zero; added: as no-causal-mask",
      remedy: "Check the sign of the exponent: −1e9 blocks, −1e−9 is as good as 0.",
      seenIn: ["awslabs/gluonts#1401", "Shujun-He/RibonanzaNet#5", "hyunwoongko/transformer#10"]),
    Entry(
      "mask-constant-too-small", "masked_scores", happens: .code,
      summary: "The negative constant is too small.",
      wrong: "−e, −10, −100 …",
      tell: "a small leak: blocked weight/visible weight = e^(constant − ℓ)",
      remedy: "Use −∞, or at least −1e9."),
    Entry(
      "diagonal-masked-too", "masked_scores", happens: .both,
      summary: "The diagonal was blocked as well.",
      wrong: "keep j < i",
      tell: "row 0 NaN or uniform, the others shifted by one",
      remedy: "A query sees its own position: keep j ≤ i.",
      seenIn: ["pbloem/former#10"]),
    Entry(
      "one-future-token-visible", "masked_scores", happens: .both,
      summary: "One future token is visible.",
      wrong: "keep j ≤ i + 1",
      tell: "first diagonal above is not 0",
      remedy: "Keep j ≤ i, not j ≤ i + 1.",
      seenIn: ["RVC-Boss/GPT-SoVITS#965"]),
    Entry(
      "mask-upside-down", "masked_scores", happens: .both,
      summary: "The mask keeps the future and blocks the past.",
      wrong: "keep j ≥ i",
      tell: "zeros below the diagonal, last row one-hot",
      remedy: "Keep the lower triangle, j ≤ i."),
    Entry(
      "mask-meaning-reversed", "masked_scores", happens: .code,
      summary: "True and False changed meaning.",
      wrong: "keep where it should block",
      tell: "weights are non-zero exactly where they should be 0",
      remedy: "Check what true means: may attend, or is left out.",
      seenIn: [
        "rasbt/LLMs-from-scratch#1061", "lucidrains/x-transformers#160",
        "lucidrains/x-transformers#164", "lucidrains/halonet-pytorch#4", "pytorch/pytorch#120668",
        "NVIDIA/TransformerEngine#614", "InseeFrLab/torchTextClassifiers#92",
      ]),
    Entry(
      "mask-added-as-number", "masked_scores", happens: .code,
      summary: "A Boolean mask was added as a number.",
      wrong: "ℓ = L + 1 where True",
      tell: "logits under True are exactly 1 higher, nothing is blocked",
      remedy: "Turn the mask into 0 and −∞ before adding it.",
      seenIn: ["huggingface/transformers#41443"]),
    Entry(
      "padding-mask-on-queries", "masked_scores", happens: .both,
      summary: "The padding mask blocks query rows instead of key columns.",
      wrong: "mask[i] instead of mask[j]",
      tell: "padded rows uniform (1/n_k) or NaN; padded columns still get weight",
      remedy: "Padding hides keys: the mask goes along the last axis.",
      seenIn: ["lsdefine/attention-is-all-you-need-keras#16", "hyunwoongko/transformer#40"]),
    Entry(
      "mask-repeated-in-wrong-order", "masked_scores", happens: .code,
      summary:
        "The mask was repeated in an order that does not match the order of batch items and "
        + "heads.",
      wrong: "tile for repeat",
      tell: "heads of item 0 use the mask of item 1; invisible when B = 1 or h = 1",
      remedy:
        "Repeat each item's mask for all its heads (repeat_interleave), not the list of "
        + "masks.",
      seenIn: ["lsdefine/attention-is-all-you-need-keras#36", "line/lighthouse#77"]),
    Entry(
      "mask-broadcast-over-heads", "masked_scores", happens: .code,
      summary: "A mask per batch item was broadcast along the heads.",
      wrong: "[B, n, n] read as [h, n, n]",
      tell: "silent when B = h, else a shape error",
      remedy: "Give the mask a head axis of size 1: [batch, 1, query, key].",
      seenIn: [
        "ml-explore/mlx-lm#1903", "keras-team/keras-hub#2911",
        "lucidrains/graph-transformer-pytorch#2",
      ]),
    Entry(
      "rectangular-mask-taken-as-square", "masked_scores", happens: .code,
      summary: "A mask for n_q ≠ n_k was built or read as if it were square.",
      wrong: "n_q × n_q, or n_k × n_k",
      tell: "a shape error, or keys beyond the square are treated alike; invisible when n_q = n_k",
      remedy: "Build the mask as [query, key] and say which corner it is aligned to.",
      seenIn: ["harvard-edge/cs249r_book#1875"]),
    Entry(
      "causal-corner-wrong", "masked_scores", happens: .both,
      summary: "The causal mask was aligned to the wrong corner.",
      wrong: "j ≤ i for j ≤ i + n_k − n_q, or the reverse",
      tell: "n_q = 1, n_k = 16: one weight of 1 against 16 weights; invisible when n_q = n_k",
      remedy: "With n_q ≠ n_k say which corner: j ≤ i, or j ≤ i + n_k − n_q.",
      seenIn: [
        "ml-explore/mlx#2835", "pytorch/pytorch#103082", "pytorch/pytorch#108108",
        "Dao-AILab/flash-attention#517", "pytorch/executorch#22426", "onnx/onnx#8068",
      ]),
    Entry(
      "window-off-by-one", "masked_scores", happens: .both,
      summary: "The sliding window is one wider or narrower than stated.",
      wrong: "w for w + 1, or the reverse",
      tell: "one band too many or too few",
      remedy: "Say whether the window counts the query's own position.",
      seenIn: [
        "huggingface/transformers#39408", "vllm-project/vllm#3385",
        "NVIDIA-NeMo/Megatron-Bridge#2656", "microsoft/onnxruntime#25927", "apple/axlearn#1009",
      ]),
    Entry(
      "mask-overflows-in-half-precision", "masked_scores", happens: .code,
      summary: "The constant does not fit the type, or two smallest numbers were added.",
      wrong: "−1e9 in float16; min + min",
      tell: "−∞ or NaN",
      remedy:
        "Fill blocked cells with −∞ instead of multiplying, and take the type's own lowest "
        + "number.",
      seenIn: [
        "ahrefs/ocannl#548", "huggingface/transformers#17306", "NVIDIA-NeMo/Automodel#2658",
      ]),
    Entry(
      "mask-after-softmax", "weights", happens: .both,
      summary: "The mask was applied to the weights and the rows were not normalised again.",
      wrong: "A = softmax(L) ⊙ keep",
      tell: "zeros right, rows sum to less than 1, visible cells are those of the unmasked softmax",
      remedy: "Mask the scores with −∞ before the softmax.",
      seenIn: [
        "huggingface/pytorch-image-models#2236", "lucidrains/memory-compressed-attention#2",
      ]),
    Entry(
      "empty-row-convention", "weights", happens: .both,
      summary: "A row without visible keys is NaN, uniform or zero, other than the problem says.",
      wrong: "0/0",
      tell:
        "the row; a convention: plain softmax NaN, a large finite constant uniform, PyTorch "
        + "SDPA and ONNX zero",
      remedy: "Say what such a row gives: empty_rows is nan, or zero as in PyTorch SDPA and ONNX.",
      seenIn: [
        "pytorch/pytorch#131060", "onnx/onnx#8068", "d2l-ai/d2l-en#2423", "tracel-ai/burn#4697",
      ]),
  ]
}
