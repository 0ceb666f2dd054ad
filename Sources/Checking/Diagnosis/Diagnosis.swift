// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// Looks for the classic mistakes that explain a wrong step, computed on the learner's own numbers.
///
/// Every one that explains is named; where the numbers cannot decide, nobody picks.
struct Diagnosis {
  let reckoners: Reckoners
  let decimals: Int
  /// What was named at earlier steps, by place.
  let named: [Int: Set<String>]

  init(_ reckoners: Reckoners, decimals: Int, named: [Int: Set<String>] = [:]) {
    self.reckoners = reckoners
    self.decimals = decimals
    self.named = named
  }

  /// Nobody computes more by hand; a stage as large as that is judged, but not diagnosed.
  static let mostCells = 2048

  private var trace: Trace { reckoners.trees.trace }

  /// A rung of the ladder that rules are tried on: a habit and what a typed number may stand for.
  private struct Rung {
    let habit: Habit
    let meant: (TypedNumber) -> Interval
  }

  private var rungs: [Rung] {
    let asked = decimals
    return [
      Rung(habit: .rounding) { $0.rounded(to: max($0.decimals ?? asked, asked)) },
      Rung(habit: .rounding) { $0.rounded(to: $0.decimals ?? asked) },
      Rung(habit: .scratchRounding) { $0.rounded(to: $0.decimals ?? asked) },
      Rung(habit: .truncating) { $0.truncated(to: max($0.decimals ?? asked, asked)) },
    ]
  }

  /// The mistakes that explain the wrong cells of a stage.
  func mistakes(_ stage: TypedStage, _ cells: [MarkedCell]) -> [NamedMistake] {
    guard cells.count <= Self.mostCells else { return [] }
    let wrongFirst = cells.indices.filter { cells[$0].typed != nil }
      .sorted { cells[$0].verdict == .wrong && cells[$1].verdict != .wrong }
    let candidates = candidates(stage.place).filter {
      $0.replaced != stage.place || $0.axes.map(\.size) == stage.axes.map(\.size)
    }
    var named = Slips(reckoners: reckoners, stage: stage, cells: cells, decimals: decimals).found
    for rung in rungs {
      let explaining = candidates.filter { explains($0, stage, wrongFirst, rung) }
      if !explaining.isEmpty {
        named += explaining.map(\.name)
        break
      }
    }
    if named.isEmpty { named = candidates.filter { isAsWritten($0, stage) }.map(\.name) }
    return named.uniqueByID
  }

  /// Whether a mistake gives every typed number when it is made on the earlier ones as they are written.
  ///
  /// Where an interval says nothing (two weights that round to the same number, a sum near zero), the
  /// digits on the sheet may still say it all.
  private func isAsWritten(_ candidate: Candidate, _ stage: TypedStage) -> Bool {
    guard candidate.replaced == stage.place else { return false }
    return stage.cells.indices.allSatisfy { index in
      stage.cells[index].map {
        isAsWritten(candidate, $0, cell(at: index, stage.axes))
      } ?? true
    }
  }

  private func isAsWritten(_ candidate: Candidate, _ number: TypedNumber, _ cell: [Int]) -> Bool {
    let tree = candidate.way.tree(cell, trace)
    let value: Double = tree?.evaluate { writtenValue($0, $1) } ?? .nan
    guard value.isFinite else { return number.value == value }
    return number.rounded(to: max(number.decimals ?? decimals, decimals))
      .meets(Interval(constant: value))
  }

  /// The number on the sheet; where nothing was typed, what follows from those that were.
  private func writtenValue(_ place: Int, _ cell: [Int]) -> Double {
    if let stage = reckoners.typed[place], let number = stage.typed(stage.index(cell)) {
      return number.value / stage.factor
    }
    guard let tree = reckoners.trees.tree(place, cell) else {
      return trace.value(at: place, cell: cell)
    }
    return tree.evaluate { writtenValue($0, $1) }
  }

  /// The mistakes that explain numbers of another shape than the stage has.
  func mistakesOfShape(_ step: TypedStep, _ place: Int) -> [NamedMistake] {
    guard step.cells.count <= Self.mostCells else { return [] }
    let candidates = candidates(place)
    for rung in rungs {
      let explaining = candidates.filter { candidate in
        guard candidate.replaced == place, let cells = step.cells(over: candidate.axes) else {
          return false
        }
        let stage = TypedStage(place: place, axes: candidate.axes, cells: cells)
        return explains(candidate, stage, cells.indices.filter { cells[$0] != nil }, rung)
      }
      if !explaining.isEmpty { return explaining.map(\.name).uniqueByID }
    }
    return []
  }

  // MARK: - Candidates

  /// A mistake, and the stage it is made at: the judged one, or one before it that is not typed.
  private struct Candidate {
    let way: WrongWay
    let replaced: Int

    var name: NamedMistake { NamedMistake(way.mistake) }
    var axes: [Axis] { way.axes }
  }

