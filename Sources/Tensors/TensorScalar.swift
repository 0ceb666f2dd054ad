// SPDX-License-Identifier: MIT

import CKernels

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

  /// Multiplies two small matrices by the loop of `CKernels`.
  ///
  /// - Parameters:
  ///   - call: Sizes, the left operand and the result.
  ///   - left: Steps from one row and from one column of the left operand to the next.
  ///   - right: The right operand, row by row.
  ///   - rightStep: From one of its rows to the next.
  static func ownProduct(
    _ call: MatrixCall<Self>, left: (row: Int, column: Int), right: UnsafePointer<Self>,
    rightStep: Int)

  /// How many columns a packed right operand of so many columns takes.
  static func packedColumns(_ columns: Int) -> Int

  /// Packs a right operand for `multiplyTiles`.
  ///
  /// - Parameters:
  ///   - inner: How many rows it has.
  ///   - columns: How many columns.
  ///   - right: Its first number.
  ///   - rowStep: From one row to the next.
  ///   - columnStep: From one column to the next.
  ///   - packed: Memory for `inner · packedColumns(columns)` numbers.
  static func pack(
    _ inner: Int, _ columns: Int, _ right: UnsafePointer<Self>, _ rowStep: Int, _ columnStep: Int,
    to packed: UnsafeMutablePointer<Self>)

  /// Multiplies rows by a packed right operand: each cell is one sum over k, from 0 on.
  ///
  /// - Parameters:
  ///   - rows: How many rows of the left operand; its columns are neighbours.
  ///   - columns: How many columns of the result are wanted.
  ///   - inner: How many k are added up.
  ///   - left: The first number of the left operand.
  ///   - leftStep: From one of its rows to the next.
  ///   - packed: The right operand, packed with `packedInner` rows.
  ///   - packedInner: How many rows it was packed with.
  ///   - result: Where the first cell goes.
  ///   - resultStep: From one row of the result to the next.
  ///   - goesOn: Whether the cells are added to: these are not the first k.
  static func multiplyTiles(
    rows: Int, columns: Int, inner: Int, left: UnsafePointer<Self>, leftStep: Int,
    packed: UnsafePointer<Self>, packedInner: Int, result: UnsafeMutablePointer<Self>,
    resultStep: Int, goesOn: Bool)

  /// `pack` of a right operand whose columns are neighbours, and `multiplyTiles` by it, in less time than
  /// both.
  ///
  /// - Parameters:
  ///   - rows: How many rows of the left operand; its columns are neighbours.
  ///   - columns: How many columns the right operand has.
  ///   - inner: How many rows.
  ///   - left: The first number of the left operand.
  ///   - leftStep: From one of its rows to the next.
  ///   - right: The first number of the right operand.
  ///   - rightStep: From one of its rows to the next.
  ///   - packed: Memory for `inner · packedColumns(columns)` numbers; holds the right operand afterwards.
  ///   - result: Where the first cell goes.
  ///   - resultStep: From one row of the result to the next.
  static func packAndMultiplyTiles(
    rows: Int, columns: Int, inner: Int, left: UnsafePointer<Self>, leftStep: Int,
    right: UnsafePointer<Self>, rightStep: Int, packed: UnsafeMutablePointer<Self>,
    result: UnsafeMutablePointer<Self>, resultStep: Int)

  /// Copies numbers past the caches, for readers that come late.
  static func stream(
    _ from: UnsafePointer<Self>, _ count: Int, to place: UnsafeMutablePointer<Self>)

  /// The largest of the numbers; NaN where any is, so that it is not hidden.
  static func maximum(_ numbers: UnsafeBufferPointer<Self>) -> Self

  /// The sum of the numbers: partial sums side by side, then those.
  static func sum(_ numbers: UnsafeBufferPointer<Self>) -> Self

  /// Replaces each number x by e^(x − shift) and returns the sum of the results.
  static func exponentiate(_ numbers: UnsafeMutableBufferPointer<Self>, shiftedBy shift: Self)
    -> Self

  /// Multiplies each number by `factor`.
  static func scale(_ numbers: UnsafeMutableBufferPointer<Self>, by factor: Self)

  /// Divides each number by `divisor`.
  static func divide(_ numbers: UnsafeMutableBufferPointer<Self>, by divisor: Self)

  /// Replaces numbers by their softmax, in the bits of the three steps above.
  ///
  /// - Returns: The largest number; if it is −∞, all are, and stay as they are. NaN makes all of them NaN.
  static func softmax(_ numbers: UnsafeMutableBufferPointer<Self>) -> Self

  /// Replaces each of `count` numbers by e to its power.
  static func exponentiate(_ numbers: UnsafeMutablePointer<Self>, count: Int)

  /// Replaces each of `count` numbers by its hyperbolic tangent.
  static func hyperbolicTangent(_ numbers: UnsafeMutablePointer<Self>, count: Int)
}

extension TensorScalar {
  /// Waits until streamed numbers can be read by every thread.
  static func endStreaming() { kernel_stream_end() }
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
