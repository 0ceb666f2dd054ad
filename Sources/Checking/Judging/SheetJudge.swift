// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// Judges a sheet stage by stage, in the order of the computation, from the learner's own numbers.
struct SheetJudge {
  let trace: Trace
  let decimals: Int
  /// Whether the whole sheet is read with rows and columns exchanged.
  let transposed: Bool
  private var reckoners: Reckoners
  private var verdicts: [Int: [Verdict]] = [:]
  /// The mistakes that were named, by place.
  private var named: [Int: Set<String>] = [:]
  private var hasWrong = false
  private var notes: [MarkedSheet.Note] = []

  /// Judges a sheet in the convention it is written in.
  ///
  /// - Parameters:
  ///   - steps: What was typed, each for a stage of the trace.
  ///   - trace: The computation, its softmax opened if the sheet opens it.
  ///   - decimals: The places asked for.
  /// - Returns: The sheet with its verdicts.
  static func judge(_ steps: [TypedStep], _ trace: Trace, decimals: Int) -> MarkedSheet {
    judge(steps, TreeStore(trace), decimals: decimals)
  }

  /// Judges one of many sheets of the same computation.
  ///
  /// - Parameters:
  ///   - steps: What was typed, each for a stage of the trace.
  ///   - trees: The computation, with the arithmetic of its cells kept.
  ///   - decimals: The places asked for.
  ///   - allowsColumns: Whether a sheet of columns for rows is read as such.
  /// - Returns: The sheet with its verdicts.
  static func judge(
    _ steps: [TypedStep], _ trees: TreeStore, decimals: Int, allowsColumns: Bool = true
  ) -> MarkedSheet {
    var reading = Self(trees, decimals, steps, transposed: false)
    let plain = reading.judge(steps)
    guard allowsColumns, plain.firstWrong != nil else { return plain }
    reading = Self(trees, decimals, steps, transposed: true)
    let turned = reading.judge(steps)
    // Columns for rows is a convention only if the whole sheet keeps it.
    let answered = turned.steps.count { $0.verdict != .blank }
    let isConsistent = turned.firstWrong == nil && answered >= 2
    return isConsistent ? turned : plain
  }

  private init(_ trees: TreeStore, _ decimals: Int, _ steps: [TypedStep], transposed: Bool) {
    trace = trees.trace
    self.decimals = decimals
    self.transposed = transposed
    let answered = steps.filter { !$0.isBlank }.map(\.stage)
    reckoners = Reckoners(trees, decimals: decimals, typedStages: Set(answered))
    if transposed { notes.append(.columnConvention) }
  }

  private mutating func judge(_ steps: [TypedStep]) -> MarkedSheet {
    let ordered = steps.compactMap { step in trace.place(of: step.stage).map { ($0, step) } }
      .sorted { $0.0 < $1.0 }
    var marked: [MarkedStep] = []
    for (place, step) in ordered {
      let clock = ContinuousClock()
      let start = clock.now
      var judged = judge(step, place)
      judged.line = step.line
      judged.duration = (clock.now - start) / .seconds(1)
      marked.append(judged)
      // The column convention is kept throughout, or it is none.
      if transposed && hasWrong { break }
    }
    addHabits(marked)
    return MarkedSheet(
      steps: marked, notes: notes, decimals: decimals, trace: trace, typed: reckoners.typed)
  }

