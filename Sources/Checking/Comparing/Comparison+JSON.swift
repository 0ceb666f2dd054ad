// SPDX-License-Identifier: MIT

import AttentionEngine
import Explanation
import Tensors

extension Comparison {
  /// The result for programs: the shape of `attn check --json`, with errors and tolerances.
  public var json: JSONValue {
    .object([
      ("format", .integer(1)),
      ("type", .string(type.rawValue)),
      ("steps", .array(stages.map(\.json))),
      ("first_wrong", firstWrong.map { .string($0.stage.rawValue) } ?? .null),
      ("score", .points(score)),
      ("max_score", .points(maximumScore)),
      ("notes", .array(notes.map { .string($0.rawValue) })),
      ("unknown", .array(unknown.map(JSONValue.string))),
    ])
  }
}

extension ComparedStage {
  /// One stage; `cells` lists at most 100 wrong cells, `wrong_cells` counts them all.
  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("step", .string(stage.rawValue)), ("array", .string(name)),
      ("verdict", .string(verdict.rawValue)),
      ("cells", .array(wrongCells.map { .array($0.map(JSONValue.integer)) })),
      ("wrong_cells", .integer(wrongCount)),
      ("largest_error", .number(largestError)), ("tolerance", .number(tolerance)),
      ("mistakes", .array(mistakes.map { .string($0.id) })),
      ("score", .points(score)), ("max_score", .integer(1)),
    ]
    if let typedShape {
      members.append(("reason", .string("shape")))
      members.append(("shape", .array(typedShape.map(JSONValue.integer))))
    }
    if let pattern {
      members.append(("pattern", .array(pattern.sentences.map(JSONValue.string))))
    }
    switch cause {
    case nil: break
    case .bug?: members.append(("cause", .string("bug")))
    case .coarserArithmetic(let type)?:
      members.append(("cause", .string("arithmetic in \(type.rawValue)")))
    }
    return .object(members)
  }
}
