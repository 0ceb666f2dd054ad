// SPDX-License-Identifier: MIT

import AttentionEngine
import Explanation
import Foundation
import ProblemFiles
import Tensors
import Testing

/// Asks why of the cells of every stage of every conformance problem, gradients included.
@Suite struct EveryCellTests {
  static let cases: [String] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "ConformanceTests/Cases").path()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().map { folder + "/" + $0 + "/problem.yaml" }
      .filter { FileManager.default.fileExists(atPath: $0) }
  }()

  @Test func `there are problems to ask about`() { #expect(Self.cases.count == 33) }

  /// Every cell of small stages, and about a hundred of large ones: a prime step visits all rows,
  /// columns and heads over time.
  @Test(arguments: cases)
  func `what is recomputed reads like what was recorded`(_ path: String) throws {
    let trace = try ProblemFile(path: path).trace()
    var strange: [String] = []
    for stage in trace.stages {
      let axes = try #require(trace.record(stage)?.axes)
      let count = axes.placeCountOfCells
      let step = count <= 100 ? 1 : count / 97 | 1
      for place in stride(from: 0, to: count, by: step) {
        let address = CellAddress(stage, axes.cell(at: place))
        let why = try #require(CellExplanation(address, in: trace))
        if let recomputed = why.printedRecomputed, recomputed != why.printedValue {
          strange.append("\(address) is \(why.printedValue), recomputed \(recomputed)")
        }
        for operand in why.operands where !operand.value.isNaN {
          if trace[operand.address.stage]?[operand.address.cell] != operand.value {
            strange.append("\(address) from \(operand.address)")
          }
        }
      }
    }
    #expect(strange == [], "\(path)")
  }

  /// The sums that stand on the screen add up in the digits that stand on the screen.
  @Test(arguments: cases)
  func `printed terms add up`(_ path: String) throws {
    let trace = try ProblemFile(path: path).trace()
    var sums = 0
    for stage in trace.stages {
      let axes = try #require(trace.record(stage)?.axes)
      let count = axes.placeCountOfCells
      for place in stride(from: 0, to: count, by: max(1, count / 23 | 1)) {
        let address = CellAddress(stage, axes.cell(at: place))
        let why = try #require(CellExplanation(address, in: trace))
        let steps = why.json.steps
        guard let last = steps.last, !last.contains("/"), !last.contains("·"), last.contains(" + "),
          why.value.isFinite
        else { continue }
        sums += 1
        let total = try #require(printedSum(last), "\(last)")
        let printed = try #require(Double(why.printedValue))
        let unit = pow(10, -Double(why.decimals))
        #expect(abs(total - printed) < unit / 2, "\(path) \(address): \(last) = \(printed)")
      }
    }
    #expect(sums > 0 || trace.stages.count < 12)
  }

  /// Adds up `1.5 + 2 − 0.25 (3 terms)`.
  private func printedSum(_ text: String) -> Double? {
    let bare = text.replacing(/\([^)]*[a-z][^)]*\)/, with: "")
    var total = 0.0
    var sign = 1.0
    for word in bare.split(separator: " ") {
      switch word {
      case "+": sign = 1
      case "−": sign = -1
      default:
        guard let number = Double(word) else { return nil }
        total += sign * number
      }
    }
    return total
  }
}
