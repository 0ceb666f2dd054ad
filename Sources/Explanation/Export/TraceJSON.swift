// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

extension Trace {
  /// The whole trace for programs: every named stage with its axes, formula and numbers.
  public func json(title: String?) -> JSONValue {
    .object([
      ("format", .integer(1)),
      ("title", title.map(JSONValue.string) ?? .null),
      ("precision", .string(precision.rawValue)),
      ("stages", .array(records.indices.compactMap(stageJSON))),
      ("invariants", .array(invariants().map(\.json))),
    ])
  }

  private func stageJSON(_ place: Int) -> JSONValue? {
    guard let id = records[place].stage, let tensor = records[place].tensor else { return nil }
    let stage = Stage.named(id)
    return .object([
      ("id", .string(id.rawValue)),
      ("symbol", .string(stage.symbol.text(.unicode))),
      ("formula", formula(at: place).map { .string($0.text(.unicode)) } ?? .null),
      ("axes", .array(tensor.axes.map(\.json))),
      ("values", nested(tensor.doubles[...], tensor.shape[...])),
    ])
  }

  private func nested(_ numbers: ArraySlice<Double>, _ shape: ArraySlice<Int>) -> JSONValue {
    guard let size = shape.first else { return .number(numbers.first ?? .nan) }
    guard shape.count > 1 else { return .array(numbers.map(JSONValue.number)) }
    let step = numbers.count / max(1, size)
    return .array(
      (0..<size).map { index in
        let start = numbers.startIndex + index * step
        return nested(numbers[start..<(start + step)], shape.dropFirst())
      })
  }
}

extension Axis {
  fileprivate var json: JSONValue {
    .object([
      ("name", .string(name.rawValue)), ("size", .integer(size)),
      ("labels", labels.map { .array($0.map(JSONValue.string)) } ?? .null),
    ])
  }
}

extension Invariant {
  fileprivate var json: JSONValue {
    .object([
      ("id", .string(id)), ("stage", .string(stage.rawValue)), ("holds", .bool(holds)),
      ("finding", .string(finding)),
    ])
  }
}
