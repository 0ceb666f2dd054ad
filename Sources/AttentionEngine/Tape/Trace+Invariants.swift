// SPDX-License-Identifier: MIT

import Tensors

/// Something that must hold for every correct attention computation, checked on recorded numbers.
public struct Invariant: Sendable, Equatable {
  /// A kebab-case name.
  public let id: String
  /// The stage it is about.
  public let stage: StageID
  public let holds: Bool
  /// What was found, in words and numbers.
  public let finding: String
}

extension Trace {
  /// Checks what must hold: rows of weights sum to 1, hidden keys weigh nothing, nothing comes from
  /// the future, and every answer lies within the range of the values.
  ///
  /// - Complexity: O(cells of the weights + cells of the head output · keys).
  public func invariants() -> [Invariant] {
    // Weights on demand are too many to be looked at all.
    guard let weights = self[.weights], weights.isKept else { return [] }
    let (shares, scores) = (weights.doubles, self[.maskedScores]?.doubles ?? [])
    let columns = weights.shape.last ?? 1
    let emptyRows = emptyRows(scores, columns)
    var result = [rowsSumToOne(shares, columns, emptyRows)]
    result += hiddenKeysWeighNothing(shares, scores)
    if let causalOffsets {
      result.append(nothingFromTheFuture(shares, weights.shape, causalOffsets))
    }
    if let output = self[.headOutput], let value = self[.value] {
      result.append(answersWithinValues(output, value, emptyRows))
    }
    return result + partsEqualTheWhole()
  }

  /// A sum of n numbers below 1 is off by at most n roundings, and the division by another.
  private func rowsSumToOne(_ numbers: [Double], _ columns: Int, _ empty: Set<Int>) -> Invariant {
    let slack = Double(columns + 2) * precision.unitRoundoff
    var (lowest, highest) = (Double.infinity, -Double.infinity)
    var emptyRows = 0
    var strayCells = 0
    for start in stride(from: 0, to: numbers.count, by: columns) {
      let row = numbers[start..<(start + columns)]
      if row.allSatisfy(\.isNaN) || empty.contains(start / columns) {
        emptyRows += 1
        continue
      }
      strayCells += row.count { !($0 >= 0 && $0 <= 1 + slack) }
      let sum = row.reduce(0, +)
      lowest = sum.isNaN ? .nan : min(lowest, sum)
      highest = max(highest, sum)
    }
    let holds =
      strayCells == 0
      && (emptyRows * columns == numbers.count
        || (lowest >= 1 - slack && highest <= 1 + slack))
    var finding: String
    if emptyRows * columns == numbers.count {
      finding = "no row sees any key"
    } else if holds {
      finding = "every row of weights sums to 1"
    } else if strayCells > 0 && lowest >= 1 - slack && highest <= 1 + slack {
      finding = "these are not attention weights: \(strayCells) cells lie outside 0 … 1"
    } else {
      finding =
        "these are not attention weights: rows sum to \(twoDecimals(lowest)) … "
        + "\(twoDecimals(highest)), each must sum to 1"
    }
    if emptyRows > 0 {
      finding +=
        "; \(emptyRows) \(emptyRows == 1 ? "row has" : "rows have") no visible key, "
        + "softmax is undefined there"
    }
    return Invariant(id: "rows-sum-to-one", stage: .weights, holds: holds, finding: finding)
  }

  /// The rows of scores in which nothing is visible.
  private func emptyRows(_ scores: [Double], _ columns: Int) -> Set<Int> {
    guard columns > 0 else { return [] }
    return Set(
      (0..<scores.count / columns).filter { row in
        scores[row * columns..<(row + 1) * columns].allSatisfy { $0 == -.infinity }
      })
  }

  private func hiddenKeysWeighNothing(_ shares: [Double], _ scores: [Double]) -> [Invariant] {
    guard scores.count == shares.count else { return [] }
    var (hidden, leaks) = (0, 0)
    for cell in scores.indices where scores[cell] == -.infinity {
      hidden += 1
      if shares[cell] != 0 && !shares[cell].isNaN { leaks += 1 }
    }
    guard hidden > 0 else { return [] }
    return [
      Invariant(
        id: "masked-weights-are-zero", stage: .weights, holds: leaks == 0,
        finding: leaks == 0
          ? "all \(hidden) masked weights are exactly 0"
          : "\(leaks) of \(hidden) masked weights are not 0")
    ]
  }

  private func nothingFromTheFuture(
    _ numbers: [Double], _ shape: [Int], _ offsets: [Int]
  ) -> Invariant {
    let (queries, keys) = (shape[shape.count - 2], shape[shape.count - 1])
    let rowsPerItem = shape[shape.count - 3] * queries
    var leaks = 0
    for row in 0..<(numbers.count / max(1, keys)) {
      let first = row % queries + offsets[item: row / rowsPerItem] + 1
      for key in max(0, first)..<max(0, max(keys, first)) where key < keys {
        let weight = numbers[row * keys + key]
        if weight != 0 && !weight.isNaN { leaks += 1 }
      }
    }
    return Invariant(
      id: "nothing-from-the-future", stage: .weights, holds: leaks == 0,
      finding: leaks == 0
        ? "no query attends to a key that comes later"
        : "\(leaks) weights look into the future")
  }

  /// A weighted mean lies between the smallest and the largest value, but for rounding.
  private func answersWithinValues(
    _ output: AnyTensor, _ value: AnyTensor, _ empty: Set<Int>
  ) -> Invariant {
    let shape = output.shape
    let (queries, width) = (shape[shape.count - 2], shape[shape.count - 1])
    let valueShape = value.shape
    let keys = valueShape[valueShape.count - 2]
    let matrices = output.count / max(1, queries * width)
    let valueMatrices = value.count / max(1, keys * width)
    let (answers, values) = (output.doubles, value.doubles)
    var outside = 0
    for matrix in 0..<matrices {
      let source = matrix / max(1, matrices / max(1, valueMatrices))
      for column in 0..<width {
        var (low, high) = (Double.infinity, -Double.infinity)
        for key in 0..<keys {
          let number = values[(source * keys + key) * width + column]
          low = min(low, number)
          high = max(high, number)
        }
        let slack = Double(keys + 2) * precision.unitRoundoff * max(abs(low), abs(high))
        for query in 0..<queries {
          let answer = answers[(matrix * queries + query) * width + column]
          if !empty.contains(matrix * queries + query) && !answer.isNaN
            && (answer < low - slack || answer > high + slack)
          {
            outside += 1
          }
        }
      }
    }
    return Invariant(
      id: "answers-within-values", stage: .headOutput, holds: outside == 0,
      finding: outside == 0
        ? "every answer lies between the smallest and the largest value"
        : "\(outside) answers lie outside the range of the values")
  }

  private func twoDecimals(_ number: Double) -> String {
    // Beyond a trillion the decimals say nothing, and the whole part may not fit an Int.
    guard number.isFinite, number.magnitude < 1e12 else { return "\(number)" }
    let hundredths = (number * 100).rounded(.toNearestOrEven)
    let whole = Int(hundredths.magnitude) / 100
    let rest = Int(hundredths.magnitude) % 100
    return (number < 0 ? "-" : "") + "\(whole)." + (rest < 10 ? "0\(rest)" : "\(rest)")
  }
}
