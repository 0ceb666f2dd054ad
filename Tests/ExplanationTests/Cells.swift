// SPDX-License-Identifier: MIT

import Explanation
import Tensors

extension [Axis] {
  var placeCountOfCells: Int { reduce(1) { $0 * $1.size } }

  /// The cell at a row-major place.
  func cell(at place: Int) -> [Int] {
    var rest = place
    return reversed().map { axis in
      defer { rest /= axis.size }
      return rest % axis.size
    }.reversed()
  }
}

extension JSONValue {
  /// A member of an object.
  subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.0 == key }?.1
  }

  /// The printed steps of an explanation.
  var steps: [String] {
    guard case .array(let lines)? = self["printed"]?["steps"] else { return [] }
    return lines.compactMap { if case .string(let line) = $0 { line } else { nil } }
  }
}
