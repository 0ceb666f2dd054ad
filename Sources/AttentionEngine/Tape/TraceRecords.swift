// SPDX-License-Identifier: MIT

import Synchronization

/// The records of a trace, shared by its copies.
///
/// The numbers of a trace are there from the beginning. What belongs to them (names, operations, axes)
/// may be put beside them when somebody asks: for small problems that takes longer than computing.
final class TraceRecords: Sendable {
  private final class Made: Sendable {
    let records: [Trace.Record]

    init(_ records: [Trace.Record]) { self.records = records }
  }

  private let made = AtomicLazyReference<Made>()
  private let make: @Sendable () -> [Trace.Record]

  /// Records that are there already.
  init(_ records: [Trace.Record]) {
    make = { records }
    _ = made.storeIfNil(Made(records))
  }

  /// Records that are put together when they are asked for the first time.
  init(_ make: @escaping @Sendable () -> [Trace.Record]) { self.make = make }

  var records: [Trace.Record] {
    // Two threads may both put them together; the first one's are kept.
    (made.load() ?? made.storeIfNil(Made(make()))).records
  }
}
