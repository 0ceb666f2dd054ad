// SPDX-License-Identifier: MIT

// Row loops for the instructions of this processor, from `CKernels`. Swift states each of them too,
// and the tests hold the two together, bit for bit.

import CKernels

extension Float {
  public static func ownProduct(
    _ call: MatrixCall<Float>, left: (row: Int, column: Int), right: UnsafePointer<Float>,
    rightStep: Int
  ) {
    kernel_product_float32(
      call.rows, call.columns, call.inner, call.left, left.row, left.column, right, rightStep,
      call.result, call.resultStep)
  }

  public static func maximum(_ numbers: UnsafeBufferPointer<Float>) -> Float {
    kernel_max_float32(numbers.baseAddress, numbers.count)
  }

  public static func sum(_ numbers: UnsafeBufferPointer<Float>) -> Float {
    kernel_sum_float32(numbers.baseAddress, numbers.count)
  }

  public static func exponentiate(
    _ numbers: UnsafeMutableBufferPointer<Float>, shiftedBy shift: Float
  ) -> Float {
    kernel_exp_shifted_float32(numbers.baseAddress, numbers.count, shift)
  }

  public static func scale(_ numbers: UnsafeMutableBufferPointer<Float>, by factor: Float) {
    kernel_scale_float32(numbers.baseAddress, numbers.count, factor)
  }

  public static func divide(_ numbers: UnsafeMutableBufferPointer<Float>, by divisor: Float) {
    kernel_divide_float32(numbers.baseAddress, numbers.count, divisor)
  }

  public static func softmax(_ numbers: UnsafeMutableBufferPointer<Float>) -> Float {
    kernel_softmax_float32(numbers.baseAddress, numbers.count)
  }

  public static func exponentiate(_ numbers: UnsafeMutablePointer<Float>, count: Int) {
    kernel_exp_float32(numbers, count)
  }
}

extension Double {
  public static func ownProduct(
    _ call: MatrixCall<Double>, left: (row: Int, column: Int), right: UnsafePointer<Double>,
    rightStep: Int
  ) {
    kernel_product_float64(
      call.rows, call.columns, call.inner, call.left, left.row, left.column, right, rightStep,
      call.result, call.resultStep)
  }

  public static func maximum(_ numbers: UnsafeBufferPointer<Double>) -> Double {
    kernel_max_float64(numbers.baseAddress, numbers.count)
  }

  public static func sum(_ numbers: UnsafeBufferPointer<Double>) -> Double {
    kernel_sum_float64(numbers.baseAddress, numbers.count)
  }

  public static func exponentiate(
    _ numbers: UnsafeMutableBufferPointer<Double>, shiftedBy shift: Double
  ) -> Double {
    kernel_exp_shifted_float64(numbers.baseAddress, numbers.count, shift)
  }

  public static func scale(_ numbers: UnsafeMutableBufferPointer<Double>, by factor: Double) {
    kernel_scale_float64(numbers.baseAddress, numbers.count, factor)
  }

  public static func divide(_ numbers: UnsafeMutableBufferPointer<Double>, by divisor: Double) {
    kernel_divide_float64(numbers.baseAddress, numbers.count, divisor)
  }

  public static func softmax(_ numbers: UnsafeMutableBufferPointer<Double>) -> Double {
    kernel_softmax_float64(numbers.baseAddress, numbers.count)
  }

  public static func exponentiate(_ numbers: UnsafeMutablePointer<Double>, count: Int) {
    kernel_exp_float64(numbers, count)
  }
}

/// The instructions that row loops use.
public enum InstructionSet: Int, Sendable, CaseIterable, CustomStringConvertible {
  case base, avx2, avx512

  /// The best that this processor has.
  public static var best: InstructionSet { InstructionSet(kernel_set_best()) }

  /// The one this thread uses.
  ///
  /// Another may be chosen between two computations, for this thread; results of row loops are the same.
  public static var used: InstructionSet {
    get { InstructionSet(kernel_set_used()) }
    set { kernel_set_use(kernel_set(UInt32(newValue.rawValue))) }
  }

  /// Whether tiles round a product and the sum it is added to once, with the one in use.
  public static var fusesTiles: Bool { kernel_tiles_are_fused() != 0 }

  private init(_ set: kernel_set) {
    self = InstructionSet(rawValue: Int(set.rawValue)) ?? .base
  }

  public var description: String {
    switch self {
    case .base: "the processor family's common ones"
    case .avx2: "AVX2"
    case .avx512: "AVX-512"
    }
  }
}
