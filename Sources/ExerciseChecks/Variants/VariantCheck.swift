// SPDX-License-Identifier: MIT

/// How a listed variant was judged: every wrong one must fail with its name, every right one must pass.
public enum VariantCheck {
  /// What came of one variant.
  public struct Result: Sendable {
    public let variant: ExerciseVariant
    public let verdict: TaskVerdict

    /// Whether a wrong variant was found wrong, or a right one right.
    public var isCaught: Bool {
      variant.expected.isEmpty
        ? verdict.hasPassed : !verdict.hasPassed && !verdict.isNotAttempted
    }

    /// Whether it was called by its name as well.
    public var isNamed: Bool {
      isCaught && (variant.expected.isEmpty || Set(verdict.mistakes) == Set(variant.expected))
    }

    /// What was said instead of what the list expects; `nil` when they agree.
    var complaint: String? {
      guard !isNamed else { return nil }
      func words(_ ids: [String]) -> String { ids.isEmpty ? "none" : ids.joined(separator: ", ") }
      let expected = variant.expected.isEmpty ? "passes" : words(variant.expected)
      let found = verdict.hasPassed ? "passes" : "\(verdict.word), named \(words(verdict.mistakes))"
      return "\(variant.task): expected \(expected); found \(found)"
    }
  }
}
