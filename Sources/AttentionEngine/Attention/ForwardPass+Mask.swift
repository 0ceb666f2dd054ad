// SPDX-License-Identifier: MIT

import Tensors

/// What happens to the scores between the cap and the softmax.
struct MaskPlan {
  var rules: [MaskRule] = []
  var biases: [(stage: StageID, tensor: AnyTensor)] = []
  var alibi: AlibiBias?
}

extension ForwardPass {
  /// Turns the problem's mask entries into rules for scores of these axes.
  ///
  /// Sizes were validated by `validateMask`; a window counts from the causal offset.
  mutating func maskPlan(
    _ scores: [Axis], cacheLength: Int
  ) throws(ShapeError) -> MaskPlan {
    var plan = MaskPlan()
    let keys = scores[scores.count - 1].size
    let queries = scores[scores.count - 2].size
    var offsets = [cacheLength]
    for case .causal(let alignment) in problem.mask {
      offsets =
        switch alignment {
        case .cacheLength: [cacheLength]
        case .lowerRight: [keys - queries]
        case .offsets(let given): given
        }
      plan.rules.append(.causal(offsets: offsets))
      causalOffsets = offsets
    }
    for entry in problem.mask {
      switch entry {
      case .causal: break
      case .window(let left, let right):
        plan.rules.append(
          .window(left: left < 0 ? nil : left, right: right < 0 ? nil : right, offsets: offsets))
      case .keyLengths(let lengths): plan.rules.append(.keyLengths(lengths))
      case .allow(let matrix):
        plan.rules.append(.allow(stretched(matrix, scores).converted(to: Float.self)))
      case .add(let matrix):
        let count = plan.biases.count + 1
        let stage = count == 1 ? StageID.addedBias : StageID("added_bias_\(count)")
        plan.biases.append((stage, stretched(matrix, scores)))
      }
    }
    if case .alibi = problem.positions {
      plan.alibi = AlibiBias(offset: offsets.count == 1 ? offsets[0] : cacheLength)
    }
    return plan
  }

  /// Gives a mask matrix the names of the axes it is stretched over.
  private func stretched(_ matrix: AnyTensor, _ scores: [Axis]) -> AnyTensor {
    let missing = scores.count - matrix.axes.count
    return matrix.relabelled(
      matrix.axes.indices.map { Axis(scores[missing + $0].name, matrix.axes[$0].size) })
  }

  /// Refuses mask entries that do not fit the scores, each by its own line.
  func validateMask(_ scores: [Axis]) throws(ProblemError) {
    let batch = scores.count > 3 ? scores[0].size : 1
    let keys = scores[scores.count - 1].size
    for (index, entry) in problem.mask.enumerated() {
      let key = "mask[\(index)]"
      switch entry {
      case .causal(.offsets(let offsets)):
        try requireOnePerItem(offsets, batch, key + ".causal.offset")
        guard offsets.allSatisfy({ $0.magnitude <= Self.farthest }) else {
          throw ProblemError(
            key + ".causal.offset",
            "is \(offsets); expected numbers from -\(Self.farthest) to \(Self.farthest)")
        }
      case .causal: break
      case .window(let left, let right):
        guard left >= -1, right >= -1, max(left, right) <= Self.farthest else {
          throw ProblemError(
            key + ".window",
            "is [\(left), \(right)]; expected numbers from 0 to \(Self.farthest), or -1 for "
              + "unlimited")
        }
      case .keyLengths(let lengths):
        try requireOnePerItem(lengths, batch, key + ".key_lengths")
        guard lengths.allSatisfy({ $0 >= 0 && $0 <= keys }) else {
          throw ProblemError(
            key + ".key_lengths", "is \(lengths); expected numbers from 0 to \(keys), the keys")
        }
      case .allow(let matrix):
        _ = try arrays.overScores(matrix, key + ".allow", scores: scores)
      case .add(let matrix):
        _ = try arrays.overScores(matrix, key + ".add", scores: scores)
      }
    }
  }

  /// No sequence is longer; positions this far apart still add without overflow.
  private static var farthest: Int { 1_000_000_000 }

  private func requireOnePerItem(
    _ numbers: [Int], _ batch: Int, _ key: String
  ) throws(ProblemError) {
    guard numbers.count == 1 || numbers.count == batch else {
      throw ProblemError(
        key, "has \(numbers.count) numbers for \(batch) batch items; expected one, or one an item")
    }
  }
}
