// SPDX-License-Identifier: MIT

import AttentionEngine
import Display

/// The arithmetic of one cell with somebody's own numbers in it, line by line.
package struct Workings {
  let trace: Trace
  let stage: Stage
  let cell: [Int]
  let arithmetic: Arithmetic
  let numbers: PrintedNumber
  let numeric: Arithmetic
  private let least: Double

  /// - Parameters:
  ///   - address: The cell that is computed.
  ///   - arithmetic: Over cells of the trace's named stages.
  ///   - trace: Where the stages stand.
  ///   - decimals: How many decimals the numbers are printed with.
  ///   - least: A smaller number is only what the machine rounds away, and stands as 0.
  ///   - value: Somebody's number for a cell.
  package init(
    _ address: CellAddress, _ arithmetic: Arithmetic, in trace: Trace, decimals: Int,
    least: Double = 0, value: (_ place: Int, _ cell: [Int]) -> Double
  ) {
    self.trace = trace
    stage = Stage.named(address.stage)
    cell = address.cell
    self.arithmetic = arithmetic
    numbers = PrintedNumber(decimals: decimals)
    self.least = least
    numeric = arithmetic.withNumbers { place, cell in
      let number = value(place, cell)
      return abs(number) < least ? 0 : number
    }
  }

  /// The names of the cells, the numbers put in, and what comes out.
  package var lines: [Mathematics] {
    if case .blocked(let reason) = arithmetic {
      return [
        Mathematics { cellName($0) + " = " + (($0 == .unicode) ? "−∞" : "-inf") + ": " + reason }
      ]
    }
    let value: Double = numeric.evaluate { _, _ in .nan }
    let result = arithmetic.isLeaf ? [] : [Mathematics.continuing(Mathematics { put($0) })]
    return [Mathematics { cellName($0) + " = " + named($0) }] + result
      + [Mathematics.continuing(Mathematics(numbers.text(abs(value) < least ? 0 : value)))]
  }

  private func cellName(_ notation: Notation) -> String { stage.cellSymbol(cell, notation) }

  private func named(_ notation: Notation) -> String {
    ArithmeticText(
      notation: notation,
      operand: { index, cell in
        Stage.named(trace.records[index].stage ?? StageID("?")).cellSymbol(cell, notation)
      }, number: numbers.text
    ).write(arithmetic)
  }

  private func put(_ notation: Notation) -> String {
    ArithmeticText(notation: notation, operand: { _, _ in "?" }, number: numbers.text)
      .write(numeric)
  }
}
