// SPDX-License-Identifier: MIT

import AttentionEngine
import Foundation
import Tensors
import TestSupport
import Testing

@testable import Checking

/// What is right although it looks wrong is never flagged.
@Suite struct RightVariantTests {
  private func trace(_ family: SampleProblems.Family, decimals: Int) throws -> Trace {
    var samples = SampleProblems(seed: 21)
    let variant = try Variant(of: samples.problem(family), seed: 9, decimals: decimals)
    return try WorksheetPlan.trace(variant.problem, decimals: decimals)
  }

  /// A learner who multiplies some stages by a factor that cancels later.
  private func scaled(
    _ trace: Trace, decimals: Int, _ factors: [StageID: Double]
  ) -> MarkedSheet {
    let steps = SimulatedLearner(way: .calculator, decimals: decimals).fill(trace)
    let learner = SimulatedLearner(way: .halfUp, decimals: decimals)
    let changed = steps.map { step -> TypedStep in
      guard let factor = factors[step.stage], let tensor = trace[step.stage] else { return step }
      return TypedStep(
        stage: step.stage, shape: step.shape,
        cells: tensor.doubles.map { learner.write($0 * factor) })
    }
    return SheetJudge.judge(changed, trace, decimals: decimals)
  }

  @Test(arguments: [2, 3]) func `the scale may be applied before the product`(
    _ decimals: Int
  ) throws {
    let trace = try trace(.twoHeads, decimals: decimals)
    let scale = 1 / 3.0.squareRoot()
    let cases: [([StageID: Double], MarkedSheet.Note)] = [
      ([.query: scale, .rawScores: scale], .queryScaledBeforeProduct),
      ([.key: scale, .rawScores: scale], .queryScaledBeforeProduct),
      ([.rawScores: scale], .queryScaledBeforeProduct),
      (
        [.query: scale.squareRoot(), .key: scale.squareRoot(), .rawScores: scale], .scaleSplit
      ),
    ]
    for (factors, note) in cases {
      let marked = scaled(trace, decimals: decimals, factors)
      #expect(marked.firstWrong?.stage == nil)
      #expect(marked.notes.contains(note))
    }
  }

  @Test func `a sheet of columns is read as columns`() throws {
    let trace = try trace(.crossAttention, decimals: 2)
    let steps = SimulatedLearner(way: .halfUp, decimals: 2).fill(trace).map { step -> TypedStep in
      let (rows, columns) = (step.shape[step.shape.count - 2], step.shape[step.shape.count - 1])
      return TypedStep(
        stage: step.stage, shape: step.shape.dropLast(2) + [columns, rows],
        cells: step.cells.indices.map { step.cells[($0 % rows) * columns + $0 / rows] })
    }
    let marked = SheetJudge.judge(steps, trace, decimals: 2)
    #expect(marked.firstWrong?.stage == nil)
    #expect(marked.notes.contains(.columnConvention))
  }