  private mutating func judge(_ step: TypedStep, _ place: Int) -> MarkedStep {
    let axes = trace.records[place].axes
    if step.isBlank {
      return MarkedStep(
        stage: step.stage, verdict: .blank, axes: axes, cells: [], mistakes: [], reason: nil)
    }
    guard let typed = step.cells(over: axes, transposed: transposed) else {
      return wrongShape(step, place)
    }
    var stage = TypedStage(place: place, axes: axes, cells: typed)
    var cells = judged(stage)
    if cells.contains(where: { $0.verdict == .wrong }) {
      accept(otherFactors(of: step.stage), &stage, &cells)
    }
    adjustLastWeights(step.stage, &cells)
    var mistakes: [NamedMistake] = []
    if cells.contains(where: { $0.verdict == .wrong }) {
      hasWrong = true
      if !transposed {
        let diagnosis = Diagnosis(reckoners, decimals: decimals, named: named)
        mistakes = diagnosis.mistakes(stage, cells)
        if diagnosis.areGoneOnWith(mistakes, at: place) {
          mistakes = []
          for index in cells.indices where cells[index].verdict == .wrong {
            cells[index].verdict = .follows
          }
        }
        named[place] = Set(mistakes.map(\.id))
      }
    }
    remember(&stage, cells, isExplained: !mistakes.isEmpty)
    return MarkedStep(
      stage: step.stage, verdict: .worst(cells.map(\.verdict)), axes: axes, cells: cells,
      mistakes: mistakes, reason: nil)
  }

  private func judged(_ stage: TypedStage) -> [MarkedCell] {
    CellJudge(reckoners: reckoners, stage: stage, decimals: decimals).judge {
      hasWrong && isTainted(stage.place, $0)
    }
  }

  /// Whether a cell was computed from one that is wrong or follows from a wrong one.
  private func isTainted(_ place: Int, _ cell: [Int]) -> Bool {
    guard let tree = reckoners.trees.tree(place, cell) else { return false }
    return tree.operandCells.contains { operand, operandCell in
      let index = rowMajorIndex(operandCell, trace.records[operand].axes)
      if let stage = reckoners.typed[operand], stage.typed(index) != nil {
        let verdict = verdicts[operand]?[index]
        return verdict == .wrong || verdict == .follows
      }
      return isTainted(operand, operandCell)
    }
  }

  private mutating func wrongShape(_ step: TypedStep, _ place: Int) -> MarkedStep {
    hasWrong = true
    let axes = trace.records[place].axes
    let diagnosis = Diagnosis(reckoners, decimals: decimals, named: named)
    let mistakes = transposed ? [] : diagnosis.mistakesOfShape(step, place)
    named[place] = Set(mistakes.map(\.id))
    return MarkedStep(
      stage: step.stage, verdict: .wrong, axes: axes, cells: [], mistakes: mistakes,
      reason: .shape(typed: step.shape, expected: axes.map(\.size)))
  }

  // MARK: - What later steps may lean on

  private mutating func remember(
    _ stage: inout TypedStage, _ cells: [MarkedCell], isExplained: Bool
  ) {
    let truth = reckoners.truth[0]
    stage.isDoubtful = cells.contains { $0.verdict == .wrong }
    let isFactorFree = cells.contains {
      reckoners.trees.tree(stage.place, $0.cell)?.isUpToFactor ?? false
    }
    for (index, cell) in cells.enumerated() where cell.typed != nil {
      switch cell.verdict {
      case .right where isFactorFree: stage.countsAsAsked.insert(index)
      case .wrong:
        let truly = truth.expected(stage.place, cell.cell)
        // A −∞ that a mistake accounts for was put there in earnest.
        let isOdd = cell.typed.map { !$0.value.isFinite && ($0.value > 0 || !isExplained) } ?? false
        if isOdd && truly.isFinite { stage.unearned.insert(index) }
        if truly.isPoint && truly.lower == truly.lower.rounded() {
          stage.countsAsAsked.insert(index)
        }
      default: break
      }
    }
    if !isExplained {
      let lines = Earnestness(truth: truth, stage: stage, cells: cells).unearned
      if !lines.isEmpty {
        stage.unearned.formUnion(lines)
        note(.notEarned)
      }
    }
    verdicts[stage.place] = cells.map(\.verdict)
    reckoners.use(stage)
  }

  private mutating func note(_ note: MarkedSheet.Note) {
    if !notes.contains(note) { notes.append(note) }
  }

