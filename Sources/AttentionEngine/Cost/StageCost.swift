// SPDX-License-Identifier: MIT

/// What a stage costs: arithmetic, memory and messages.
///
/// FLOPs are counted as `Work` says. Bytes assume that each stage is computed by itself: it reads every
/// named value it is made of once and writes its own numbers once. What stays unnamed (a product
/// before its bias, heads that are repeated) never leaves the processor.
public struct StageCost: Sendable, Equatable {
  public let stage: StageID
  /// All cells computed, hidden ones too, as this engine does it.
  public var operations = 0
  /// Without the cells that the mask hides: what a kernel that skips them has to do.
  public var visibleOperations = 0
  public var bytesRead = 0
  public var bytesWritten = 0
  public var messages = 0
  public var bytesSent = 0

  public init(_ stage: StageID) { self.stage = stage }

  /// FLOPs for each byte that is moved; what decides whether arithmetic or memory is the bound.
  public var intensity: Double {
    Double(operations) / Double(max(1, bytesRead + bytesWritten))
  }
}

extension [StageCost] {
  /// The sum over several stages, under the id of nothing in particular.
  public func total(_ id: StageID = StageID("total")) -> StageCost {
    reduce(into: StageCost(id)) { sum, cost in
      sum.operations += cost.operations
      sum.visibleOperations += cost.visibleOperations
      sum.bytesRead += cost.bytesRead
      sum.bytesWritten += cost.bytesWritten
      sum.messages += cost.messages
      sum.bytesSent += cost.bytesSent
    }
  }
}
