// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// The same problem with other numbers, drawn so that they are pleasant and tell mistakes apart.
public struct Variant: Sendable {
  public let problem: Problem
  /// Mistakes that these numbers do not tell apart from each other or from right.
  public let inseparable: [Inseparable]
  /// Those of them that other numbers could have told apart; empty unless every draw left some.
  public let leftOpen: [Inseparable]
  /// How many draws it took.
  public let draws: Int

  /// A mistake that cannot be told from another, or from a right step.
  public struct Inseparable: Sendable, Hashable, CustomStringConvertible {
    public let step: StageID
    public let mistake: String
    /// The other mistake; `nil` when the numbers are those of the right step.
    public let other: String?

    public var description: String {
      other.map { "\(mistake) and \($0) at \(step)" } ?? "\(mistake) at \(step) shows nothing"
    }
  }
}

/// Why no variant can be drawn.
public struct VariantError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String
}
