// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// Judges arrays stage by stage, in the order of the computation, from the implementation's own.
struct ArrayJudge {
  let trace: Trace
  let type: NumberType
  private let fit: CellFit
  private let own: Recomputation
  private let truth: Recomputation
  private let transposed: Bool
  private var verdicts: [Int: Verdict] = [:]
  /// What an implementation's numbers are a multiple of: 1/√d_k where Q was scaled early.
  private var factors: [StageID: Double] = [:]
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
      if transposed, stages.last?.verdict == .wrong { break }
    }
    if stages.contains(where: { $0.verdict == .follows }) { note(.ownNumbersUsed) }
    return Comparison(
      stages: stages, unknown: arrays.unknown, type: type, notes: notes, trace: trace,
      used: own.handedOver)
  }

  private mutating func note(_ note: ComparedStage.Note) {
    if !notes.contains(note) { notes.append(note) }
  }

  // MARK: - One stage

  private mutating func judge(_ match: MatchedArrays.Match) -> ComparedStage {
    let place = match.place
    guard let (found, remark) = aligned(match) else { return wrongShape(match) }
    if let remark { note(remark) }
    guard let truly = truth.expected(place), let following = own.expected(place) else {
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
      mistakes = ArrayDiagnosis(own, fit, factors: factors).mistakes(
        found, outcome.wrong, at: place)
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
      typedShape: nil, found: outcome.found, expected: outcome.expected.value)
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

  // MARK: - Right, although it looks wrong

  private mutating func accepted(
    _ match: MatchedArrays.Match, _ found: Tensor<Double>, _ following: RoundedTensor,
    _ truly: RoundedTensor
  ) -> Outcome? {
    let stage = match.name.stage
    if stage == .exponentials || stage == .rowSums || stage == .rowMaximum {
      if let outcome = anyRowConstant(match.place, found, following, truly) {
        note(.anyRowConstant)
        return outcome
      }
    }
    for (factor, remark) in otherFactors(of: stage) {
      let outcome = Outcome(
        found, following.scaled(by: factor), truly.scaled(by: factor), fit)
      guard outcome.fits else { continue }
      factors[stage] = factor
      note(remark)
      return outcome
    }
    return nil
  }

  /// Any constant may be taken off a row before the exponentials: they are right up to one factor a
  /// row, their sums with them.
  private func anyRowConstant(
    _ place: Int, _ found: Tensor<Double>, _ following: RoundedTensor, _ truly: RoundedTensor
  ) -> Outcome? {
    guard trace.records[place].stage != .rowMaximum else { return nil }
    let adjusted = RowConstant(fit: fit).adjusted(
      following, to: found,
      // Without the exponentials themselves, only "nothing taken off" can be recognised.
      maxima: trace.records[place].stage == .rowSums
        ? truth.value(of: .stage(.rowMaximum))?.value : nil)
    guard let adjusted else { return nil }
    let outcome = Outcome(found, adjusted, adjusted, fit)
    return outcome.fits ? outcome : nil
  }

  private func otherFactors(of stage: StageID) -> [(Double, ComparedStage.Note)] {
    guard let place = trace.place(of: .scaledScores), let scores = trace.place(of: .rawScores)
    else { return [] }
    let first = [Int](repeating: 0, count: trace.records[place].axes.count)
    guard let tree = trace.arithmetic(at: place, cell: first),
      tree.operandCells.map(\.index) == [scores]
    else { return [] }
    let scale: Double = tree.evaluate { _, _ in 1.0 }
    guard scale > 0, scale.isFinite, scale != 1 else { return [] }
    let ofQuery = factors[.query] ?? 1
    let root = scale.squareRoot()
    switch stage {
    case .query: return [(scale, .queryScaledBeforeProduct), (root, .scaleSplit)]
    case .key:
      if ofQuery == 1 { return [(scale, .queryScaledBeforeProduct), (root, .scaleSplit)] }
      return ofQuery == root ? [(root, .scaleSplit)] : []
    case .rawScores: return [(scale, .queryScaledBeforeProduct)]
    default: return []
    }
  }
}

/// How an array compares with what follows from the ones before, and with the truth.
struct Outcome {
  let found: Tensor<Double>
  let expected: RoundedTensor
  let truly: RoundedTensor
  /// Cells that fit neither.
  let wrong: [Bool]
  let worst: (index: Int, difference: CellFit.Difference)

  init(
    _ found: Tensor<Double>, _ expected: RoundedTensor, _ truly: RoundedTensor, _ fit: CellFit
  ) {
    self.found = found
    self.expected = expected
    self.truly = truly
    var wrong = [Bool](repeating: false, count: found.count)
    let nothing = CellFit.Difference(error: 0, tolerance: 0, ratio: -1)
    var worst = (index: 0, difference: nothing)
    let (following, true_) = (
      fit.differences(found, expected), fit.differences(found, truly)
    )
    for index in wrong.indices {
      let best =
        following[index].ratio <= true_[index].ratio ? following[index] : true_[index]
      wrong[index] = !(best.ratio <= 1)
      if best.ratio > worst.difference.ratio { worst = (index, best) }
    }
    self.wrong = wrong
    self.worst = worst
  }

  var fits: Bool { !wrong.contains(true) }

  func fitsTruth(_ fit: CellFit) -> Bool { fit.fits(found, truly) }

  func stage(_ trace: Trace, _ place: Int) -> StageID { trace.records[place].stage ?? StageID("?") }
}

extension RoundedTensor {
  func scaled(by factor: Double) -> RoundedTensor {
    RoundedTensor(
      value: value.multiplied(by: factor),
      error: error.multiplied(by: abs(factor) * (1 + 0x1p-20)))
  }
}

extension [Double] {
  /// Whether all numbers are the same.
  var isConstant: Bool {
    guard let first else { return true }
    return allSatisfy { $0 == first || ($0.isNaN && first.isNaN) }
  }
}
