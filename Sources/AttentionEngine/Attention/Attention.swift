// SPDX-License-Identifier: MIT

import Tensors

/// Attention, computed with everything on the tape.
public enum Attention {
  /// How many numbers of one value are kept at most: one gigabyte of float64.
  public static let mostKept = 134_217_728

  /// Computes a problem and records every intermediate.
  ///
  /// - Parameter problem: The numbers and what is done with them.
  /// - Returns: The trace: forward, and backward where the problem gives an upstream gradient.
  /// - Throws: `ProblemError` naming the entry that does not fit.
  /// - Complexity: O(batch · heads · queries · keys · dim) plus the projections.
  public static func trace(_ problem: Problem) throws(ProblemError) -> Trace {
    switch problem.precision {
    case .float32: try ForwardPass<Float>.trace(problem)
    case .float64: try ForwardPass<Double>.trace(problem)
    }
  }

  /// Computes a problem whose scores may be too many to be kept.
  ///
  /// Values of more than `most` numbers are computed when they are asked for, a row at a time.
  ///
  /// - Parameters:
  ///   - problem: The numbers and what is done with them; no upstream gradient.
  ///   - most: How many numbers of one value are kept.
  /// - Returns: The trace; `Trace.Record.isKept` tells which values are in memory.
  /// - Throws: `ProblemError`.
  public static func trace(_ problem: Problem, keepingUpTo most: Int = mostKept)
    throws(ProblemError) -> Trace
  {
    switch problem.precision {
    case .float32: try ForwardPass<Float>.trace(problem, keeping: .upTo(most))
    case .float64: try ForwardPass<Double>.trace(problem, keeping: .upTo(most))
    }
  }

  /// Computes only the last stage of a problem; scores and weights exist a block of rows at a time.
  ///
  /// - Returns: `output`, or where the problem ends before it `merged_heads` or `head_output`.
  /// - Throws: `ProblemError`.
  public static func output(_ problem: Problem) throws(ProblemError) -> AnyTensor {
    switch problem.precision {
    case .float32: AnyTensor(try ForwardPass<Float>.output(problem))
    case .float64: AnyTensor(try ForwardPass<Double>.output(problem))
    }
  }
}

/// The forward pass, line by line as the paper has it; each value is recorded where it is born.
struct ForwardPass<Scalar: TensorScalar> {
  let problem: Problem
  let arrays: ProblemArrays<Scalar>
  var tape: Tape<Scalar>
  var causalOffsets: [Int]?

  private init(_ problem: Problem, keeping: Tape<Scalar>.Keeping) {
    self.problem = problem
    arrays = ProblemArrays(problem: problem)
    tape = Tape(keeping: keeping)
  }

  static func output(_ problem: Problem) throws(ProblemError) -> Tensor<Scalar> {
    var pass = ForwardPass(problem, keeping: .lastOnly)
    let last = try pass.run()
    return pass.tape.tensor(last)
  }

  static func trace(
    _ problem: Problem, keeping: Tape<Scalar>.Keeping = .everything
  ) throws(ProblemError) -> Trace { try traceAndTape(problem, keeping: keeping).trace }

  static func traceAndTape(
    _ problem: Problem, keeping: Tape<Scalar>.Keeping = .everything
  ) throws(ProblemError) -> (trace: Trace, tape: Tape<Scalar>, last: TapeValue) {
    var pass = ForwardPass(problem, keeping: keeping)
    let last = try pass.run()
    if let upstream = problem.upstream {
      try pass.recordBackward(from: last, upstream)
    }
    var trace = pass.tape.finish()
    trace.causalOffsets = pass.causalOffsets
    return (trace, pass.tape, last)
  }

  private mutating func run() throws(ProblemError) -> TapeValue {
    if let claimed = problem.weights { return try checkedWeights(claimed) }
    let operands = try problem.input == nil ? givenOperands() : projectedOperands()
    let heads = try attend(operands)
    return try outputProjection(heads, batch: operands)
  }

