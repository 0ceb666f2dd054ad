// SPDX-License-Identifier: MIT

import Tensors

extension ForwardPass {
  /// The answers once more, in one pass over the keys, tile by tile.
  ///
  /// Dao et al. 2022, alg. 1, in the form of Dao 2023: one division, at the end. The queries stay in one
  /// block, since their rows do not meet.
  mutating func recordTiles(of keys: Int, _ parts: PartialAttention) throws(ProblemError) {
    let total = tape.axes(parts.key).dropLast().last?.size ?? 0
    let tiles = (total + keys - 1) / max(1, keys)
    guard keys >= 1, tiles <= Self.mostTiles else {
      throw ProblemError(
        "tiles.keys",
        "is \(keys), which cuts \(total) keys into \(tiles) tiles; at most \(Self.mostTiles) are "
          + "recorded. Use \((total + Self.mostTiles - 1) / Self.mostTiles) or more")
    }
    try noting("tiles") { () throws(ShapeError) in
      let queries = tape.axes(parts.query)
      let scores =
        queries.dropLast(2) + [queries[queries.count - 2], Axis(.key, total)].map { $0 }
      let added = try addedNumbers(parts.plan, over: Array(scores))
      var state: TileState?
      for tile in 1...tiles {
        let range = ((tile - 1) * keys)..<min(tile * keys, total)
        state = try recordTile(tile, range, parts, added, after: state)
      }
      guard let state else { return }
      // pass 5: Z = diag(R)⁻¹·O
      _ = try tape.record(
        .tiledOutput, DivideByRow(emptyRows: problem.emptyRows), state.accumulator, state.sum)
    }
  }

  /// What one tile hands on to the next: three numbers or rows for each query, however many keys.
  private struct TileState {
    let maximum: TapeValue
    let sum: TapeValue
    let accumulator: TapeValue
  }

  private mutating func recordTile(
    _ tile: Int, _ range: Range<Int>, _ parts: PartialAttention, _ added: [Tensor<Double>],
    after before: TileState?
  ) throws(ShapeError) -> TileState {
    func id(_ name: StagePart.Name) -> StageID { StagePart(.tile, tile, name).id }
    let key = try tape.apply(PositionSlice(range), parts.key)
    let value = try shared(try tape.apply(PositionSlice(range), parts.value), parts)
    let mask = PartialMask(
      rules: parts.plan.rules.map { $0.restricted(to: range) },
      biases: added.map { $0.slicing($0.axes.count - 1, range) })
    // S_j = mask(scale·Q·K_jᵀ)
    let scores = try recordScores(id(.scores), parts.query, key, parts, mask)
    // m_j = max(m_{j−1}, rowmax(S_j))
    let maximum =
      if let before {
        try tape.record(id(.runningMaximum), RunningMaximum(), before.maximum, scores)
      } else {
        try tape.record(id(.runningMaximum), RowMaximum(), scores)
      }
    // P_j = e^(S_j − m_j); a row that has seen nothing yet adds nothing.
    let exponentials = try tape.record(
      id(.exponentials), ShiftedExponential(emptyRows: .zero), scores, maximum)
    guard let before else {
      return TileState(
        maximum: maximum, sum: try tape.record(id(.runningSum), RowSum(), exponentials),
        accumulator: try tape.record(
          id(.accumulator), MatrixProduct(rows: .query), exponentials, value))
    }
    // α_j = e^(m_{j−1} − m_j), then R_j = α_j·R_{j−1} + rowsum(P_j) and O_j = α_j·O_{j−1} + P_j·V_j
    let rescale = try tape.record(
      id(.rescale), ShiftedExponential(emptyRows: .zero), before.maximum, maximum)
    return TileState(
      maximum: maximum,
      sum: try tape.record(id(.runningSum), RunningSum(), rescale, before.sum, exponentials),
      accumulator: try tape.record(
        id(.accumulator), RunningOutput(), rescale, before.accumulator, exponentials, value))
  }

  /// A trace with more tiles than this is no longer read by anyone.
  private static var mostTiles: Int { 64 }
}

extension MaskRule {
  /// The same rule, when only these keys are looked at and counted from 0.
  func restricted(to keys: Range<Int>) -> MaskRule {
    let start = keys.lowerBound
    return switch self {
    case .causal(let offsets): .causal(offsets: offsets.map { $0 - start })
    case .window(let left, let right, let offsets):
      .window(left: left, right: right, offsets: offsets.map { $0 - start })
    case .keyLengths(let lengths): .keyLengths(lengths.map { $0 - start })
    case .allow(let matrix): .allow(matrix.slicing(matrix.axes.count - 1, keys))
    }
  }
}
