// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import Foundation
import ProblemFiles
import TerminalSession
import Testing

@testable import Interactive

/// Walks with the keys from every output cell of lesson 04 down to what was given.
@Suite struct WalkTests {
  private let size = ScreenSize(columns: 160, lines: 70)

  @Test func `from any output cell one walks to the inputs, and printed terms add up`() throws {
    let file = try ProblemFile(path: CellInspectorTests.lesson)
    var walk = Walk(
      inspector: try #require(
        CellInspector(
          file.trace(), start: CellAddress(.output, [0, 0]), capabilities: Capabilities())))
    let shape = walk.inspector.shape
    var outputs = 0
    for row in 0..<shape[0] {
      for column in 0..<shape[1] {
        #expect(walk.inspector.address == CellAddress(.output, [row, column]))
        let given = try visit(&walk)
        // Every word has a part in every output cell, through query, key and value.
        let stages = Set(given.map(\.stage))
        #expect(
          stages == [
            .input, .queryProjection, .keyProjection, .valueProjection, .outputProjection,
          ], "output[\(row),\(column)]")
        #expect(Set(given.filter { $0.stage == .input }.map { $0.cell[0] }).count == shape[0])
        outputs += 1
        press(column + 1 < shape[1] ? [.right] : [.home, .down], &walk)
      }
    }
    #expect(outputs == 30)
    #expect(walk.seen.count > 400, "the walk has come by \(walk.seen.count) cells")
    #expect(walk.sums > 150, "\(walk.sums) sums were added up")
  }

  private struct Walk {
    var inspector: CellInspector
    /// For each cell that was visited, what was given below it.
    var seen: [CellAddress: Set<CellAddress>] = [:]
    var sums = 0
  }

  private func press(_ keys: [Key], _ walk: inout Walk) {
    for key in keys {
      let goesOn = walk.inspector.handle(key)
      #expect(goesOn)
    }
  }

  /// Looks at the current cell, goes down into each cell it was made of, and comes back.
  private func visit(_ walk: inout Walk) throws -> Set<CellAddress> {
    let address = walk.inspector.address
    if let known = walk.seen[address] { return known }
    try check(&walk)
    let operands = try #require(walk.inspector.explanation).operands
    guard !operands.isEmpty else {
      walk.seen[address] = [address]
      return [address]
    }
    var given: Set<CellAddress> = []
    for (place, operand) in operands.enumerated() {
      press([.enter], &walk)
      if operands.count > 1 {
        press(Array(repeating: .down, count: place) + [.enter], &walk)
      }
      #expect(walk.inspector.address == operand.address)
      given.formUnion(try visit(&walk))
      press([.backspace], &walk)
      #expect(walk.inspector.address == address)
    }
    walk.seen[address] = given
    return given
  }

  /// Reads the screen as a person would: the last line is the value in the heading, and each line
  /// that is a sum of numbers comes to it.
  private func check(_ walk: inout Walk) throws {
    let lines = walk.inspector.frame(size).lines
    let address = walk.inspector.address
    let heading = try #require(lines.first { $0.hasPrefix("\(address) = ") })
    let value = try #require(Double(heading.split(separator: " ")[2]), "\(heading)")
    let steps = Self.equations(lines)
    guard let last = steps.last else {
      #expect(lines.contains { $0.contains("given, not computed") }, "\(address)")
      return
    }
    #expect(Double(last) == value, "\(address): \(steps)")
    let decimals = last.split(separator: ".").dropFirst().first?.count ?? 0
    for step in steps.dropLast() {
      guard let (total, digits) = Self.sum(step) else { continue }
      walk.sums += 1
      let unit = pow(10.0, -Double(max(decimals, digits)))
      #expect(abs(total - value) < unit / 2, "\(address): \(step) is not \(value)")
    }
  }

  /// What stands behind each `=` of the computation, lines that were broken put together.
  private static func equations(_ lines: [String]) -> [String] {
    let start = lines.firstIndex { $0.wholeMatch(of: #/    \S+\[[0-9,]+\] = .*/#) != nil }
    guard let start else { return [] }
    var found: [String] = []
    for line in lines[start...] {
      guard !line.isEmpty else { break }
      if let equal = line.range(of: " = ") {
        found.append(String(line[equal.upperBound...]))
      } else {
        found[found.count - 1] += " " + line.drop { $0 == " " }
      }
    }
    return found
  }

  /// The total of `0.5 + 2 − 0.25 + 0.001 (rounding of the terms)`, and its most decimals.
  private static func sum(_ text: String) -> (Double, Int)? {
    let bare = text.replacing(#/ \([^)]*[a-z][^)]*\)/#, with: "")
    guard bare.contains(" + ") || bare.contains(" − ") else { return nil }
    var (total, sign, digits) = (0.0, 1.0, 0)
    for word in bare.split(separator: " ") {
      switch word {
      case "+": sign = 1
      case "−": sign = -1
      default:
        guard let number = Double(word) else { return nil }
        total += sign * number
        digits = max(digits, word.split(separator: ".").dropFirst().first?.count ?? 0)
      }
    }
    return (total, digits)
  }
}
