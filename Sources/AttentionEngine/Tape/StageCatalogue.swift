// SPDX-License-Identifier: MIT

extension Stage {
  /// The stage with this id; gradients and numbered stages are made from what they belong to.
  public static func named(_ id: StageID) -> Stage {
    if let stage = byID[id] { return stage }
    if let original = id.differentiated {
      let stage = named(original)
      return Stage(
        id, .gradient(stage.symbol),
        "How much the loss changes when \(stage.symbol.text(.unicode)) changes, cell by cell.",
        aliases: ["d_" + original.rawValue], marksMaskedCells: false)
    }
    if let part = StagePart(id) { return part.stage }
    if let (base, number) = numbered(id) {
      return Stage(id, .symbol("B", index: number), named(base).summary)
    }
    return Stage(id, .symbol(id.rawValue), "")
  }

  private static func numbered(_ id: StageID) -> (StageID, String)? {
    guard let underscore = id.rawValue.lastIndex(of: "_"),
      Int(id.rawValue[id.rawValue.index(after: underscore)...]) != nil
    else { return nil }
    return (
      StageID(String(id.rawValue[..<underscore])),
      String(id.rawValue[id.rawValue.index(after: underscore)...])
    )
  }

  /// Every stage that is not a gradient, in the order of the computation.
  public static let all: [Stage] = [
    Stage(.input, .symbol("X"), "The input, one row a position.", aliases: ["hook_attn_in"]),
    Stage(.memory, .symbol("M"), "The other sequence: keys and values come from it."),
    Stage(.memoryValue, .symbol("M", index: "V"), "The sequence the values come from."),
    Stage(.positions, .symbol("X", index: "P"), "The input with its position codes added."),
    Stage(
      .queryProjection, .symbol("W", index: "Q"), "Turns an input row into queries.",
      aliases: ["W_Q"]),
    Stage(.queryBias, .symbol("b", index: "Q"), "Added to every query.", aliases: ["b_Q"]),
    Stage(
      .keyProjection, .symbol("W", index: "K"), "Turns an input row into keys.", aliases: ["W_K"]),
    Stage(.keyBias, .symbol("b", index: "K"), "Added to every key.", aliases: ["b_K"]),
    Stage(
      .valueProjection, .symbol("W", index: "V"), "Turns an input row into values.",
      aliases: ["W_V"]),
    Stage(.valueBias, .symbol("b", index: "V"), "Added to every value.", aliases: ["b_V"]),
    Stage(.cacheKey, .symbol("K", index: "cache"), "Keys of earlier positions, kept."),
    Stage(.cacheValue, .symbol("V", index: "cache"), "Values of earlier positions, kept."),
    Stage(StageID("new_key"), .symbol("K", index: "new"), "Keys to be put behind the kept ones."),
    Stage(
      StageID("new_value"), .symbol("V", index: "new"), "Values to be put behind the kept ones."),
    Stage(.query, .symbol("Q"), "What each position asks for.", aliases: ["q", "hook_q"]),
    Stage(
      .key, .symbol("K"), "What each position offers to be found by.", aliases: ["k", "hook_k"]),
    Stage(
      .value, .symbol("V"), "What each position hands over when it is attended to.",
      aliases: ["v", "hook_v"]),
    Stage(.rotaryCosines, .symbol("cos", index: "θ"), "Cosines of the rotary angles."),
    Stage(.rotarySines, .symbol("sin", index: "θ"), "Sines of the rotary angles."),
    Stage(
      .rotatedQuery, .function("R", [.symbol("Q")]), "The queries, turned by their position.",
      aliases: ["hook_rot_q"]),
    Stage(
      .rotatedKey, .function("R", [.symbol("K")]), "The keys, turned by their position.",
      aliases: ["hook_rot_k"]),
    Stage(
      .rawScores, .symbol("S"), "How well each query fits each key: one dot product a cell.",
      aliases: ["qk"]),
    Stage(
      .scaledScores, .symbol("S′"), "The scores, brought to a size that does not grow with d_k."),
    Stage(.cappedScores, .symbol("C"), "The scores, bent so that none passes the cap."),
    Stage(.addedBias, .symbol("B"), "Added to the scores before the softmax."),
    Stage(
      .maskedScores, .symbol("ℓ"), "The scores after the mask: a blocked key gets −∞.",
      aliases: ["scores", "logits", "hook_attn_scores"], marksMaskedCells: true),
    Stage(
      .rowMaximum, .symbol("m"), "The largest score of each row; taking it off keeps e^… small."),
    Stage(
      .exponentials, .symbol("E"), "e to the power of each score, the row maximum taken off first.",
      numbers: .amount, marksMaskedCells: true),
    Stage(.rowSums, .symbol("R"), "The sum of each row of exponentials.", numbers: .amount),
    Stage(
      .weights, .symbol("A"), "How each query shares its attention out: every row sums to 1.",
      aliases: ["attn", "pattern", "probs", "hook_pattern"], numbers: .probability,
      marksMaskedCells: true),
    Stage(
      .headOutput, .symbol("Z"), "Each head's answer: its values, mixed by the weights.",
      aliases: ["z", "hook_z"]),
    Stage(
      .tiledOutput, .symbol("Z", index: "tiled"),
      "The same answers, computed tile by tile: divided once, by the sum over all tiles."),
    Stage(
      .ringQuery, .symbol("Q", index: "ring"), "The queries, dealt out among the workers."),
    Stage(
      .ringOutput, .symbol("Z", index: "ring"),
      "The same answers, computed by the workers of a ring and put together."),
    Stage(
      .mergedHeads, .function("concat", [.symbol("Z")]), "The heads' answers, side by side.",
      aliases: ["concat"]),
    Stage(
      .outputProjection, .symbol("W", index: "O"), "Mixes the heads' answers into the output.",
      aliases: ["W_O"]),
    Stage(.outputBias, .symbol("b", index: "O"), "Added to every output row.", aliases: ["b_O"]),
    Stage(
      .output, .symbol("O"), "What the attention layer hands on.",
      aliases: ["out", "hook_attn_out"]),
  ]

  private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
}
