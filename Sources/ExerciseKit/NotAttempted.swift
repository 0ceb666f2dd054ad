// SPDX-License-Identifier: MIT

/// What a task throws before you have written it.
///
/// A task that throws it is neither right nor wrong. Replace the whole line `throw NotAttempted()`.
public struct NotAttempted: Error {
  public init() {}
}
