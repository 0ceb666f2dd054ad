// SPDX-License-Identifier: MIT

/// One statement that was tested, with the outcome in words.
public struct Check: Sendable, Equatable {
  /// What the test showed.
  public enum Outcome: Sendable, Hashable {
    /// The statement holds; written `ok`.
    case passed
    /// The statement does not hold; written `FAIL`.
    case failed
    /// Something to know that is neither; written `note`.
    case note
  }

  /// What the test showed.
  public var outcome: Outcome
  /// The statement as one sentence.
  public var sentence: Text

  /// Creates a check.
  public init(_ outcome: Outcome, _ sentence: Text) {
    self.outcome = outcome
    self.sentence = sentence
  }

  /// Creates a check from whether the statement holds.
  public init(_ holds: Bool, _ sentence: Text) {
    self.init(holds ? .passed : .failed, sentence)
  }
}
