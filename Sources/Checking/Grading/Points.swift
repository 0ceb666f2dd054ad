// SPDX-License-Identifier: MIT

import Display
import Explanation

extension Double {
  /// Marks with at most six decimals; never NaN, never infinite.
  var asPoints: Double { isFinite ? ((self * 1e6).rounded() / 1e6) + 0 : 0 }

  /// Marks for people: `3`, `2.5`.
  var inPoints: String { NumberFormat.shortest(asPoints) }
}

extension JSONValue {
  /// Marks: whole where they are whole, never with more than six decimals.
  static func points(_ value: Double) -> JSONValue {
    let value = value.asPoints
    return value == value.rounded() && abs(value) < 1e15 ? .integer(Int(value)) : .number(value)
  }

  /// A text, or null.
  static func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
}
