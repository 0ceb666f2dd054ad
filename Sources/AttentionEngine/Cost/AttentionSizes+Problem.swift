// SPDX-License-Identifier: MIT

import Tensors

extension AttentionSizes {
  /// The sizes of a problem, read off the shapes of what it gives; nothing is computed.
  ///
  /// - Returns: `nil` for a problem that gives weights only, or not enough to compute from.
  public init?(_ problem: Problem) {
    func size(_ tensor: AnyTensor?, fromEnd place: Int) -> Int? {
      guard let shape = tensor?.shape, shape.count >= place else { return nil }
      return shape[shape.count - place]
    }
    let source = problem.input ?? problem.query
    guard problem.weights == nil, let source, let queries = size(source, fromEnd: 2),
      let width = size(source, fromEnd: 1)
    else { return nil }
    let keySource = problem.memory ?? problem.input ?? problem.key
    let valueSource = problem.memoryValue ?? keySource
    let givenHeads = (problem.query?.shape.count ?? 0) > 2 ? size(problem.query, fromEnd: 3) : nil
    self.init(positions: queries, model: width, heads: problem.heads ?? givenHeads ?? 1)
    isProjected = problem.input != nil
    let rank = isProjected ? 3 : 4
    batch = source.shape.count == rank ? source.shape[0] : 1
    newKeys = size(keySource, fromEnd: 2) ?? queries
    memory = size(keySource, fromEnd: 1) ?? width
    memoryValue = size(valueSource, fromEnd: 1) ?? memory
    let givenShared = (problem.key?.shape.count ?? 0) > 2 ? size(problem.key, fromEnd: 3) : nil
    keyValueHeads = problem.keyValueHeads ?? (isProjected ? heads : givenShared ?? 1)
    let column = problem.layout == .inputOutput ? 1 : 2
    if isProjected {
      keyDimension = (size(problem.projections.query, fromEnd: column) ?? 0) / max(1, heads)
      valueDimension =
        (size(problem.projections.value, fromEnd: column) ?? 0) / max(1, keyValueHeads)
    } else {
      keyDimension = width
      valueDimension = size(problem.value, fromEnd: 1) ?? width
    }
    outputWidth = size(problem.projections.output, fromEnd: column)
    mergesHeads = outputWidth != nil || (isProjected && heads > 1)
    biases = Problem.Roles(
      query: problem.biases.query != nil, key: problem.biases.key != nil,
      value: problem.biases.value != nil, output: problem.biases.output != nil)
    cacheLength = size(problem.cacheKey, fromEnd: 2) ?? 0
    hasSoftcap = problem.softcap != nil
    opensSoftmax = problem.opensSoftmax
    bytesPerNumber = problem.precision == .float32 ? 4 : 8
    readPositions(problem.positions)
    readMask(problem.mask)
  }

  private mutating func readPositions(_ code: Problem.PositionCode?) {
    switch code {
    case nil: break
    case .sinusoidal: addsPositions = true
    case .alibi: hasAlibi = true
    case .rotary(let rotary):
      let given = rotary.cosines?.shape
      turnedFeatures =
        rotary.dimensions ?? given.flatMap { $0.last.map { $0 * 2 } } ?? keyDimension
      // Two tables, of cosines and sines, one row a position and one column a pair.
      rotaryTables =
        2 * (given?.reduce(1, *) ?? max(keys, cacheLength + queries) * turnedFeatures / 2)
    }
  }

  private mutating func readMask(_ mask: [Problem.MaskEntry]) {
    var seen = VisibleKeys()
    seen.cacheLength = cacheLength
    var isKnown = true
    for entry in mask {
      switch entry {
      case .causal(.cacheLength): seen.causalOffsets = [cacheLength]
      case .causal(.lowerRight): seen.causalOffsets = [keys - queries]
      case .causal(.offsets(let offsets)): seen.causalOffsets = offsets
      case .window(let left, let right):
        seen.windows.append(
          VisibleKeys.Window(left: left < 0 ? nil : left, right: right < 0 ? nil : right))
      case .keyLengths(let lengths): seen.keyLengths.append(lengths)
      case .allow: isKnown = false
      case .add(let matrix):
        addedBiases += 1
        addedNumbers += matrix.count
        // A matrix may hide keys with −∞ of its own.
        if matrix.doubles.contains(-.infinity) { isKnown = false }
      }
    }
    visible = isKnown ? seen : nil
  }
}
