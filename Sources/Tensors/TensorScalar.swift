// SPDX-License-Identifier: MIT

/// The types of number a tensor computes in: `Float` and `Double`.
///
/// Both are computed natively from the first product to the last; neither is a rounded copy of
/// the other. The requirements are the kernels whose fast form differs with the type.
public protocol TensorScalar: BinaryFloatingPoint, Sendable {
  /// What a problem file calls this type.
  static var precision: Precision { get }

  /// Multiplies two row-major matrices of one batch item, by OpenBLAS.
  ///
  /// - Complexity: O(rows · columns · inner).
  static func multiply(_ call: MatrixCall<Self>)

  /// Replaces each of `count` numbers by e to its power.
  static func exponentiate(_ numbers: UnsafeMutablePointer<Self>, count: Int)

  /// Replaces each of `count` numbers by its hyperbolic tangent.
  static func hyperbolicTangent(_ numbers: UnsafeMutablePointer<Self>, count: Int)
}

/// The type of number a problem is computed in.
public enum Precision: String, Sendable, CaseIterable {
  case float32
  case float64

  /// The distance from 1 to the next number of the type.
  public var unitRoundoff: Double {
    switch self {
    case .float32: Double(Float.ulpOfOne)
    case .float64: Double.ulpOfOne
    }
  }

  /// How many bytes one number takes.
  public var byteCount: Int {
    switch self {
    case .float32: 4
    case .float64: 8
    }
  }
}
