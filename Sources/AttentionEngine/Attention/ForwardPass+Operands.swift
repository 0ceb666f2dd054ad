// SPDX-License-Identifier: MIT

import Tensors

/// What attention runs on: queries, keys and values, cut into heads.
struct Operands {
  let query: TapeValue
  let key: TapeValue
  let value: TapeValue
  let cacheLength: Int
  let isProjected: Bool
}

extension ForwardPass {
  // MARK: - Given

  /// Query, key and value as the problem gives them.
  mutating func givenOperands() throws(ProblemError) -> Operands {
    guard let query = problem.query else {
      throw ProblemError(
        "input",
        "nothing to compute from; expected input with projections, or query, key and value, "
          + "or weights to check")
    }
    guard let key = problem.key, let value = problem.value else {
      let missing = problem.key == nil ? "key" : "value"
      throw ProblemError(missing, "is missing; query, key and value are given together")
    }
    let queryTensor = try arrays.operand(
      query, "query", dimension: .keyDimension, labels: problem.queryLabels)
    let cacheRows = try cacheTensors(rank: queryTensor.axes.count)
    let labels = labelsOfNewKeys(cacheRows)
    let keyTensor = try arrays.operand(key, "key", dimension: .keyDimension, labels: labels)
    let valueTensor = try arrays.operand(value, "value", dimension: .valueDimension, labels: labels)
    try requireSameLead(queryTensor.axes, keyTensor.axes, "key")
    try requireSameLead(keyTensor.axes, valueTensor.axes, "value", alsoHeads: true)
    if let heads = problem.heads, heads != queryTensor.axes[queryTensor.axes.count - 3].size {
      throw ProblemError(
        "heads",
        "is \(heads), but query \(queryTensor.axes.inWords) has "
          + "\(queryTensor.axes[queryTensor.axes.count - 3].size)")
    }
    if let heads = problem.keyValueHeads, heads != keyTensor.axes[keyTensor.axes.count - 3].size {
      throw ProblemError(
        "key_value_heads",
        "is \(heads), but key \(keyTensor.axes.inWords) has "
          + "\(keyTensor.axes[keyTensor.axes.count - 3].size)")
    }
    let queryValue = tape.give(.query, queryTensor)
    guard let cacheRows else {
      return Operands(
        query: queryValue, key: tape.give(.key, keyTensor), value: tape.give(.value, valueTensor),
        cacheLength: 0, isProjected: false)
    }
    // The new rows are named apart: the stages key and value include the cache.
    let newKey = tape.give(StageID("new_key"), keyTensor)
    let newValue = tape.give(StageID("new_value"), valueTensor)
    return try withCache(queryValue, newKey, newValue, cacheRows, isProjected: false)
  }

  // MARK: - Projected

  /// Q = X·W_Q + b_Q, K = M·W_K + b_K, V = M·W_V + b_V, cut into heads (section 3.2.2).
  mutating func projectedOperands() throws(ProblemError) -> Operands {
    guard let given = problem.input else { throw ProblemError("input", "is missing") }
    for (key, tensor) in [
      ("query", problem.query), ("key", problem.key), ("value", problem.value),
    ] where tensor != nil {
      throw ProblemError(
        key, "stands beside input; give either input with projections, or query, key and value")
    }
    let heads = problem.heads ?? 1
    let sharedHeads = problem.keyValueHeads ?? heads
    try requireHeads(heads, sharedHeads)
    var input = tape.give(
      .input, try arrays.sequence(given, "input", labels: problem.queryLabels))
    let cache = try cacheTensors(rank: tape.axes(input).count + 1)
    if case .sinusoidal = problem.positions {
      let codes = SinusoidalPositions(firstPosition: cache?.length ?? 0)
      input = try noting("positions") { () throws(ShapeError) in
        try tape.record(.positions, codes, input)
      }
    }
    let labels = labelsOfNewKeys(cache)
    let memory = try problem.memory.map { tensor throws(ProblemError) in
      tape.give(.memory, try arrays.sequence(tensor, "memory", labels: labels))
    }
    let memoryValue = try problem.memoryValue.map { tensor throws(ProblemError) in
      tape.give(.memoryValue, try arrays.sequence(tensor, "memory_value", labels: labels))
    }
    let keySource = memory ?? input
    let valueSource = memoryValue ?? keySource
    try requireSameLead(tape.axes(input), tape.axes(keySource), "memory", sequence: true)
    try requireSameLead(tape.axes(input), tape.axes(valueSource), "memory_value", sequence: true)
    let query = try projected(.query, input, heads, name: .query)
    let key = try projected(.key, keySource, sharedHeads, name: cache == nil ? .key : nil)
    let value = try projected(.value, valueSource, sharedHeads, name: cache == nil ? .value : nil)
    try requireEqualWidths(query, key, heads, sharedHeads)
    guard let cache else {
      return Operands(query: query, key: key, value: value, cacheLength: 0, isProjected: true)
    }
    return try withCache(query, key, value, cache, isProjected: true)
  }

  /// heads(X·W + b) for one role; `name` is nil where a cache still has to be put before it.
  private mutating func projected(
    _ role: ProjectionRole, _ source: TapeValue, _ heads: Int, name: StageID?
  ) throws(ProblemError) -> TapeValue {
    guard let given = role.projection(problem.projections) else {
      throw ProblemError(
        "projections", "\(role.id) is missing; input needs projections for query, key and value")
    }
    let product = try multiplied(source, by: given, role)
    let split = SplitHeads(heads, dimension: role.dimension)
    return try noting("heads") { () throws(ShapeError) in
      guard let name else { return try tape.apply(split, product) }
      return try tape.record(name, split, product)
    }
  }

