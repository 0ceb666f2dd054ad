// SPDX-License-Identifier: MIT

/// What workers in a ring send each other, from sizes alone.
///
/// In every step but the last, each worker sends one block of keys and one of values to the next.
public struct RingTraffic: Sendable, Equatable {
  public let workers: Int
  public let keys: Int
  public let keyValueHeads: Int
  public let keyDimension: Int
  public let valueDimension: Int
  public let bytesPerNumber: Int

  public init(
    workers: Int, keys: Int, keyValueHeads: Int, keyDimension: Int, valueDimension: Int,
    bytesPerNumber: Int
  ) {
    self.workers = workers
    self.keys = keys
    self.keyValueHeads = keyValueHeads
    self.keyDimension = keyDimension
    self.valueDimension = valueDimension
    self.bytesPerNumber = bytesPerNumber
  }

  /// The traffic of a computation of these sizes.
  public init(workers: Int, sizes: AttentionSizes) {
    self.init(
      workers: workers, keys: sizes.keys, keyValueHeads: sizes.keyValueHeads,
      keyDimension: sizes.keyDimension, valueDimension: sizes.valueDimension,
      bytesPerNumber: sizes.bytesPerNumber)
  }

  /// Times that blocks are handed on: W − 1.
  public var steps: Int { workers - 1 }

  /// 2·W·(W − 1).
  public var messages: Int { 2 * workers * steps }

  /// n_k·g·(d_k + d_v) numbers: in one step every key and value moves once.
  public var bytesPerStep: Int {
    keys * keyValueHeads * (keyDimension + valueDimension) * bytesPerNumber
  }

  /// (W − 1)·n_k·g·(d_k + d_v) numbers.
  public var bytes: Int { steps * bytesPerStep }
}
