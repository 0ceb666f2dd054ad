// SPDX-License-Identifier: MIT

/// Why tensors do not fit together: data only, the sentences are made in one place.
public enum ShapeError: Error, Equatable, Sendable {
  /// Two sizes that must be equal are not.
  case axisMismatch(axis: String, left: Int, right: Int, context: String)
  /// A size does not divide into the parts asked for.
  case notDivisible(axis: String, size: Int, parts: Int)
  /// The number of query heads is no multiple of the number of key/value heads.
  case headGroup(heads: Int, keyValueHeads: Int)
  /// A tensor has too few axes for the operation.
  case tooFewAxes(found: String, needed: Int, context: String)
  /// One tensor cannot be stretched over the other as NumPy would.
  case notBroadcastable(from: String, to: String)
}

extension ShapeError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .axisMismatch(let axis, let left, let right, let context):
      "\(context): \(axis) is \(left) on one side and \(right) on the other"
    case .notDivisible(let axis, let size, let parts):
      Self.divisionSentence(axis: axis, size: size, parts: parts)
    case .headGroup(let heads, let keyValueHeads):
      "\(heads) query heads cannot share \(keyValueHeads) key/value heads evenly: "
        + "\(heads) is not a multiple of \(keyValueHeads)"
    case .tooFewAxes(let found, let needed, let context):
      "\(context): at least \(needed) axes are needed, found \(found)"
    case .notBroadcastable(let from, let to):
      "a tensor \(from) cannot be stretched over \(to): from the right, each axis must have "
        + "the same size or size 1"
    }
  }

  /// `1, 2 or 4`.
  private static func alternatives(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  private static func divisionSentence(axis: String, size: Int, parts: Int) -> String {
    guard parts > 0 else { return "\(axis) = \(size) cannot be cut into \(parts) heads" }
    let below = size / parts * parts
    let (above, overflows) = below.addingReportingOverflow(parts)
    let sizes = [below, overflows ? 0 : above].filter { $0 > 0 }.map(String.init)
      .joined(separator: " or ")
    let divisors = (1...max(1, size)).prefix(4096).filter { size % $0 == 0 }.map(String.init)
    return "\(axis) = \(size) is not divisible by \(parts) heads: each head takes an equal, whole "
      + "share of the columns. With \(parts) heads use \(sizes) columns; with \(size) columns use "
      + "\(alternatives(divisors)) heads"
  }
}
