// SPDX-License-Identifier: MIT

import Glibc
import Tensors
import Testing

@testable import AttentionEngine

/// Attention once more, as loops over the numbers of a problem and without anything of the engine:
/// what holds the order of the steps, which no single operation knows.
@Suite struct PlainAttentionTests {
  /// One item, six heads on two key heads, projections and biases, then scale, cap, an added
  /// matrix, causal mask, softmax, mixing, merging, projecting.
  private static let sizes = (positions: 5, model: 7, keyWidth: 3, valueWidth: 11, output: 13)
  private static let (heads, sharedHeads, cap) = (6, 2, 0.9)

  private static func problem(_ precision: Precision) -> Problem {
    RandomProblem("plain", seed: 41, precision: precision) { problem, arrays in
      problem.input = arrays.array(5, 7)
      problem.heads = heads
      problem.keyValueHeads = sharedHeads
      problem.projections = Problem.Roles(
        query: arrays.array(7, 18), key: arrays.array(7, 6), value: arrays.array(7, 22),
        output: arrays.array(66, 13))
      problem.biases = Problem.Roles(
        query: arrays.array(18), key: arrays.array(6), value: arrays.array(22),
        output: arrays.array(13))
      problem.softcap = cap
      problem.mask = [.add(arrays.array(6, 5, 5)), .causal(.cacheLength)]
    }.problem
  }

  /// X·W + b, by loops.
  private func project(
    _ rows: [[Double]], _ matrix: AnyTensor?, _ bias: AnyTensor?
  ) throws -> [[Double]] {
    let (matrix, bias) = (try #require(matrix), try #require(bias))
    return rows.map { row in
      (0..<matrix.shape[1]).map { column in
        row.indices.reduce(bias[[column]]) { $0 + row[$1] * matrix[[$1, column]] }
      }
    }
  }

  @Test(arguments: Precision.allCases)
  func `the stages are those of plain loops`(_ precision: Precision) throws {
    let problem = Self.problem(precision)
    let trace = try Attention.trace(problem)
    let sizes = Self.sizes
    let input = try #require(problem.input)
    guard case .add(let bias) = problem.mask[0] else { return }
    let rows = (0..<sizes.positions).map { row in (0..<sizes.model).map { input[[row, $0]] } }
    let query = try project(rows, problem.projections.query, problem.biases.query)
    let key = try project(rows, problem.projections.key, problem.biases.key)
    let value = try project(rows, problem.projections.value, problem.biases.value)
    var merged = rows.map { _ in [Double]() }
    var found: [(stage: StageID, cell: [Int], number: Double)] = []
    for head in 0..<Self.heads {
      let shared = head / (Self.heads / Self.sharedHeads)
      for i in rows.indices {
        var shares: [Double] = []
        for j in rows.indices {
          let raw = (0..<sizes.keyWidth).reduce(0.0) {
            $0 + query[i][head * sizes.keyWidth + $1] * key[j][shared * sizes.keyWidth + $1]
          }
          let scaled = raw / Double(sizes.keyWidth).squareRoot()
          let capped = Self.cap * tanh(scaled / Self.cap)
          let masked = j <= i ? capped + bias[[head, i, j]] : -.infinity
          shares.append(exp(masked))
          for (stage, number) in [
            (StageID.rawScores, raw), (.scaledScores, scaled), (.cappedScores, capped),
            (.maskedScores, masked),
          ] { found.append((stage, [head, i, j], number)) }
        }
        let sum = shares.reduce(0, +)
        for j in rows.indices { found.append((.weights, [head, i, j], shares[j] / sum)) }
        for feature in 0..<sizes.valueWidth {
          let answer = rows.indices.reduce(0.0) {
            $0 + shares[$1] / sum * value[$1][shared * sizes.valueWidth + feature]
          }
          found.append((.headOutput, [head, i, feature], answer))
          merged[i].append(answer)
        }
      }
    }
    let output = try project(merged, problem.projections.output, problem.biases.output)
    for i in rows.indices {
      for (column, number) in merged[i].enumerated() {
        found.append((.mergedHeads, [i, column], number))
      }
      for (column, number) in output[i].enumerated() {
        found.append((.output, [i, column], number))
      }
    }
    var largest = 0.0
    for (stage, cell, number) in found {
      let own = try #require(trace[stage])[cell]
      if number.isInfinite || own.isInfinite {
        #expect(own == number, "\(stage)\(cell)")
        continue
      }
      largest = max(largest, abs(own - number))
    }
    // The longest way is 7 + 3 + 5 + 66 terms of a size below 8, each rounded once; the input is
    // rounded to the precision first, which the loops do not do.
    let bound = 81 * 8 * 2 * precision.unitRoundoff
    print("plain attention in \(precision): largest error \(largest), allowed \(bound)")
    #expect(largest <= bound)
    #expect(found.count == 6 * 5 * 5 * 5 + 6 * 5 * 11 * 2 + 5 * 13)
  }
}
