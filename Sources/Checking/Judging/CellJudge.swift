// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// Judges the cells of one typed stage on the ladder of the contract.
struct CellJudge {
  let reckoners: Reckoners
  let stage: TypedStage
  let decimals: Int

  /// A rung of the ladder: a habit, what a typed number may stand for, and what it is called.
  private struct Rung {
    let habit: Habit
    let verdict: Verdict
    let meant: (TypedNumber) -> [Interval]
  }

  private var rungs: [Rung] {
    let asked = decimals
    return [
      Rung(habit: .rounding, verdict: .right) {
        [$0.rounded(to: max($0.decimals ?? asked, asked))]
      },
      Rung(habit: .rounding, verdict: .rightFewDecimals) { number in
        guard let places = number.decimals, places < asked else { return [] }
        return [number.rounded(to: places)]
      },
      Rung(habit: .scratchRounding, verdict: .rightScratchRounding) {
        [$0.rounded(to: $0.decimals ?? asked)]
      },
      Rung(habit: .truncating, verdict: .rightTruncated) { number in
        let places = number.decimals ?? asked
        let whole = number.truncated(to: max(places, asked))
        return (1..<max(1, asked)).contains(places)
          ? [whole, number.truncated(to: places)] : [whole]
      },
    ]
  }

  /// Judges every cell.
  ///
  /// - Parameter isTainted: Whether a cell was computed from a wrong one.
  /// - Returns: The cells with their verdicts, row-major.
  func judge(_ isTainted: (_ cell: [Int]) -> Bool) -> [MarkedCell] {
    let width = max(1, stage.axes.last?.size ?? 1)
    return stride(from: 0, to: stage.cells.count, by: width).flatMap { start in
      judgeRow(Array(start..<min(start + width, stage.cells.count)), isTainted)
    }
  }

  private func judgeRow(_ row: [Int], _ isTainted: (_ cell: [Int]) -> Bool) -> [MarkedCell] {
    var verdicts = [Verdict](repeating: .wrong, count: row.count)
    for (place, index) in row.enumerated() where stage.cells[index] == nil {
      verdicts[place] = .blank
    }
    for rung in rungs {
      guard verdicts.contains(.wrong) else { break }
      for reckoner in reckoners.own[rung.habit] ?? [] {
        climb(row, rung, reckoner, &verdicts)
      }
    }
    let expected = expectations(row, reckoners.best, rungs[0])
    // What fits the true trace is right, whatever came before.
    let doubtful = row.indices.filter {
      verdicts[$0] == .wrong || (verdicts[$0] != .blank && isTainted(cell(row[$0])))
    }
    if !doubtful.isEmpty {
      var true_ = [Verdict](repeating: .blank, count: row.count)
      for place in doubtful { true_[place] = .wrong }
      for rung in rungs.prefix(2) {
        for reckoner in reckoners.truth { climb(row, rung, reckoner, &true_) }
      }
      for place in doubtful {
        if true_[place] == .right {
          verdicts[place] = .right
        } else if verdicts[place] != .wrong {
          verdicts[place] = .follows
        } else if true_[place] == .rightFewDecimals {
          verdicts[place] = .rightFewDecimals
        }
      }
    }
    return row.enumerated().map { place, index in
      MarkedCell(
        cell: cell(index), typed: stage.cells[index], verdict: verdicts[place],
        expected: expected[place])
    }
  }

  private func cell(_ index: Int) -> [Int] { Checking.cell(at: index, stage.axes) }

  /// Gives the rung's verdict to every open cell that fits on it.
  private func climb(_ row: [Int], _ rung: Rung, _ reckoner: Reckoner, _ verdicts: inout [Verdict])
  {
    guard verdicts.contains(.wrong) else { return }
    let expected = expectations(row, reckoner, rung)
    for (place, index) in row.enumerated() where verdicts[place] == .wrong {
      guard let number = stage.cells[index] else { continue }
      if fits(number, expected[place], rung) { verdicts[place] = rung.verdict }
    }
  }

  private func fits(_ number: TypedNumber, _ expected: Interval, _ rung: Rung) -> Bool {
    if expected.isMinusInfinity && number.value <= leastBlockingScore { return true }
    // Cutting digits off an exact 2 gives 2, never 1.
    if rung.habit == .truncating, expected.isPoint,
      abs(number.value - expected.lower) >= unit(number.decimals ?? decimals) - 1e-12
    {
      return false
    }
    return rung.meant(number).contains { $0.meets(expected) }
  }

  private func isUpToFactor(_ row: [Int]) -> Bool {
    row.contains { reckoners.trees.tree(stage.place, cell($0))?.isUpToFactor ?? false }
  }

  /// What the cells of a row should be, in the learner's scale.
  private func expectations(_ row: [Int], _ reckoner: Reckoner, _ rung: Rung) -> [Interval] {
    guard isUpToFactor(row) else {
      return row.map { reckoner.expected(stage.place, cell($0)).scaled(by: stage.factor) }
    }
    let typed = row.map { index in stage.cells[index].flatMap { rung.meant($0).first } }
    let trees = row.map { reckoner.trees.tree(stage.place, cell($0)) }
    return reckoner.upToFactor(trees.map { $0 ?? .constant(.nan) }, typed: typed)
  }
}

extension Reckoner {
  /// A row of exponentials, in the scale of what was typed: any constant may be taken off first.
  func upToFactor(_ trees: [Arithmetic], typed: [Interval?]) -> [Interval] {
    var shift = 0.0
    let wanted = trees.map { tree -> Interval in
      guard case .shiftedExponential(let logit, let taken, let empty) = tree else {
        return value(of: tree)
      }
      let (score, off) = (value(of: logit), value(of: taken).middle)
      if score.isMinusInfinity && off == -.infinity { return Interval(constant: empty) }
      shift = off
      return (score - Interval(constant: off)).exponential()
    }
    let usual = [1, Double(constant: shift).exponential()]
    let factor = RowFactor(wanted: wanted, typed: typed, usual: usual).value
    return wanted.map { $0.scaled(by: factor) }
  }
}