  @Test func `only the scores transposed is a mistake`() throws {
    let trace = try trace(.single, decimals: 2)
    let steps = SimulatedLearner(way: .halfUp, decimals: 2).fill(trace).map { step -> TypedStep in
      guard step.stage == .rawScores else { return step }
      return TypedStep(
        stage: step.stage, shape: step.shape,
        cells: step.cells.indices.map { step.cells[($0 % 4) * 4 + $0 / 4] })
    }
    let marked = SheetJudge.judge(steps, trace, decimals: 2)
    #expect(marked.firstWrong?.stage == .rawScores)
    #expect(
      marked.firstWrong?.mistakes.map(\.id).contains("queries-and-keys-exchanged") ?? false)
  }

  @Test func `a large negative number blocks like minus infinity`() throws {
    let trace = try trace(.causal, decimals: 3)
    let steps = SimulatedLearner(way: .halfUp, decimals: 3).fill(trace).map { step in
      TypedStep(
        stage: step.stage, shape: step.shape,
        cells: step.cells.map { cell in
          cell?.value == -.infinity ? TypedNumber(value: -1e9, decimals: 0) : cell
        })
    }
    let marked = SheetJudge.judge(steps, trace, decimals: 3)
    #expect(marked.firstWrong?.stage == nil)
    #expect(marked.notes.contains(.largeNegativeMask))
  }

  @Test func `a last weight that completes the row is right, with a note`() throws {
    let trace = try trace(.crossAttention, decimals: 3)
    let place = try #require(trace.place(of: .weights))
    let width = try #require(trace.records[place].axes.last?.size)
    var adjusted = 0
    let learner = SimulatedLearner(way: .halfUp, decimals: 3)
    let steps = learner.fill(trace) { stage, sheet in
      guard stage == .weights else { return nil }
      let axes = trace.records[place].axes
      var cells = (0..<axes.placeCount).map {
        learner.write(sheet.value(place, cell(at: $0, axes)))?.value ?? .nan
      }
      for start in stride(from: 0, to: cells.count, by: width) {
        let rest = 1 - cells[start..<(start + width - 1)].reduce(0, +)
        if abs(rest - cells[start + width - 1]) > 0.0004 { adjusted += 1 }
        cells[start + width - 1] = rest
      }
      return cells
    }
    let marked = SheetJudge.judge(steps, trace, decimals: 3)
    #expect(marked.firstWrong?.stage == nil)
    #expect(adjusted > 0)
    #expect(marked.notes.contains(.lastWeightAdjusted))
  }

  @Test func `fractions and roots are exact, blanks are not wrong`() throws {
    let trace = try trace(.single, decimals: 3)
    var steps = SimulatedLearner(way: .halfUp, decimals: 3).fill(trace)
    let weights = try #require(trace[.weights])
    let place = try #require(steps.firstIndex { $0.stage == .weights })
    steps[place] = TypedStep(
      stage: .weights, shape: weights.shape,
      cells: weights.doubles.enumerated().map { index, value in
        index % 2 == 0 ? TypedNumber(value: value, decimals: nil) : nil
      })
    let marked = SheetJudge.judge(steps, trace, decimals: 3)
    #expect(marked.firstWrong?.stage == nil)
    #expect(marked.steps[place].verdict == .right)
    #expect(marked.steps[place].cells.filter { $0.verdict == .blank }.count == 8)
    let empty = steps.map { TypedStep(stage: $0.stage, shape: [], cells: []) }
    let unmarked = SheetJudge.judge(empty, trace, decimals: 3)
    #expect(unmarked.steps.allSatisfy { $0.verdict == .blank } && unmarked.score == 0)
  }

  /// The sheet of someone who reaches some stages by another way, and leaves others out.
  private func judged(
    _ trace: Trace, decimals: Int, leavingOut skipped: Set<StageID>,
    _ stage: StageID, _ compute: (SimulatedLearner.Sheet) throws -> [Double]
  ) rethrows -> MarkedSheet {
    var learner = SimulatedLearner(way: .halfUp, decimals: decimals)
    learner.skipped = skipped
    let other = try compute(SimulatedLearner.Sheet(trace: trace, trees: TreeStore(trace)))
    let steps = learner.fill(trace) { current, _ in current == stage ? other : nil }
    #expect(steps.contains { $0.stage == stage })
    return SheetJudge.judge(steps, trace, decimals: decimals)
  }

  private func product(_ a: [Double], _ b: [Double], _ inner: Int) -> [Double] {
    let (rows, columns) = (a.count / inner, b.count / inner)
    return (0..<(rows * columns)).map { index in
      (0..<inner).reduce(0) {
        $0 + a[index / columns * inner + $1] * b[$1 * columns + index % columns]
      }
    }
  }

  private func transposed(_ a: [Double], _ columns: Int) -> [Double] {
    let rows = a.count / columns
    return a.indices.map { a[$0 % rows * columns + $0 / rows] }
  }

  @Test func `queries and keys may be merged into one matrix`() throws {
    let trace = try trace(.single, decimals: 2)
    let numbers = { (stage: StageID) in try #require(trace[stage]).doubles }
    let input = try numbers(.input)
    let (query, key) = (try numbers(.queryProjection), try numbers(.keyProjection))
    let (model, dimension) = (5, 3)
    let marked = judged(trace, decimals: 2, leavingOut: [.query, .key], .rawScores) { _ in
      let merged = product(query, transposed(key, dimension), dimension)
      return product(product(input, merged, model), transposed(input, model), model)
    }
    #expect(marked.firstWrong?.stage == nil)
  }

  @Test(arguments: [SampleProblems.Family.causal, .padding])
  func `the mask may come after the softmax, if rows are normalised again`(
    _ family: SampleProblems.Family
  ) throws {
    var samples = SampleProblems(seed: 21)
    let problem = samples.problem(family)
    let trace = try WorksheetPlan.trace(problem, decimals: 3)
    let scores = try #require(trace[.scaledScores])
    let masked = try #require(trace[.maskedScores]).doubles
    let width = try #require(scores.shape.last)
    let marked = judged(trace, decimals: 3, leavingOut: [.maskedScores], .weights) { _ in
      let all = scores.doubles.map { exp($0) }
      return all.indices.map { index in
        let row = (index / width * width)..<(index / width * width + width)
        let share = { (cell: Int) in all[cell] / row.reduce(0) { $0 + all[$1] } }
        let kept = { (cell: Int) in masked[cell] == -.infinity ? 0 : share(cell) }
        return kept(index) / row.reduce(0) { $0 + kept($1) }
      }
    }
    #expect(marked.firstWrong?.stage == nil)
  }

  @Test func `the heads may be projected one by one and summed`() throws {
    let trace = try trace(.twoHeads, decimals: 2)
    let heads = try #require(trace[.headOutput])
    let projection = try #require(trace[.outputProjection]).doubles
    let (positions, dimension, model) = (3, 2, 5)
    let marked = judged(trace, decimals: 2, leavingOut: [.mergedHeads], .output) { _ in
      let parts = (0..<2).map { head in
        product(
          Array(heads.doubles[(head * positions * dimension)...].prefix(positions * dimension)),
          Array(projection[(head * dimension * model)...].prefix(dimension * model)), dimension)
      }
      return zip(parts[0], parts[1]).map { $0 + $1 }
    }
    #expect(marked.firstWrong?.stage == nil)
  }

  @Test func `the root of the value dimension is right where it is the key dimension`() throws {
    var samples = SampleProblems(seed: 21)
    var problem = samples.problem(.operands)
    problem.value = samples.matrix(5, 3)
    let trace = try WorksheetPlan.trace(problem, decimals: 2)
    let scores = try #require(trace[.rawScores]).doubles
    let marked = judged(trace, decimals: 2, leavingOut: [], .scaledScores) { _ in
      scores.map { $0 / 3.0.squareRoot() }
    }
    #expect(marked.firstWrong?.stage == nil)
  }

  @Test func `blocked cells may be stated as the upper triangle`() throws {
    var samples = SampleProblems(seed: 21)
    let problem = samples.problem(.causal)
    let trace = try WorksheetPlan.trace(problem, decimals: 2)
    let scores = try #require(trace[.scaledScores]).doubles
    let size = 4
    let marked = judged(trace, decimals: 2, leavingOut: [], .maskedScores) { _ in
      // triu(ones, diagonal: 1) is what is blocked.
      scores.enumerated().map { $0 % size >= $0 / size + 1 ? -.infinity : $1 }
    }
    #expect(marked.firstWrong?.stage == nil)
  }
}
