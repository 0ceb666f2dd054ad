// SPDX-License-Identifier: MIT

import AttentionEngine
import Explanation

extension MarkedSheet {
  /// The result for programs: the contract of `attn check --json`.
  public var json: JSONValue {
    .object([
      ("format", .integer(1)),
      ("steps", .array(steps.map(\.json))),
      ("first_wrong", firstWrong.map { .string($0.stage.rawValue) } ?? .null),
      ("score", .points(score)),
      ("max_score", .points(maximumScore)),
      ("notes", .array(notes.map { .string($0.rawValue) })),
    ])
  }
}

extension MarkedStep {
  /// One step: the cells that are wrong, and the mistakes that explain them.
  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("step", .string(stage.rawValue)), ("verdict", .string(verdict.rawValue)),
      ("cells", .array(wrongCells.map { .array($0.cell.map(JSONValue.integer)) })),
      ("mistakes", .array(mistakes.map { .string($0.id) })),
      ("score", .points(score)), ("max_score", .integer(1)),
    ]
    if case .shape? = reason { members.append(("reason", .string("shape"))) }
    return .object(members)
  }
}
