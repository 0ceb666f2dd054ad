// SPDX-License-Identifier: MIT

/// What attention of some sizes will cost, stage by stage, from closed formulas alone.
///
/// It knows nothing of the tape; the tests hold it to what `Trace.costs` counts, number by number.
public struct CostPrediction: Sendable {
  /// A stage, with its formulas in the letters of `CostSize`.
  public struct Line: Sendable {
    public let stage: StageID
    let operations: CostFormula
    let read: CostFormula
    let written: CostFormula
  }

  public let sizes: AttentionSizes
  public private(set) var lines: [Line] = []

  public init(_ sizes: AttentionSizes) {
    self.sizes = sizes
    if sizes.isProjected { addProjections() } else { addGivenOperands() }
    addRotary()
    addScores()
    addAnswers()
  }

  private mutating func add(
    _ stage: StageID, _ operations: CostFormula = .zero, read: CostFormula, written: CostFormula
  ) { lines.append(Line(stage: stage, operations: operations, read: read, written: written)) }

  // MARK: - Before the scores

  private mutating func addProjections() {
    let input = CostFormula.of(1, .batch, .queries, .model)
    if sizes.addsPositions { add(.positions, input, read: input, written: input) }
    addProjection(
      .query, rows: .queries, all: .queries, width: .model, heads: .heads, .keyDimension,
      bias: sizes.biases.query ?? false)
    addProjection(
      .key, rows: .newKeys, all: .keys, width: .memory, heads: .keyValueHeads, .keyDimension,
      bias: sizes.biases.key ?? false)
    addProjection(
      .value, rows: .newKeys, all: .keys, width: .memoryValue, heads: .keyValueHeads,
      .valueDimension, bias: sizes.biases.value ?? false)
  }

  /// 2 FLOPs for each product of a row and a column, and 1 for a bias; kept rows cost nothing.
  private mutating func addProjection(
    _ stage: StageID, rows: CostSize, all: CostSize, width: CostSize, heads: CostSize,
    _ dimension: CostSize, bias: Bool
  ) {
    var operations = CostFormula.of(2, .batch, rows, width, heads, dimension)
    var read = CostFormula.of(1, .batch, rows, width) + .of(1, width, heads, dimension)
    if bias {
      operations = operations + .of(1, .batch, rows, heads, dimension)
      read = read + .of(1, heads, dimension)
    }
    if sizes.cacheLength > 0, all == .keys { read = read + kept(heads, dimension) }
    add(stage, operations, read: read, written: .of(1, .batch, all, heads, dimension))
  }

  private func kept(_ heads: CostSize, _ dimension: CostSize) -> CostFormula {
    .of(1, .batch, .cache, heads, dimension)
  }

  private mutating func addGivenOperands() {
    guard sizes.cacheLength > 0 else { return }
    for (stage, dimension) in [(StageID.key, CostSize.keyDimension), (.value, .valueDimension)] {
      add(
        stage,
        read: .of(1, .batch, .newKeys, .keyValueHeads, dimension)
          + kept(.keyValueHeads, dimension),
        written: .of(1, .batch, .keys, .keyValueHeads, dimension))
    }
  }

  /// Two products and a sum for each feature that is turned.
  private mutating func addRotary() {
    guard sizes.turnedFeatures > 0 else { return }
    for (stage, rows, heads) in [
      (StageID.rotatedQuery, CostSize.queries, CostSize.heads),
      (.rotatedKey, .keys, .keyValueHeads),
    ] {
      let cells = CostFormula.of(1, .batch, rows, heads, .keyDimension)
      add(
        stage, .of(3, .batch, rows, heads, .turned), read: cells + .of(1, .rotaryTables),
        written: cells)
    }
  }

  // MARK: - Scores and answers