  /// X·W + b, with the matrix as the problem's layout has it.
  mutating func multiplied(
    _ source: TapeValue, by given: AnyTensor, _ role: ProjectionRole
  ) throws(ProblemError) -> TapeValue {
    let key = "projections.\(role.id)"
    let stored = problem.layout == .inputOutput
    let matrix = try arrays.matrix(
      given, key, stored ? role.input : role.output, stored ? role.output : role.input)
    let width = tape.axes(source).last?.size ?? 0
    let (rows, columns) = (
      matrix.axes[stored ? 0 : 1].size, matrix.axes[stored ? 1 : 0].size
    )
    guard rows == width else {
      let layout =
        columns == width
        ? "; the other side fits: is it stored as layout: "
          + (stored ? "output-input" : "input-output") + "?" : ""
      throw ProblemError(
        key,
        "has the shape \(given.shape); with layout \(problem.layout.rawValue) it takes rows of "
          + "\(rows) numbers, but those of \(role.sourceName) have \(width)\(layout)")
    }
    try requireRoom(
      key, "a product", tape.axes(source).dropLast().map(\.size) + [columns])
    let projection = tape.give(role.projectionStage, matrix)
    var product = try noting(key) { () throws(ShapeError) in
      try tape.apply(
        MatrixProduct(transposingRight: !stored, columns: role.output, purpose: .projection),
        source, projection)
    }
    if let given = role.projection(problem.biases) {
      let bias = try arrays.vector(given, "biases.\(role.id)", role.output)
      guard bias.count == columns else {
        throw ProblemError(
          "biases.\(role.id)", "has \(bias.count) numbers; \(key) gives \(columns) columns")
      }
      let biasValue = tape.give(role.biasStage, bias)
      product = try noting("biases.\(role.id)") { () throws(ShapeError) in
        try tape.apply(Addition(addsBias: true), product, biasValue)
      }
    }
    return product
  }

  // MARK: - Cache

  struct CacheRows {
    let key: Tensor<Scalar>
    let value: Tensor<Scalar>
    var length: Int { key.axes[key.axes.count - 2].size }
  }

  private func cacheTensors(rank: Int) throws(ProblemError) -> CacheRows? {
    guard let key = problem.cacheKey, let value = problem.cacheValue else {
      guard problem.cacheKey == nil, problem.cacheValue == nil else {
        throw ProblemError(
          "cache", "\(problem.cacheKey == nil ? "key" : "value") is missing; both are kept together"
        )
      }
      return nil
    }
    let labels = labelsOfKeptKeys(key.shape.dropLast().last)
    let rows = CacheRows(
      key: try arrays.operand(key, "cache.key", dimension: .keyDimension, labels: labels),
      value: try arrays.operand(
        value, "cache.value", dimension: .valueDimension,
        labels: value.shape.dropLast().last == labels?.count ? labels : nil))
    for (name, tensor) in [("key", rows.key), ("value", rows.value)]
    where tensor.axes.count != rank {
      throw ProblemError(
        "cache.\(name)",
        "has the axes \(tensor.axes.inWords); expected \(rank) axes, "
          + (rank == 4 ? "[batch, head, position, dim]" : "[head, position, dim]"))
    }
    return rows
  }

  private mutating func withCache(
    _ query: TapeValue, _ newKey: TapeValue, _ newValue: TapeValue, _ cache: CacheRows,
    isProjected: Bool
  ) throws(ProblemError) -> Operands {
    let keptKey = tape.give(.cacheKey, cache.key)
    let keptValue = tape.give(.cacheValue, cache.value)
    let key = try noting("cache.key") { () throws(ShapeError) in
      try tape.record(.key, Concatenation(), keptKey, newKey)
    }
    let value = try noting("cache.value") { () throws(ShapeError) in
      try tape.record(.value, Concatenation(), keptValue, newValue)
    }
    return Operands(
      query: query, key: key, value: value, cacheLength: cache.length, isProjected: isProjected)
  }

  private func labelsOfNewKeys(_ cache: CacheRows?) -> [String]? {
    guard let labels = problem.keyLabels, let cache, labels.count > cache.length,
      labels.count != newKeyCount
    else { return problem.keyLabels }
    return Array(labels.dropFirst(cache.length))
  }

  /// The labels of kept keys, when the problem labels kept and new keys together.
  private func labelsOfKeptKeys(_ length: Int?) -> [String]? {
    guard let labels = problem.keyLabels, let length, let new = newKeyCount,
      labels.count == length + new
    else { return nil }
    return Array(labels.prefix(length))
  }

  private var newKeyCount: Int? {
    let source = problem.key ?? problem.memory ?? problem.input
    return source.flatMap { $0.shape.dropLast().last }
  }

  /// Calls `body` and names the entry of the problem when shapes do not fit.
  func noting<Result>(
    _ key: String, _ body: () throws(ShapeError) -> Result
  ) throws(ProblemError) -> Result {
    do throws(ShapeError) { return try body() } catch { throw ProblemError(key, "\(error)") }
  }
}
