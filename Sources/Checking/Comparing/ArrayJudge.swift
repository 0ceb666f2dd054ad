// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// Judges arrays stage by stage, in the order of the computation, from the implementation's own.
struct ArrayJudge {
  let trace: Trace
  let type: NumberType
  let fit: CellFit
  let own: Recomputation
  let truth: Recomputation
  private let transposed: Bool
  private var verdicts: [Int: Verdict] = [:]
  /// What an implementation's numbers are a multiple of: 1/√d_k where Q was scaled early.
  var factors: [StageID: Double] = [:]
  private var notes: [ComparedStage.Note] = []

  static func judge(_ arrays: MatchedArrays, _ trace: Trace) -> Comparison {
    var judge = ArrayJudge(trace, arrays.type, transposed: false)
    let plain = judge.judge(arrays)
    guard plain.firstWrong != nil, arrays.matches.count >= 2 else { return plain }
    // Columns for rows is a convention only if all arrays keep it.
    judge = ArrayJudge(trace, arrays.type, transposed: true)
    let turned = judge.judge(arrays)
    return turned.firstWrong == nil ? turned : plain
  }

  private init(_ trace: Trace, _ type: NumberType, transposed: Bool) {
    self.trace = trace
    // What the problem gives was rounded to its own precision before anything was computed.
    self.type = max(type, NumberType(trace.precision))
    self.transposed = transposed
    fit = CellFit(rounding: self.type.rounding)
    own = Recomputation(trace, self.type.rounding)
    truth = Recomputation(trace, self.type.rounding)
    if transposed { notes.append(.columnConvention) }
  }

  private mutating func judge(_ arrays: MatchedArrays) -> Comparison {
    var stages: [ComparedStage] = []
    for match in arrays.matches {
      stages.append(judge(match))
      own.forget(upTo: match.place)
      truth.forget(upTo: match.place)
      if transposed, stages.last?.verdict == .wrong { break }
    }
    if stages.contains(where: { $0.verdict == .follows }) { note(.ownNumbersUsed) }
    return Comparison(
      stages: stages, unknown: arrays.unknown, type: type, notes: notes, trace: trace,
      used: stages.contains { $0.verdict == .wrong } ? own.handedOver : [:])
  }

  mutating func note(_ note: ComparedStage.Note) {
    if !notes.contains(note) { notes.append(note) }
  }

  // MARK: - One stage

  private mutating func judge(_ match: MatchedArrays.Match) -> ComparedStage {
    let place = match.place
    guard let (found, remark) = aligned(match) else { return wrongShape(match) }
    if let remark { note(remark) }
    guard let truly = truth.value(place), let following = own.expected(place) else {
      return wrongShape(match)
    }
    var outcome = Outcome(found, following, truly, fit)
    if !outcome.fits { outcome = accepted(match, found, following, truly) ?? outcome }
    if outcome.fits && !outcome.fitsTruth(fit), isTainted(place) {
      return finish(match, outcome, .follows)
    }
    return finish(match, outcome, outcome.fits ? .right : .wrong)
  }

  private func aligned(
    _ match: MatchedArrays.Match
  ) -> (Tensor<Double>, ComparedStage.Note?)? {
    let axes = trace.records[match.place].axes
    var tensor = match.array.tensor
    if transposed {
      let last = tensor.axes.count - 1
      if last < 1 { return nil }
      tensor = tensor.mapped(
        float32: { $0.exchanging(last - 1, last) }, float64: { $0.exchanging(last - 1, last) })
    }
    let alignment = Alignment(tensor, over: axes, isPositionFirst: match.name.isPositionFirst)
    guard case .fits(let numbers, let note) = alignment else { return nil }
    return (numbers, note)
  }

  /// Whether the stage was computed from one that is wrong or follows from a wrong one.
  private func isTainted(_ place: Int) -> Bool {
    trace.records[place].operands.contains { operand in
      if own.isGivenOver(operand), let verdict = verdicts[operand] {
        return verdict == .wrong || verdict == .follows
      }
      return isTainted(operand)
    }
  }

