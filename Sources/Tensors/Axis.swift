// SPDX-License-Identifier: MIT

/// What an axis counts.
///
/// Readers find an axis by its name and never by its place, so that none has to guess which of
/// two equal sizes is the queries and which the keys.
public struct AxisName: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }
  public init(stringLiteral value: String) { rawValue = value }
  public var description: String { rawValue }

  /// The items of a batch.
  public static let batch: AxisName = "batch"
  /// The attention heads.
  public static let head: AxisName = "head"
  /// Places in a sequence, where queries and keys are not told apart.
  public static let position: AxisName = "position"
  /// Positions that ask.
  public static let query: AxisName = "query"
  /// Positions that answer.
  public static let key: AxisName = "key"
  /// The features of the model, d_model of them.
  public static let model: AxisName = "model"
  /// The features of one head's queries and keys, d_k of them.
  public static let keyDimension: AxisName = "key_dim"
  /// The features of one head's values, d_v of them.
  public static let valueDimension: AxisName = "value_dim"
  /// The features of all heads, side by side.
  public static let joined: AxisName = "head·dim"
  /// The workers that share one long sequence.
  public static let worker: AxisName = "worker"
  /// The one place that is left after an axis was summed up.
  public static let one: AxisName = "1"
}

/// One axis of a tensor: what it counts, how far, and what its places are called.
public struct Axis: Hashable, Sendable, CustomStringConvertible {
  public let name: AxisName
  public let size: Int
  /// One label a place, such as the tokens; `nil` when the places have only numbers.
  public let labels: [String]?

  /// Creates an axis; labels of another number than `size` are refused by a precondition.
  public init(_ name: AxisName, _ size: Int, labels: [String]? = nil) {
    precondition(labels.map { $0.count == size } ?? true, "an axis needs one label a place")
    self.name = name
    self.size = size
    self.labels = labels
  }

  public var description: String { "\(name)=\(size)" }

  /// Returns the same axis under another name.
  public func renamed(_ name: AxisName) -> Axis { Axis(name, size, labels: labels) }

  /// Returns the same axis with these labels, if there are as many as places.
  public func labelled(_ labels: [String]?) -> Axis {
    labels?.count == size ? Axis(name, size, labels: labels) : self
  }
}

extension Collection where Element == Axis {
  /// The axes as people read them: `[head=2, query=3, key=3]`.
  public var inWords: String { "[" + map(\.description).joined(separator: ", ") + "]" }

  /// How many places all the axes have together.
  public var placeCount: Int { reduce(1) { $0 * $1.size } }
}
