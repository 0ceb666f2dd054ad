// SPDX-License-Identifier: MIT

/// Why exercises cannot be run here at all: broken machinery, never a wrong answer.
public struct ExerciseTrouble: Error, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}
