// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// What is right, although it looks wrong.
extension ArrayJudge {
  /// An outcome that fits after all, because the array is a right variant of the stage.
  mutating func accepted(
    _ match: MatchedArrays.Match, _ found: Tensor<Double>, _ following: RoundedTensor,
    _ truly: RoundedTensor
  ) -> Outcome? {
    let stage = match.name.stage
    if stage == .exponentials || stage == .rowSums || stage == .rowMaximum {
      if let outcome = anyRowConstant(match.place, found, following, truly) {
        note(.anyRowConstant)
        return outcome
      }
    }
    for (factor, remark) in otherFactors(of: stage) {
      let outcome = Outcome(
        found, following.scaled(by: factor), truly.scaled(by: factor), fit)
      guard outcome.fits else { continue }
      factors[stage] = factor
      note(remark)
      return outcome
    }
    return nil
  }

  /// Any constant may be taken off a row before the exponentials: they are right up to one factor a
  /// row, their sums with them.
  private func anyRowConstant(
    _ place: Int, _ found: Tensor<Double>, _ following: RoundedTensor, _ truly: RoundedTensor
  ) -> Outcome? {
    guard trace.records[place].stage != .rowMaximum else { return nil }
    let adjusted = RowConstant(fit: fit).adjusted(
      following, to: found,
      // Without the exponentials themselves, only "nothing taken off" can be recognised.
      maxima: trace.records[place].stage == .rowSums
        ? truth.value(of: .stage(.rowMaximum))?.value : nil)
    guard let adjusted else { return nil }
    let outcome = Outcome(found, adjusted, adjusted, fit)
    return outcome.fits ? outcome : nil
  }

  private func otherFactors(of stage: StageID) -> [(Double, ComparedStage.Note)] {
    guard let place = trace.place(of: .scaledScores), let scores = trace.place(of: .rawScores)
    else { return [] }
    let first = [Int](repeating: 0, count: trace.records[place].axes.count)
    guard let tree = trace.arithmetic(at: place, cell: first),
      tree.operandCells.map(\.index) == [scores]
    else { return [] }
    let scale: Double = tree.evaluate { _, _ in 1.0 }
    guard scale > 0, scale.isFinite, scale != 1 else { return [] }
    let ofQuery = factors[.query] ?? 1
    let root = scale.squareRoot()
    switch stage {
    case .query: return [(scale, .queryScaledBeforeProduct), (root, .scaleSplit)]
    case .key:
      if ofQuery == 1 { return [(scale, .queryScaledBeforeProduct), (root, .scaleSplit)] }
      return ofQuery == root ? [(root, .scaleSplit)] : []
    case .rawScores: return [(scale, .queryScaledBeforeProduct)]
    default: return []
    }
  }
}