  /// Habits are said once a sheet, not once a cell.
  private mutating func addHabits(_ steps: [MarkedStep]) {
    // Beside a mistake, a cell may fit a habit by accident.
    let verdicts = Set(steps.filter { $0.verdict != .wrong }.flatMap { $0.cells.map(\.verdict) })
    if verdicts.contains(.rightScratchRounding) { note(.scratchRounding) }
    if verdicts.contains(.rightTruncated) { note(.digitsTruncated) }
    if verdicts.contains(.rightFewDecimals) { note(.fewDecimals) }
    if verdicts.contains(.follows) { note(.ownNumbersUsed) }
    let blocking = steps.contains { step in
      step.cells.contains { cell in
        cell.expected.isMinusInfinity && cell.verdict == .right
          && cell.typed.map { $0.value.isFinite } ?? false
      }
    }
    if blocking { note(.largeNegativeMask) }
  }

  // MARK: - Right, although it looks wrong

  /// What else a stage may be multiplied by: the scale may have been applied early.
  private func otherFactors(of stage: StageID) -> [Double] {
    guard let place = trace.place(of: .scaledScores), let scores = trace.place(of: .rawScores)
    else { return [] }
    let first = [Int](repeating: 0, count: trace.records[place].axes.count)
    guard let tree = reckoners.trees.tree(place, first), tree.operandCells.count == 1,
      tree.operandCells[0].index == scores
    else { return [] }
    let scale: Double = tree.evaluate { _, _ in 1 }
    guard scale > 0, scale.isFinite, scale != 1 else { return [] }
    let applied = factor(of: .query) * factor(of: .key)
    switch stage {
    case .query: return [scale, scale.squareRoot()]
    case .key:
      let queryFactor = factor(of: .query)
      return queryFactor == 1 ? [scale] : queryFactor == scale ? [] : [scale / queryFactor]
    case .rawScores: return applied == 1 ? [scale] : [applied]
    default: return []
    }
  }

  private func factor(of stage: StageID) -> Double {
    trace.place(of: stage).flatMap { reckoners.typed[$0]?.factor } ?? 1
  }

  /// Takes the first factor under which nothing is wrong.
  private mutating func accept(
    _ factors: [Double], _ stage: inout TypedStage, _ cells: inout [MarkedCell]
  ) {
    for factor in factors where factor != 1 {
      var other = stage
      other.factor = factor
      let judged = judged(other)
      guard !judged.contains(where: { $0.verdict == .wrong }) else { continue }
      (stage, cells) = (other, judged)
      let isSplit =
        trace.records[stage.place].stage != .rawScores && factors.firstIndex(of: factor) == 1
      note(isSplit ? .scaleSplit : .queryScaledBeforeProduct)
      return
    }
  }

  /// A last weight that makes the row sum to 1 is right, with a note.
  private mutating func adjustLastWeights(_ stage: StageID, _ cells: inout [MarkedCell]) {
    guard stage == .weights, let width = trace.record(stage)?.axes.last?.size, width > 1 else {
      return
    }
    for start in stride(from: 0, to: cells.count, by: width) {
      let row = (start..<(start + width)).filter { cells[$0].expected.upper > 0 }
      let doubtful = row.filter { cells[$0].verdict != .right && cells[$0].verdict != .follows }
      guard row.count > 1, doubtful == [row.last], let last = doubtful.first else { continue }
      let others = row.dropLast().map { cells[$0] }
      guard others.allSatisfy({ $0.typed != nil }), let number = cells[last].typed else { continue }
      let rest = 1 - others.reduce(0) { $0 + ($1.typed?.value ?? 0) }
      let room = unit(decimals) * Double(row.count) / 2
      guard abs(number.value - rest) < 1e-9,
        number.rounded(to: decimals).widened(by: room).meets(cells[last].expected)
      else { continue }
      let old = cells[last]
      cells[last] = MarkedCell(
        cell: old.cell, typed: old.typed, verdict: .right, expected: old.expected)
      note(.lastWeightAdjusted)
    }
  }
}