  private func candidates(_ place: Int) -> [Candidate] {
    places(around: place).flatMap { made -> [Candidate] in
      let sizes = trace.records[made].axes.map(\.size)
      return reckoners.trees.alternatives(made).filter { way in
        canBeMade(way.mistake) && (made == place || way.axes.map(\.size) == sizes)
      }.map { Candidate(way: $0, replaced: made) }
    }
  }

  /// Whether no stage on the sheet shows that a mistake was not made.
  private func canBeMade(_ mistake: Mistake) -> Bool {
    mistake.onlyWithout.allSatisfy { stage in
      trace.place(of: stage).map { reckoners.typed[$0] == nil } ?? true
    }
  }

  private func isGoneOnWith(_ mistake: Mistake) -> Bool {
    guard let place = mistake.madeAt.flatMap(trace.place(of:)) else { return false }
    return named[place]?.contains(mistake.id) ?? false
  }

  /// Whether one of the mistakes that explain a stage was made at an earlier step, and only gone on with.
  func areGoneOnWith(_ mistakes: [NamedMistake], at place: Int) -> Bool {
    reckoners.trees.alternatives(place).contains { way in
      isGoneOnWith(way.mistake) && mistakes.contains { $0.id == way.mistake.id }
    }
  }

  /// The stage itself and the stages between it and the last typed ones.
  private func places(around place: Int) -> [Int] {
    var result = [place]
    var next = trace.records[place].operands
    while let operand = next.popLast() {
      guard !result.contains(operand), trace.records[operand].operation != nil,
        reckoners.typed[operand] == nil
      else { continue }
      if trace.records[operand].stage != nil { result.append(operand) }
      next += trace.records[operand].operands
    }
    return result
  }

  // MARK: - Trying one

  /// Whether a mistake accounts for every typed cell, the right ones included.
  private func explains(
    _ candidate: Candidate, _ stage: TypedStage, _ order: [Int], _ rung: Rung
  ) -> Bool {
    let own = candidate.replaced == stage.place
    let all =
      own
      ? reckoners.own[rung.habit] ?? []
      : reckoners.replacing(candidate.replaced, by: candidate.way.recipe, habit: rung.habit)
    return all.contains { reckoner in
      isUpToFactor(stage)
        ? rowsFit(candidate, own, stage, reckoner, rung)
        : order.allSatisfy { index in
          guard let number = stage.cells[index] else { return true }
          let cell = cell(at: index, stage.axes)
          let interval = computed(candidate, own, stage, cell, reckoner)
          return fits(number, interval, rung)
            || own && !tells(interval, number) && isAsWritten(candidate, number, cell)
        }
    }
  }

  private func computed(
    _ candidate: Candidate, _ own: Bool, _ stage: TypedStage, _ cell: [Int], _ reckoner: Reckoner
  ) -> Interval {
    let tree =
      own
      ? candidate.way.tree(cell, trace)
      : reckoners.trees.tree(stage.place, cell)
    return tree.map(reckoner.value(of:)) ?? Interval(constant: .nan)
  }

  private func fits(_ number: TypedNumber, _ computed: Interval, _ rung: Rung) -> Bool {
    tells(computed, number) && rung.meant(number).meets(computed)
  }

  /// Whether an interval says anything of a number: what could be anything explains nothing.
  private func tells(_ computed: Interval, _ number: TypedNumber) -> Bool {
    !number.value.isFinite
      || computed.isFinite && computed.width <= 20 * unit(decimals) + 0.1 * abs(number.value)
  }

  private func isUpToFactor(_ stage: TypedStage) -> Bool {
    let first = [Int](repeating: 0, count: stage.axes.count)
    return reckoners.trees.tree(stage.place, first)?.isUpToFactor ?? false
  }

  private func rowsFit(
    _ candidate: Candidate, _ own: Bool, _ stage: TypedStage, _ reckoner: Reckoner, _ rung: Rung
  ) -> Bool {
    let width = max(1, stage.axes.last?.size ?? 1)
    return stride(from: 0, to: stage.cells.count, by: width).allSatisfy { start in
      let row = start..<(start + width)
      let trees = row.map { index -> Arithmetic in
        let cell = cell(at: index, stage.axes)
        let tree =
          own
          ? candidate.way.tree(cell, trace)
          : reckoners.trees.tree(stage.place, cell)
        return tree ?? .constant(.nan)
      }
      let typed = row.map { stage.cells[$0].map(rung.meant) }
      let computed = reckoner.upToFactor(trees, typed: typed)
      return zip(row, computed).allSatisfy { index, interval in
        guard let number = stage.cells[index] else { return true }
        return fits(number, interval, rung)
          || own && !tells(interval, number)
            && isAsWritten(candidate, number, cell(at: index, stage.axes))
      }
    }
  }
}

extension NamedMistake {
  init(_ mistake: Mistake) {
    self.init(id: mistake.id, summary: mistake.summary, remedy: mistake.remedy)
  }
}

extension [NamedMistake] {
  /// Each mistake once, in the order found.
  var uniqueByID: [NamedMistake] {
    var seen: Set<String> = []
    return filter { seen.insert($0.id).inserted }
  }
}
