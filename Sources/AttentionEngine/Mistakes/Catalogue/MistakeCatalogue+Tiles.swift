// SPDX-License-Identifier: MIT

extension MistakeCatalogue {
  /// Mistakes of computing tile by tile, and of merging what several workers have computed.
  static let tiles: [Entry] = [
    Entry(
      "running-maximum-forgotten", "tile_2_running_max", happens: .both,
      summary: "Only this tile's maximum was taken, not the one before.",
      wrong: "m_new = rowmax(S_tile)",
      tell: "the maximum falls from one tile to the next; invisible when each tile tops the last",
      remedy: "m_new = max(m_old, rowmax(S)): keep the largest of all tiles so far.",
      seenIn: ["tile-ai/tilelang#1148"]),
    Entry(
      "running-sum-not-rescaled", "tile_2_running_sum", happens: .both,
      summary: "The sum before was not brought to the new maximum.",
      wrong: "l_new = l_old + Σ e^(S − m_new)",
      tell: "too large wherever the maximum has grown; invisible where it has not",
      remedy: "Multiply the sum before by e^(m_old − m_new), then add this tile's."),
    Entry(
      "accumulator-not-rescaled", "tile_2_running_output", happens: .both,
      summary: "The values mixed before were not brought to the new maximum.",
      wrong: "acc_new = acc_old + E·V",
      tell: "early tiles count too much wherever the maximum has grown; invisible where it has not",
      remedy: "Multiply the accumulator by e^(m_old − m_new) before adding a tile."),
    Entry(
      "rescaled-by-inverse", "tile_2_running_sum", happens: .both,
      summary: "What was there before was divided by e^(m_old − m_new).",
      wrong: "l_old / e^(m_old − m_new)",
      tell: "old parts grow when the maximum grows; invisible where it does not",
      remedy: "Multiply by e^(m_old − m_new): it is at most 1, the old parts only shrink.",
      seenIn: ["Dao-AILab/flash-attention#991", "deepseek-ai/FlashMLA#177"]),
    Entry(
      "tiles-normalised-apart", "tile_2_running_output", happens: .both,
      summary: "Each tile was given a softmax of its own.", wrong: "Σ_tiles softmax(S_tile)·V_tile",
      tell: "the answer grows with the number of tiles",
      remedy: "Divide once, at the end, by the sum over all tiles."),
    Entry(
      "partials-averaged", "ring_output", happens: .both,
      summary: "The partial answers were averaged as if all weighed the same.",
      wrong: "(Z_a + Z_b)/2",
      tell: "right only where both parts have the same sum of exponentials",
      remedy: "Weigh each by e^(own maximum − common maximum) times its row sum."),
    Entry(
      "partials-not-rescaled", "ring_output", happens: .both,
      summary: "Row sums were used together although their maxima differ.",
      wrong: "(l_a·Z_a + l_b·Z_b)/(l_a + l_b)",
      tell: "right only where both parts have the same maximum",
      remedy: "Multiply each row sum by e^(own maximum − common maximum) first."),
    Entry(
      "partials-merged-without-sums", "ring_output", happens: .both,
      summary: "The maxima alone weighed the answers, without row sums.",
      wrong: "(e^m_a·Z_a + e^m_b·Z_b)/(e^m_a + e^m_b)",
      tell: "right only where both parts have the same row sum",
      remedy: "Weigh each by e^(own maximum − common maximum) times its row sum."),
    Entry(
      "partials-merged-in-wrong-base", "ring_output", happens: .code,
      summary: "Logarithms of the row sums to base 2 were merged with powers of e.",
      wrong: "e^(log2 …)", tell: "shares are too far apart, by a power of 1/ln 2",
      remedy: "Merge with the base the logarithm was taken in: e with ln, 2 with log2.",
      seenIn: ["sgl-project/sglang#40903", "sgl-project/sglang#35045"]),
    Entry(
      "ring-passed-backwards", "ring_output", happens: .code,
      summary: "The blocks went round the other way.", wrong: "receive from the next worker",
      tell: "the same blocks in another order; with a causal mask the wrong ones are blocked",
      remedy: "Send to the next worker, receive from the one before."),
  ]
}
