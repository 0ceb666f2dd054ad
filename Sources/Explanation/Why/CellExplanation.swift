// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Tensors

/// How one cell came to be: formula, numbers put in, result; and the cells it was made of.
public struct CellExplanation: Sendable {
  /// A cell the explained one was computed from.
  public struct Operand: Sendable {
    public let address: CellAddress
    public let value: Double
  }

  public let address: CellAddress
  public let stage: Stage
  public let axes: [Axis]
  public let value: Double
  /// The formula of the whole stage; `nil` for a given value.
  public let formula: Formula?
  /// The same computation again, in double precision from the recorded operands and then rounded
  /// to the problem's type; `nil` if given.
  public let recomputed: Double?
  public let operands: [Operand]
  /// Why the mask hides the cell, if it does.
  public let blockedBecause: String?
  /// How many decimals the numbers are printed with.
  public let decimals: Int
  /// How many were asked for.
  let wantedDecimals: Int
  let arithmetic: Arithmetic?
  /// The arithmetic with the recorded numbers put in; made once, since a sum may have 100,000 terms.
  private let numericTree: Arithmetic?
  /// What is left after each round of carrying out its innermost operations.
  private let rounds: [Arithmetic]
  let trace: Trace

  /// Explains a cell of a trace.
  ///
  /// The number of printed decimals is the one asked for, or more where that many would make the
  /// recorded and the recomputed value, or a sum and its terms, look different.
  ///
  /// - Parameters:
  ///   - address: A cell that `trace` has.
  ///   - trace: The record.
  ///   - decimals: The fewest decimals to print.
  public init?(_ address: CellAddress, in trace: Trace, decimals: Int = 3) {
    guard let place = trace.place(of: address.stage) else { return nil }
    let records = trace.records
    // A sum may have 100,000 terms: each record is looked up once.
    let (tensors, stages) = (records.map(\.tensor), records.map(\.stage))
    func number(_ place: Int, _ cell: [Int]) -> Double { tensors[place]?[cell] ?? .nan }
    self.address = address
    self.trace = trace
    stage = Stage.named(address.stage)
    axes = records[place].axes
    value = number(place, address.cell)
    formula = trace.formula(at: place)
    let arithmetic = trace.arithmetic(at: place, cell: address.cell)
    self.arithmetic = arithmetic
    operands = (arithmetic?.operandCells ?? []).map { index, cell in
      Operand(
        address: CellAddress(stages[index] ?? StageID("?"), cell), value: number(index, cell))
    }
    if case .blocked(let reason) = arithmetic {
      blockedBecause = reason
    } else {
      blockedBecause = nil
    }
    let numeric = arithmetic?.withNumbers { number($0, $1) }
    let exact = numeric?.evaluate { _, _ in Double.nan }
    let recomputed = trace.precision == .float32 ? exact.map { Double(Float($0)) } : exact
    let rounds = numeric?.rounds ?? []
    self.recomputed = recomputed
    self.rounds = rounds
    numericTree = numeric
    wantedDecimals = decimals
    self.decimals = Self.decimals(
      atLeast: decimals, value: value, recomputed: recomputed,
      rounds: (numeric.map { [$0] } ?? []) + rounds)
  }

  /// The fewest decimals at which what is printed agrees with itself.
  private static func decimals(
    atLeast wanted: Int, value: Double, recomputed: Double?, rounds: [Arithmetic]
  ) -> Int {
    guard let recomputed, value.isFinite else { return wanted }
    let sums = rounds.flatMap { round -> [([Double], Double)] in
      // A sum that is the whole cell must come to the recorded value, an inner one to its own total.
      if let addends = round.addends { return [(addends, value)] }
      return round.sumsOfNumbers.map { ($0, $0.reduce(0, +)) }
    }
    func agrees(_ decimals: Int) -> Bool {
      PrintedNumber(decimals: decimals).commonText(value, recomputed) != nil
    }
    func addsUp(_ decimals: Int) -> Bool {
      let printed = PrintedNumber(decimals: decimals)
      return sums.allSatisfy { SumText($0, total: $1, printed).addsUp }
    }
    let candidates = wanted...(wanted + 3)
    return candidates.first { agrees($0) && addsUp($0) } ?? candidates.first(where: agrees)
      ?? (0..<wanted).reversed().first(where: agrees) ?? wanted
  }
}

// MARK: - In words and numbers

extension CellExplanation {
  private var numbers: PrintedNumber { PrintedNumber(decimals: decimals) }

  /// The result as it is printed.
  public var printedValue: String {
    recomputed.flatMap { numbers.commonText(value, $0) } ?? numbers.text(value)
  }

  /// Another number, as the numbers of this explanation are printed.
  func printed(_ value: Double) -> String { numbers.text(value) }

  /// The recomputed result as it is printed; agrees with `printedValue` to the last digit.
  public var printedRecomputed: String? {
    recomputed.map { numbers.commonText(value, $0) ?? numbers.text($0) }
  }

  /// The computation with the names of the cells.
  public func symbolic(_ notation: Notation, longestSum: Int = 12) -> String? {
    arithmetic.map { tree in
      ArithmeticText(
        notation: notation,
        operand: { index, cell in
          Stage.named(trace.records[index].stage ?? StageID("?")).cellSymbol(cell, notation)
        }, number: numbers.text, longestSum: longestSum
      ).write(tree)
    }
  }

  /// The computation with the numbers put in.
  public func substituted(_ notation: Notation, longestSum: Int = 12) -> String? {
    numericTree.map { tree in
      // Where the cell is a sum of cells, this is the line that a reader adds up.
      if let addends = tree.addends, (addends + [value]).allSatisfy(\.isFinite) {
        let sum = SumText(addends, total: value, numbers)
        // Exact terms stay short, unless a power of ten would stand among the decimals.
        let isShort = addends.allSatisfy { !numbers.text($0).contains("e") }
        if !sum.addsUp || !isShort { return sum.text(notation) }
      }
      return text(tree, notation, longestSum)
    }
  }

  /// The lines between the numbers put in and the result.
  ///
  /// Where the printed terms of a sum do not add up to the printed result, a last term states what
  /// the rounding of the others left.
  func steps(_ notation: Notation) -> [String] {
    guard blockedBecause == nil else { return [] }
    return rounds.dropLast().map { round in
      if let addends = round.addends {
        return SumText(addends, total: value, numbers).text(notation)
      }
      return text(round, notation, 12, carriedOut: true)
    }
  }

  private func text(
    _ tree: Arithmetic, _ notation: Notation, _ longestSum: Int, carriedOut: Bool = false
  ) -> String {
    var writer = ArithmeticText(
      notation: notation, operand: { _, _ in "?" }, number: numbers.text, longestSum: longestSum)
    if carriedOut {
      writer.sumOfNumbers = { SumText($0, total: $0.reduce(0, +), numbers).text(notation) }
    }
    return writer.write(tree)
  }
}