  private mutating func addScores() {
    let cells = CostFormula.of(1, .pairs, .heads)
    let rows = CostFormula.of(1, .batch, .queries, .heads)
    add(
      .rawScores, .of(2, .pairs, .heads, .keyDimension),
      read: .of(1, .batch, .queries, .heads, .keyDimension)
        + .of(1, .batch, .keys, .keyValueHeads, .keyDimension), written: cells)
    add(.scaledScores, cells, read: cells, written: cells)
    if sizes.hasSoftcap { add(.cappedScores, .of(3, .pairs, .heads), read: cells, written: cells) }
    let added = sizes.addedBiases + (sizes.hasAlibi ? 1 : 0)
    add(
      .maskedScores, added == 0 ? .zero : .of(added, .pairs, .heads),
      read: sizes.addedBiases == 0 ? cells : cells + .of(1, .addedBiases), written: cells)
    guard sizes.opensSoftmax else {
      add(.weights, .of(5, .pairs, .heads), read: cells, written: cells)
      return
    }
    add(.rowMaximum, cells, read: cells, written: rows)
    add(.exponentials, .of(2, .pairs, .heads), read: cells + rows, written: cells)
    add(.rowSums, cells, read: cells, written: rows)
    add(.weights, cells, read: cells + rows, written: cells)
  }

  private mutating func addAnswers() {
    let answers = CostFormula.of(1, .batch, .queries, .heads, .valueDimension)
    add(
      .headOutput, .of(2, .pairs, .heads, .valueDimension),
      read: .of(1, .pairs, .heads) + .of(1, .batch, .keys, .keyValueHeads, .valueDimension),
      written: answers)
    guard sizes.mergesHeads else { return }
    add(.mergedHeads, read: answers, written: answers)
    guard sizes.outputWidth != nil else { return }
    let hasBias = sizes.biases.output ?? false
    let bias = CostFormula.of(1, .batch, .queries, .output)
    let product = CostFormula.of(2, .batch, .queries, .heads, .valueDimension, .output)
    let read = answers + .of(1, .heads, .valueDimension, .output)
    add(
      .output, hasBias ? product + bias : product, read: hasBias ? read + .of(1, .output) : read,
      written: bias)
  }
}

// MARK: - In numbers

extension CostPrediction {
  /// The number a letter stands for.
  func size(_ size: CostSize, pairs: Int) -> Int {
    switch size {
    case .batch: sizes.batch
    case .queries: sizes.queries
    case .keys: sizes.keys
    case .newKeys: sizes.newKeys
    case .cache: sizes.cacheLength
    case .pairs: pairs
    case .model: sizes.model
    case .memory: sizes.memory
    case .memoryValue: sizes.memoryValue
    case .output: sizes.outputWidth ?? 0
    case .heads: sizes.heads
    case .keyValueHeads: sizes.keyValueHeads
    case .keyDimension: sizes.keyDimension
    case .valueDimension: sizes.valueDimension
    case .turned: sizes.turnedFeatures
    case .rotaryTables: sizes.rotaryTables
    case .addedBiases: sizes.addedNumbers
    }
  }

  /// What every stage will cost; without `visible` sizes every pair counts as visible.
  ///
  /// - Returns: `nil` when a number is beyond 2⁶³.
  public func costs() -> [StageCost]? {
    let (all, overflows) = sizes.queries.multipliedReportingOverflow(by: sizes.keys)
    let (pairs, overflowsToo) = all.multipliedReportingOverflow(by: sizes.batch)
    guard !overflows, !overflowsToo else { return nil }
    let visible =
      sizes.visible?.pairCount(batch: sizes.batch, queries: sizes.queries, keys: sizes.keys)
      ?? pairs
    var result: [StageCost] = []
    for line in lines {
      var cost = StageCost(line.stage)
      guard let operations = line.operations.value({ size($0, pairs: pairs) }),
        let left = line.operations.value({ size($0, pairs: visible) }),
        let read = line.read.value({ size($0, pairs: pairs) }),
        let written = line.written.value({ size($0, pairs: pairs) }),
        max(read, written) <= Int.max / sizes.bytesPerNumber
      else { return nil }
      cost.operations = operations
      cost.visibleOperations = left
      cost.bytesRead = read * sizes.bytesPerNumber
      cost.bytesWritten = written * sizes.bytesPerNumber
      result.append(cost)
    }
    return result
  }
}
