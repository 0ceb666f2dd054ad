// SPDX-License-Identifier: MIT

import Display
import Tensors

extension DifferencePattern {
  /// The pattern in words, one sentence each.
  public var sentences: [String] {
    places.map(\.sentence) + (relation.map { [$0.sentence] } ?? [])
  }
}

extension DifferencePattern.Place {
  var sentence: String {
    switch self {
    case .everyCell: "Every cell differs."
    case .only(let axis, let indices, let isLast):
      "Only \(isLast ? "the last " : "")\(axis.rawValue) \(Self.list(indices)) "
        + (indices.count == 1 ? "differs." : "differ.")
    case .maskedCells: "Only masked cells differ."
    case .visibleCells: "Only visible cells differ; the masked ones are right."
    case .diagonal: "Only the diagonal differs."
    case .aboveDiagonal: "Only cells above the diagonal differ."
    case .belowDiagonal: "Only cells below the diagonal differ."
    }
  }

  private static func list(_ indices: [Int]) -> String {
    let words = indices.map(String.init)
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension DifferencePattern.Relation {
  var sentence: String {
    switch self {
    case .transposed: "Rows and columns changed places: it is the transpose."
    case .exchanged(let axis, let a, let b):
      "\(axis.rawValue) \(a) and \(axis.rawValue) \(b) changed places."
    case .shifted(let axis, let by):
      "Along \(axis.rawValue) everything stands one place too \(by > 0 ? "late" : "early")."
    case .reordered(let axis): "Along \(axis.rawValue) the same numbers stand in another order."
    case .constantFactor(let factor): "It is the right one times \(Self.number(factor))."
    case .factorPerLine(let axis):
      "Each \(axis.rawValue) is the right one times a number of its own."
    case .constantOffset(let offset): "It is the right one plus \(Self.number(offset))."
    case .offsetPerLine(let axis):
      "Each \(axis.rawValue) is the right one plus a number of its own."
    case .rearranged: "The same numbers stand in other places, as after a wrong reshape."
    case .allZero: "All differing cells are 0."
    case .allNaN: "All differing cells are NaN."
    }
  }

  private static func number(_ value: Double) -> String {
    let size = abs(value)
    let isPlain = size >= 1e-3 && size < 1e6
    return NumberFormat(decimals: isPlain ? 6 : 4, notation: isPlain ? .trimmed : .scientific)
      .string(value)
  }
}
