// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// Mistakes that no formula of ours computes, because chance or a number unknown to us is in them: they
/// are read off the numbers.
struct ArraySlips {
  let own: Recomputation
  let fit: CellFit
  let place: Int
  let found: Tensor<Double>
  let wrong: [Bool]

  private var trace: Trace { own.trace }

  /// Every slip that explains all wrong cells.
  var all: [NamedMistake] {
    guard let expected = own.expected(place), let stage = trace.records[place].stage else {
      return []
    }
    var result: [NamedMistake] = []
    if stage == .weights || stage == .headOutput, isThinnedOut(expected) {
      result.append(.dropoutLeftOn)
    }
    if stage == .scaledScores, isScaleSkipped { result.append(.scaleSkippedInPlaces) }
    if stage == .maskedScores, isBlockedTooLittle(expected) {
      result.append(.maskConstantTooSmall)
    }
    return result
  }

  /// Zeros here and there, and all other cells one factor above 1 too large.
  private func isThinnedOut(_ expected: RoundedTensor) -> Bool {
    let (numbers, wanted) = (found.scalars, expected.value.scalars)
    let errors = expected.error.scalars
    let kept = numbers.indices.filter { numbers[$0] != 0 }
    let dropped = numbers.indices.count { numbers[$0] == 0 && abs(wanted[$0]) > errors[$0] }
    guard dropped > 0, let largest = kept.max(by: { abs(wanted[$0]) < abs(wanted[$1]) }) else {
      return false
    }
    let factor = numbers[largest] / wanted[largest]
    guard factor > 1, factor.isFinite else { return false }
    return kept.allSatisfy {
      abs(numbers[$0] - factor * wanted[$0]) <= 4 * factor * errors[$0]
        + 4 * fit.rounding.unit * abs(numbers[$0])
    }
  }

  /// The wrong cells are the raw scores, others are scaled as they should be.
  private var isScaleSkipped: Bool {
    guard let raw = own.value(of: .stage(.rawScores)), raw.value.shape == found.shape else {
      return false
    }
    let differences = fit.differences(found, raw)
    let isElsewhereScaled = differences.indices.contains {
      !wrong[$0] && differences[$0].ratio > 1
    }
    return isElsewhereScaled
      && differences.indices.allSatisfy { !wrong[$0] || differences[$0].ratio <= 1 }
  }

  /// Every blocked cell has one finite negative number, or the score with one number added.
  private func isBlockedTooLittle(_ expected: RoundedTensor) -> Bool {
    guard let scores = trace.records[place].operands.first.flatMap({ own.value($0) }) else {
      return false
    }
    let (numbers, before) = (found.scalars, scores.value.scalars)
    let wanted = expected.value.scalars
    let blocked = numbers.indices.filter { wanted[$0] == -.infinity }
    guard let first = blocked.first,
      numbers.indices.allSatisfy({ !wrong[$0] || wanted[$0] == -.infinity })
    else { return false }
    let (filled, added) = (numbers[first], numbers[first] - before[first])
    let isFilled = filled < -0.5 && blocked.allSatisfy { numbers[$0] == filled }
    let isAdded =
      added < -0.5
      && blocked.allSatisfy {
        let room = scores.error[cell(at: $0, found.axes)]
        return abs(numbers[$0] - before[$0] - added)
          <= 2 * room + 8 * fit.rounding.unit * (abs(added) + abs(before[$0]))
      }
    return blocked.count > 1 && (isFilled || isAdded)
  }
}

extension NamedMistake {
  static let dropoutLeftOn = NamedMistake(
    id: "dropout-left-on",
    summary: "Dropout was active: some cells are 0 and the others too large by one factor.",
    remedy: "Switch to evaluation mode, or set the dropout probability to 0, before comparing.")
  static let maskConstantTooSmall = NamedMistake(
    id: "mask-constant-too-small",
    summary: "The negative number that blocks is too small; weight leaks.",
    remedy: "Use −∞, or at least −1e9.")
}