  private mutating func finish(
    _ match: MatchedArrays.Match, _ outcome: Outcome, _ verdict: Verdict
  ) -> ComparedStage {
    let place = match.place
    verdicts[place] = verdict
    var mistakes: [NamedMistake] = []
    var cause: ComparedStage.Cause?
    var pattern: DifferencePattern?
    if verdict == .wrong, !transposed {
      let found = outcome.found
      mistakes = ArrayDiagnosis(own, fit, factors: factors).mistakes(outcome, at: place)
      pattern = DifferencePattern(
        found: found, expected: outcome.expected, wrong: outcome.wrong,
        masked: truth.value(of: .stage(.maskedScores))?.value, fit: fit)
      cause = self.cause(place, found, isExplained: !mistakes.isEmpty)
    }
    let worst = outcome.worst
    let axes = trace.records[place].axes
    remember(outcome, at: place, verdict, isExplained: !mistakes.isEmpty)
    let wrong = verdict == .wrong ? outcome.wrong.indices.filter { outcome.wrong[$0] } : []
    return ComparedStage(
      stage: match.name.stage, name: match.array.name, verdict: verdict, axes: axes,
      largestError: worst.difference.error, tolerance: worst.difference.tolerance,
      worstCell: cell(at: worst.index, axes),
      wrongCells: wrong.prefix(ComparedStage.mostCells).map { cell(at: $0, axes) },
      wrongCount: wrong.count, mistakes: mistakes, pattern: pattern, cause: cause,
      typedShape: nil, found: verdict == .wrong ? outcome.found : nil,
      expected: verdict == .wrong ? outcome.expected.value : nil)
  }

  /// An array of another shape: wrong, with the mistake that gives this shape; later stages do
  /// without it.
  private mutating func wrongShape(_ match: MatchedArrays.Match) -> ComparedStage {
    verdicts[match.place] = .wrong
    let mistakes =
      transposed
      ? []
      : ArrayDiagnosis(own, fit, factors: factors).mistakes(
        ofShape: match.array.tensor.converted(to: Double.self), at: match.place)
    return ComparedStage(
      stage: match.name.stage, name: match.array.name, verdict: .wrong,
      axes: trace.records[match.place].axes, largestError: .nan, tolerance: 0, worstCell: [],
      wrongCells: [], wrongCount: match.array.tensor.count, mistakes: mistakes, pattern: nil,
      cause: nil, typedShape: match.array.tensor.shape, found: nil, expected: nil)
  }

  private func cause(
    _ place: Int, _ found: Tensor<Double>, isExplained: Bool
  ) -> ComparedStage.Cause {
    if !isExplained {
      for coarser in [NumberType.float16, .bfloat16] where coarser > type {
        let other = Recomputation(own, rounding: coarser.rounding)
        if let expected = other.expected(place),
          CellFit(rounding: coarser.rounding).fits(found, expected)
        {
          return .coarserArithmetic(coarser)
        }
      }
    }
    return .bug(typeError: typeError(place))
  }

  /// How far the step in float32 is from float64, from the same arrays.
  private func typeError(_ place: Int) -> Double {
    guard trace.records[place].axes.placeCount <= 1 << 20,
      let exact = own.expected(place)?.value
    else { return .nan }
    let found: [Double]? =
      type == .float64
      ? own.native(place, as: Double.self)?.scalars
      : own.native(place, as: Float.self)?.scalars.map { Double($0) }
    return zip(found ?? [], exact.scalars).reduce(0) { largest, pair in
      let off = abs(pair.0 - pair.1)
      return off.isFinite ? max(largest, off) : largest
    }
  }

  // MARK: - What later stages lean on

  private mutating func remember(
    _ outcome: Outcome, at place: Int, _ verdict: Verdict, isExplained: Bool
  ) {
    var numbers = outcome.found.scalars
    let (expected, truly) = (outcome.expected.value.scalars, outcome.truly.value.scalars)
    var usesBlocking = false
    for index in numbers.indices {
      if truly[index] == -.infinity, numbers[index] <= leastBlockingScore {
        usesBlocking = usesBlocking || numbers[index].isFinite
        numbers[index] = -.infinity
      } else if verdict == .wrong, !isExplained, !numbers[index].isFinite, truly[index].isFinite {
        numbers[index] = expected[index]
      }
    }
    if usesBlocking { note(.largeNegativeMask) }
    if let factor = factors[outcome.stage(trace, place)], factor != 1 {
      for index in numbers.indices { numbers[index] /= factor }
    }
    if verdict == .wrong, !isExplained, numbers.isConstant, !truly.isConstant {
      note(.notEarned)
      return
    }
    own.use(Tensor(axes: outcome.found.axes, scalars: numbers), at: place)
  }
}
