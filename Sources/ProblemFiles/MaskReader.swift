// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors
import Yams

/// Reads the `mask` list: causal, window, key_lengths, allow, add.
struct MaskReader {
  let folder: BoundedFolder

  private static let kinds = ["causal", "window", "key_lengths", "allow", "add"]

  /// All entries of the list; a single entry may stand without one.
  func entries(_ entry: Entry?) throws(ProblemFileError) -> [Problem.MaskEntry] {
    guard let entry else { return [] }
    if case .sequence = entry.node {
      var result: [Problem.MaskEntry] = []
      for item in try entry.list("a list") { result.append(try one(item)) }
      return result
    }
    return [try one(entry)]
  }

  private func one(_ entry: Entry) throws(ProblemFileError) -> Problem.MaskEntry {
    if case .scalar = entry.node {
      let word = try entry.text("causal, {window: …}, {key_lengths: …}, {allow: …} or {add: …}")
      guard word == "causal" else {
        let near =
          NearestSpelling.of(word, among: Self.kinds).map { "; did you mean '\($0)'?" } ?? ""
        throw entry.error(
          "expected causal, {window: [left, right]}, {key_lengths: […]}, {allow: …} or {add: …}; "
            + "found \(entry.found)\(near)")
      }
      return .causal(.cacheLength)
    }
    let parts = try entry.mapping(Self.kinds)
    guard parts.count == 1, let (kind, value) = parts.first else {
      throw entry.error(
        "expected one kind of mask; found "
          + (parts.isEmpty ? "none" : parts.keys.sorted().joined(separator: " and "))
          + ". Write each as an item of its own: [causal, {window: [2, 0]}]"
      )
    }
    switch kind {
    case "causal": return .causal(try alignment(value))
    case "window":
      let ends = try integers(value, "two whole numbers, [left, right]")
      guard ends.count == 2 else {
        throw value.error(
          "expected two whole numbers, [left, right] (-1 for unlimited); found \(value.found)")
      }
      return .window(left: ends[0], right: ends[1])
    case "key_lengths": return .keyLengths(try integers(value, "whole numbers, one a batch item"))
    case "allow": return .allow(try value.array(in: folder))
    default: return .add(try value.array(in: folder))
    }
  }

  private func alignment(_ entry: Entry) throws(ProblemFileError) -> Problem.CausalAlignment {
    if case .scalar = entry.node {
      switch try entry.text("lower-right, upper-left or {offset: …}") {
      case "lower-right": return .lowerRight
      case "upper-left": return .offsets([0])
      default:
        throw entry.error(
          "expected lower-right, upper-left or {offset: …}; found \(entry.found). "
            + "The plain causal mask is the word 'causal' alone")
      }
    }
    guard let offset = try entry.mapping(["offset"])["offset"] else {
      throw entry.error("expected {offset: 3}, or {offset: [3, 1]} with one a batch item")
    }
    return .offsets(try integers(offset, "a whole number, or one a batch item"))
  }

  private func integers(_ entry: Entry, _ expected: String) throws(ProblemFileError) -> [Int] {
    var numbers: [Int] = []
    if case .sequence = entry.node {
      for item in try entry.list(expected) { numbers.append(try item.integer("a whole number")) }
    } else {
      numbers = [try entry.integer(expected)]
    }
    guard !numbers.isEmpty else { throw entry.error("expected \(expected); found an empty list") }
    // Sums of positions and offsets must stay far from overflow.
    if let huge = numbers.first(where: { $0.magnitude > 1 << 40 }) {
      throw entry.error("expected positions in a sequence; found \(huge), which is beyond any")
    }
    return numbers
  }
}
