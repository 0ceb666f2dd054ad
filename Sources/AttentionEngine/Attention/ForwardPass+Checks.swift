// SPDX-License-Identifier: MIT

import Tensors

// What must fit before anything is computed, each with a sentence that says what would work.

extension ForwardPass {
  func requireHeads(_ heads: Int, _ sharedHeads: Int) throws(ProblemError) {
    guard heads >= 1 else { throw ProblemError("heads", "is \(heads); expected 1 or more") }
    guard sharedHeads >= 1, heads % sharedHeads == 0 else {
      let divisors = (1...heads).filter { heads % $0 == 0 }.map(String.init)
      throw ProblemError(
        "key_value_heads",
        "is \(sharedHeads); \(heads) query heads share them evenly only if it is one of "
          + divisors.prefix(24).joined(separator: ", "))
    }
  }

  func requireSameLead(
    _ left: [Axis], _ right: [Axis], _ key: String, alsoHeads: Bool = false, sequence: Bool = false
  ) throws(ProblemError) {
    guard left.count == right.count else {
      throw ProblemError(
        key,
        "has the axes \(right.inWords), the other operand \(left.inWords); "
          + "both need a batch axis, or neither")
    }
    let tail = sequence ? 2 : 3
    for (a, b) in zip(left.dropLast(tail), right.dropLast(tail)) where a.size != b.size {
      throw ProblemError(key, "has \(b.size) batch items, the other operand \(a.size)")
    }
    guard alsoHeads else { return }
    for name in [AxisName.head, .position] {
      let (a, b) = (left.first { $0.name == name }, right.first { $0.name == name })
      if let a, let b, a.size != b.size {
        throw ProblemError(
          key, "has \(b.size) \(name)s, key has \(a.size); each value belongs to one key")
      }
    }
  }

  func requireEqualWidths(
    _ query: TapeValue, _ key: TapeValue, _ heads: Int, _ sharedHeads: Int
  ) throws(ProblemError) {
    let (a, b) = (tape.axes(query).last?.size ?? 0, tape.axes(key).last?.size ?? 0)
    guard a == b else {
      throw ProblemError(
        "projections.key",
        "gives \(sharedHeads) heads of \(b) features, projections.query \(heads) heads of \(a); "
          + "queries and keys meet in a dot product, so a head's key_dim must be the same: "
          + "expected \(a * sharedHeads) columns",
        found: found(("key", key), ("query", query)))
    }
  }

  private func found(_ values: (String, TapeValue)...) -> [(name: String, tensor: AnyTensor)] {
    values.map { ($0.0, AnyTensor(tape.tensor($0.1))) }
  }

  /// How many query heads share one key/value head.
  func headSharing(
    _ query: TapeValue, _ key: TapeValue, _ value: TapeValue
  ) throws(ProblemError) -> Int {
    func heads(_ value: TapeValue) -> Int {
      let axes = tape.axes(value)
      return axes[axes.count - 3].size
    }
    let (queryHeads, keyHeads) = (heads(query), heads(key))
    guard keyHeads > 0, queryHeads % keyHeads == 0 else {
      throw ProblemError(
        "key", ShapeError.headGroup(heads: queryHeads, keyValueHeads: keyHeads).description)
    }
    let (a, b) = (tape.axes(query).last?.size ?? 0, tape.axes(key).last?.size ?? 0)
    guard a == b else {
      throw ProblemError(
        "key", "has \(b) features a head, query has \(a); a dot product needs as many",
        found: found(("key", key), ("query", query)))
    }
    let (keys, values) = (tape.axes(key), tape.axes(value))
    guard keys[keys.count - 2].size == values[values.count - 2].size else {
      throw ProblemError(
        "value",
        "has \(values[values.count - 2].size) positions, key has "
          + "\(keys[keys.count - 2].size); each value belongs to one key",
        found: found(("value", value), ("key", key)))
    }
    return queryHeads / keyHeads
  }

  /// Refuses sizes that no machine should be asked to record, before memory is asked for.
  func requireRoom(
    _ key: String, _ what: String, _ sizes: [Int]
  ) throws(ProblemError) {
    guard sizes.reduce(1.0, { $0 * Double($1) }) <= Self.mostNumbers else {
      throw ProblemError(
        key,
        "makes \(what) of \(sizes.map(String.init).joined(separator: " × ")) numbers; at most "
          + "\(Int(Self.mostNumbers)) are recorded. Trace fewer positions or heads at a time; cells and "
          + "overviews can be had without: attn why, attn trace --show STAGE")
    }
  }

  /// One gigabyte of float64 a stage: a head of 11,585 × 11,585 positions.
  private static var mostNumbers: Double { Double(Attention.mostKept) }

  /// Scores, answers and shared values must fit before any is computed.
  func requireRoomForScores(
    _ query: TapeValue, _ key: TapeValue, _ value: TapeValue
  ) throws(ProblemError) {
    let (queries, keys, values) = (tape.axes(query), tape.axes(key), tape.axes(value))
    let lead = queries.dropLast(2).map(\.size)
    let (rows, columns) = (queries[queries.count - 2].size, keys[keys.count - 2].size)
    let width = values[values.count - 1].size
    let entry = problem.input == nil ? "query" : "input"
    // Numbers on demand need no room, but the gradients and the steps of a softmax are kept.
    if case .upTo = tape.keeping, !problem.opensSoftmax, problem.upstream == nil {
    } else {
      try requireRoom(entry, "scores", lead + [rows, columns])
    }
    try requireRoom(entry, "head outputs", lead + [rows, width])
    try requireRoom(entry, "values for every head", lead + [columns, width])
  }
}
