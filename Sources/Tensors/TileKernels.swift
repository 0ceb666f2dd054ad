// SPDX-License-Identifier: MIT

// Products of which one side is short, and copies past the caches, from `CKernels`.

import CKernels

extension Float {
  public static func packedColumns(_ columns: Int) -> Int {
    kernel_packed_columns_float32(columns)
  }

  public static func pack(
    _ inner: Int, _ columns: Int, _ right: UnsafePointer<Float>, _ rowStep: Int, _ columnStep: Int,
    to packed: UnsafeMutablePointer<Float>
  ) {
    kernel_pack_float32(inner, columns, right, rowStep, columnStep, packed)
  }

  public static func multiplyTiles(
    rows: Int, columns: Int, inner: Int, left: UnsafePointer<Float>, leftStep: Int,
    packed: UnsafePointer<Float>, packedInner: Int, result: UnsafeMutablePointer<Float>,
    resultStep: Int, goesOn: Bool
  ) {
    kernel_tiles_float32(
      rows, columns, inner, left, leftStep, packed, packedInner, result, resultStep, goesOn ? 1 : 0)
  }

  public static func packAndMultiplyTiles(
    rows: Int, columns: Int, inner: Int, left: UnsafePointer<Float>, leftStep: Int,
    right: UnsafePointer<Float>, rightStep: Int, packed: UnsafeMutablePointer<Float>,
    result: UnsafeMutablePointer<Float>, resultStep: Int
  ) {
    kernel_pack_tiles_float32(
      rows, columns, inner, left, leftStep, right, rightStep, packed, result, resultStep)
  }

  public static func stream(
    _ from: UnsafePointer<Float>, _ count: Int, to place: UnsafeMutablePointer<Float>
  ) {
    kernel_stream_float32(from, count, place)
  }
}

extension Double {
  public static func packedColumns(_ columns: Int) -> Int {
    kernel_packed_columns_float64(columns)
  }

  public static func pack(
    _ inner: Int, _ columns: Int, _ right: UnsafePointer<Double>, _ rowStep: Int, _ columnStep: Int,
    to packed: UnsafeMutablePointer<Double>
  ) {
    kernel_pack_float64(inner, columns, right, rowStep, columnStep, packed)
  }

  public static func multiplyTiles(
    rows: Int, columns: Int, inner: Int, left: UnsafePointer<Double>, leftStep: Int,
    packed: UnsafePointer<Double>, packedInner: Int, result: UnsafeMutablePointer<Double>,
    resultStep: Int, goesOn: Bool
  ) {
    kernel_tiles_float64(
      rows, columns, inner, left, leftStep, packed, packedInner, result, resultStep, goesOn ? 1 : 0)
  }

  public static func packAndMultiplyTiles(
    rows: Int, columns: Int, inner: Int, left: UnsafePointer<Double>, leftStep: Int,
    right: UnsafePointer<Double>, rightStep: Int, packed: UnsafeMutablePointer<Double>,
    result: UnsafeMutablePointer<Double>, resultStep: Int
  ) {
    kernel_pack_tiles_float64(
      rows, columns, inner, left, leftStep, right, rightStep, packed, result, resultStep)
  }

  public static func stream(
    _ from: UnsafePointer<Double>, _ count: Int, to place: UnsafeMutablePointer<Double>
  ) {
    kernel_stream_float64(from, count, place)
  }
}

extension TensorScalar {
  /// What `multiplyTiles` computes, one number after another.
  ///
  /// - Parameters:
  ///   - left: A matrix, row by row.
  ///   - right: A matrix, row by row.
  ///   - sizes: Rows and columns of the result, and how many products are added up.
  /// - Returns: The product, row by row.
  /// - Complexity: O(rows · columns · inner).
  package static func plainTiles(
    _ left: [Self], _ right: [Self], _ sizes: (rows: Int, columns: Int, inner: Int)
  ) -> [Self] {
    let isFused = InstructionSet.fusesTiles
    return (0..<sizes.rows).flatMap { row in
      (0..<sizes.columns).map { column in
        var sum: Self = 0
        for k in 0..<sizes.inner {
          let (a, b) = (left[row * sizes.inner + k], right[k * sizes.columns + column])
          if isFused { sum.addProduct(a, b) } else { sum += a * b }
        }
        return sum
      }
    }
  }
}