  /// Scaled dot-product attention, stage by stage.
  ///
  /// Vaswani et al. 2017, eq. 1.
  private mutating func attend(_ operands: Operands) throws(ProblemError) -> TapeValue {
    let (query, key) = try rotated(operands)
    let value = operands.value
    let sharing = try headSharing(query, key, value)
    try requireRoomForScores(query, key, value)
    let keyDimension = tape.axes(query).last?.size ?? 1
    let scale = problem.scale.map(ScaleFactor.number) ?? .inverseRoot(of: keyDimension)

    let unmasked: TapeValue
    do throws(ShapeError) {
      // pass 1: S = Q·Kᵀ
      let sharedKey = sharing == 1 ? key : try tape.apply(RepeatHeads(sharing), key)
      let product = MatrixProduct(
        transposingRight: true, rows: .query, columns: .key, purpose: .scores)
      let rawScores = try tape.record(.rawScores, product, query, sharedKey)
      // pass 2: scale, then cap, then mask
      var scores = try tape.record(.scaledScores, Scale(by: scale, scalesScores: true), rawScores)
      if let cap = problem.softcap {
        scores = try tape.record(.cappedScores, SoftCap(cap), scores)
      }
      unmasked = scores
    } catch {
      throw ProblemError(operands.isProjected ? "projections" : "query", "\(error)")
    }
    try validateMask(tape.axes(unmasked))
    let plan = try noting("mask") { () throws(ShapeError) in
      try maskPlan(tape.axes(unmasked), cacheLength: operands.cacheLength)
    }
    let answers = try noting("mask") { () throws(ShapeError) in
      try weigh(unmasked, value, sharing, plan)
    }
    // The same answers twice more, if the problem asks and they are kept: in tiles, around a ring.
    if case .lastOnly = tape.keeping { return answers }
    let parts = PartialAttention(
      query: query, key: key, value: value, sharing: sharing, scale: scale, plan: plan)
    if let keys = problem.tileKeys { try recordTiles(of: keys, parts) }
    if let workers = problem.ringWorkers { try recordRing(of: workers, parts) }
    return answers
  }

  /// From the scores before the mask to the heads' answers.
  private mutating func weigh(
    _ unmasked: TapeValue, _ value: TapeValue, _ sharing: Int, _ plan: MaskPlan
  ) throws(ShapeError) -> TapeValue {
    var scores = unmasked
    if let alibi = plan.alibi { scores = try tape.apply(alibi, scores) }
    for (stage, bias) in plan.biases {
      let given = tape.give(stage, bias.converted(to: Scalar.self))
      scores = try tape.apply(Addition(), scores, given)
    }
    let masked = try tape.record(.maskedScores, Mask(plan.rules), scores)
    // pass 3: A = softmax(ℓ), one row a query
    let weights = try problem.opensSoftmax ? openedSoftmax(masked) : softmax(masked)
    // pass 4: Z = A·V
    let sharedValue = sharing == 1 ? value : try tape.apply(RepeatHeads(sharing), value)
    return try tape.record(
      .headOutput, MatrixProduct(rows: .query, purpose: .mixing), weights, sharedValue)
  }

  private mutating func softmax(_ masked: TapeValue) throws(ShapeError) -> TapeValue {
    try tape.record(.weights, Softmax(emptyRows: problem.emptyRows), masked)
  }

  /// The same softmax with its three steps on the tape.
  private mutating func openedSoftmax(_ masked: TapeValue) throws(ShapeError) -> TapeValue {
    let maximum = try tape.record(.rowMaximum, RowMaximum(), masked)
    let exponentials = try tape.record(
      .exponentials, ShiftedExponential(emptyRows: problem.emptyRows), masked, maximum)
    let sums = try tape.record(.rowSums, RowSum(), exponentials)
    return try tape.record(
      .weights, DivideByRow(emptyRows: problem.emptyRows), exponentials, sums)
  }

  private mutating func recordBackward(
    from last: TapeValue, _ upstream: AnyTensor
  ) throws(ProblemError) {
    let axes = tape.axes(last)
    // One head written as a plain matrix: the head axis may be left out.
    let shape = upstream.shape
    let wanted = axes.map(\.size)
    guard shape == wanted || shape == wanted.filter({ $0 != 1 }) || [1] + shape == wanted else {
      throw ProblemError(
        "upstream",
        "has the shape \(shape); expected that of the last stage, "
          + "\(problem.hasOutputProjection ? "output" : "head_output") \(axes.inWords)",
        found: [("upstream", upstream)])
    }
    let numbers = upstream.converted(to: Scalar.self).scalars
    do throws(ShapeError) {
      try tape.recordBackward(from: last, upstream: Tensor(axes: axes, scalars: numbers))
    } catch {
      throw ProblemError("upstream", "\(error)")
    }
  }
}

extension Problem {
  var hasOutputProjection: Bool { projections.output != nil }
}
