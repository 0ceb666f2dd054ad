// SPDX-License-Identifier: MIT

import Tensors

/// What attention over some of the keys needs to know of the whole.
struct PartialAttention {
  let query: TapeValue
  let key: TapeValue
  let value: TapeValue
  /// How many query heads share a key/value head.
  let sharing: Int
  let scale: ScaleFactor
  let plan: MaskPlan
}

/// What happens to the scores of a part between the cap and the softmax.
struct PartialMask {
  var rules: [MaskRule] = []
  var biases: [Tensor<Double>] = []
}

extension ForwardPass {
  /// Scores of some queries with some keys, in one go: scaled, capped, biased and masked as the
  /// plain pass does it, under one name.
  mutating func recordScores(
    _ stage: StageID, _ query: TapeValue, _ key: TapeValue, _ parts: PartialAttention,
    _ mask: PartialMask
  ) throws(ShapeError) -> TapeValue {
    let product = MatrixProduct(transposingRight: true, rows: .query, columns: .key)
    var scores = try tape.apply(product, query, try shared(key, parts))
    scores = try tape.apply(Scale(by: parts.scale), scores)
    if let cap = problem.softcap { scores = try tape.apply(SoftCap(cap), scores) }
    for bias in mask.biases { scores = try tape.apply(AddConstant(bias), scores) }
    return try tape.record(stage, Mask(mask.rules, isPart: true), scores)
  }

  /// Keys or values, one head for each query head.
  mutating func shared(
    _ value: TapeValue, _ parts: PartialAttention
  ) throws(ShapeError) -> TapeValue {
    parts.sharing == 1 ? value : try tape.apply(RepeatHeads(parts.sharing), value)
  }

  /// Everything that is added to the scores, over all queries and keys.
  func addedNumbers(
    _ plan: MaskPlan, over scores: [Axis]
  ) throws(ShapeError) -> [Tensor<Double>] {
    var result: [Tensor<Double>] = []
    if let alibi = plan.alibi {
      result.append(try alibi.evaluate([Tensor<Double>(axes: scores, repeating: 0)]))
    }
    for (_, bias) in plan.biases {
      result.append(try bias.converted(to: Double.self).broadcast(to: scores))
    }
    return result
  }
}
