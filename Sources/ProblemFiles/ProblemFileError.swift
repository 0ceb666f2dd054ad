// SPDX-License-Identifier: MIT

/// Why a problem file cannot be used: where, which entry, and what would be right.
public struct ProblemFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The path as it was given.
  public let file: String
  /// The line, from 1; `nil` when the file as a whole is meant.
  public let line: Int?
  /// The entry, such as `projections.query`; empty when the file as a whole is meant.
  public let key: String
  /// What was found, what was expected, and the next step.
  public let sentence: String

  public init(file: String, line: Int? = nil, key: String = "", _ sentence: String) {
    self.file = file
    self.line = line
    self.key = key
    self.sentence = sentence
  }

  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    // A key may be anything that stands in the file.
    let key = quotable(key, longest: 400)
    return key.isEmpty ? "\(place): \(sentence)" : "\(place): \(key): \(sentence)"
  }
}
