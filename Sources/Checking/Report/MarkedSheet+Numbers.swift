// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation

extension MarkedSheet {
  /// The learner's own number for a cell; where nothing was typed, what follows from the last that was.
  func ownValue(_ place: Int, _ cell: [Int]) -> Double {
    if let stage = typed[place], let number = stage.typed(stage.index(cell)) {
      return number.value / stage.factor
    }
    guard let tree = trace.arithmetic(at: place, cell: cell) else {
      return trace.value(at: place, cell: cell)
    }
    return tree.evaluate { ownValue($0, $1) }
  }

  /// The arithmetic of a cell with the learner's own numbers.
  func workings(_ step: MarkedStep, _ cell: MarkedCell) -> [Mathematics] {
    guard let place = trace.place(of: step.stage),
      var tree = trace.arithmetic(at: place, cell: cell.cell)
    else { return [] }
    // Exponentials are shown in the form the learner chose: with the maximum taken off, or without.
    if case .shiftedExponential(let score, _, _) = tree, cell.expected.isFinite {
      let shifted = tree.evaluate { ownValue($0, $1) }
      let plain = Arithmetic.exponential(score)
      let bare = plain.evaluate { ownValue($0, $1) }
      let middle = cell.expected.middle
      if abs(bare - middle) < abs(shifted - middle) { tree = plain }
    }
    return Workings(
      CellAddress(step.stage, cell.cell), tree, in: trace, decimals: decimals + 2,
      least: Worksheet.noise, value: ownValue
    ).lines
  }

  /// A number as it was typed.
  func text(_ number: TypedNumber?) -> String {
    guard let number else { return "?" }
    guard let places = number.decimals else { return NumberFormat.shortest(number.value) }
    if number.value == 0 { return "0" }
    let text = NumberFormat(decimals: places).string(number.value)
    return text.hasPrefix("<") || text.hasPrefix(">") ? NumberFormat.shortest(number.value) : text
  }

  /// What follows from the learner's own numbers: one number, or the range that rounding leaves open.
  func text(_ expected: Interval) -> String {
    guard expected.isFinite else { return special(expected) }
    let (low, high) = (rounded(expected.lower), rounded(expected.upper))
    return low == high ? low : "\(low) to \(high)"
  }

  private func rounded(_ value: Double) -> String {
    if abs(value) < unit(decimals) / 2 { return "0" }
    if abs(value) >= 1e9 { return NumberFormat(decimals: 3, notation: .scientific).string(value) }
    return NumberFormat(decimals: decimals).string(value)
  }

  private func special(_ expected: Interval) -> String {
    if expected.isNaN { return "no number" }
    if expected.isMinusInfinity { return "-inf" }
    return expected.lower == .infinity ? "inf" : "any number"
  }
}
