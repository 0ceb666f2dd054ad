// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// Looks for the classic mistakes that explain a wrong array, computed from the implementation's own
/// earlier arrays.
///
/// Every one that explains all cells is named; where the numbers cannot decide, nobody picks. A
/// mistake that changes nothing here explains nothing.
struct ArrayDiagnosis {
  let own: Recomputation
  let fit: CellFit
  let factors: [StageID: Double]

  init(_ own: Recomputation, _ fit: CellFit, factors: [StageID: Double]) {
    self.own = own
    self.fit = fit
    self.factors = factors
  }

  /// A stage as large as this is judged, but not diagnosed.
  static let mostCells = 1 << 18

  private var trace: Trace { own.trace }

  /// The mistakes that explain an array.
  func mistakes(_ outcome: Outcome, at place: Int) -> [NamedMistake] {
    let found = outcome.found
    guard found.count <= Self.mostCells else { return [] }
    var named: [NamedMistake] = []
    for candidate in candidates(place) {
      guard let result = self.outcome(candidate, at: place), result.value.shape == found.shape,
        fit.explains(found, result, outcome.wrong), changes(result, outcome)
      else { continue }
      named.append(NamedMistake(candidate.mistake))
    }
    named += ArraySlips(own: own, fit: fit, place: place, found: found, wrong: outcome.wrong).all
    return named.uniqueByID
  }

  /// Whether a mistake gives other numbers than the right way, as far as rounding lets one tell.
  private func changes(_ result: RoundedTensor, _ outcome: Outcome) -> Bool {
    let differences = fit.differences(result.value, outcome.expected)
    let errors = result.error.scalars
    return differences.indices.contains { index in
      let difference = differences[index]
      return outcome.wrong[index] && difference.ratio > 1
        && !(difference.error <= difference.tolerance + errors[index])
    }
  }

  /// The mistakes that give numbers of another shape than the stage has.
  func mistakes(ofShape found: Tensor<Double>, at place: Int) -> [NamedMistake] {
    guard found.count <= Self.mostCells else { return [] }
    return candidates(place).compactMap { candidate in
      guard let result = outcome(candidate, at: place),
        let laid = Alignment.laid(found, over: result.value.axes), fit.fits(laid, result)
      else { return nil }
      return NamedMistake(candidate.mistake)
    }.uniqueByID
  }

  private struct Candidate {
    let mistake: Mistake
    let recipe: Recipe
    let replaced: Int
  }

  private func outcome(_ candidate: Candidate, at place: Int) -> RoundedTensor? {
    guard candidate.replaced != place else { return own.value(of: candidate.recipe) }
    let other = Recomputation(own, replacing: candidate.replaced, by: candidate.recipe)
    // Nothing changed before: then nothing is explained.
    return other.expected(place)
  }

  private func candidates(_ place: Int) -> [Candidate] {
    places(around: place).flatMap { made -> [Candidate] in
      guard let stage = trace.records[made].stage else { return [] }
      let alternatives = trace.alternatives(at: stage, in: own.rounding)
      return alternatives.filter { canBeMade($0.mistake) }.map {
        Candidate(mistake: $0.mistake, recipe: $0.recipe, replaced: made)
      }
    }
  }

  /// Whether no array that was handed over shows that a mistake was not made.
  private func canBeMade(_ mistake: Mistake) -> Bool {
    mistake.onlyWithout.allSatisfy { stage in
      trace.place(of: stage).map { !own.isGivenOver($0) } ?? true
    }
  }

  /// The stage itself and the stages between it and the last that were handed over.
  private func places(around place: Int) -> [Int] {
    var result = [place]
    var next = trace.records[place].operands
    var seen: Set<Int> = []
    while let operand = next.popLast() {
      guard seen.insert(operand).inserted, trace.records[operand].operation != nil,
        !own.isGivenOver(operand)
      else { continue }
      if trace.records[operand].stage != nil { result.append(operand) }
      next += trace.records[operand].operands
    }
    return result
  }
}
