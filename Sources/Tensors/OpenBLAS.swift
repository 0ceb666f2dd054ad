// SPDX-License-Identifier: MIT

// The only file that knows OpenBLAS.

import COpenBLAS

extension Float: TensorScalar {
  public static var precision: Precision { .float32 }

  public static func multiply(_ call: MatrixCall<Float>) {
    cblas_sgemm(
      CblasRowMajor, call.leftIsTransposed ? CblasTrans : CblasNoTrans,
      call.rightIsTransposed ? CblasTrans : CblasNoTrans,
      blasint(call.rows), blasint(call.columns), blasint(call.inner),
      1, call.left, blasint(call.leftStep), call.right, blasint(call.rightStep),
      0, call.result, blasint(call.resultStep))
  }
}

extension Double: TensorScalar {
  public static var precision: Precision { .float64 }

  public static func multiply(_ call: MatrixCall<Double>) {
    cblas_dgemm(
      CblasRowMajor, call.leftIsTransposed ? CblasTrans : CblasNoTrans,
      call.rightIsTransposed ? CblasTrans : CblasNoTrans,
      blasint(call.rows), blasint(call.columns), blasint(call.inner),
      1, call.left, blasint(call.leftStep), call.right, blasint(call.rightStep),
      0, call.result, blasint(call.resultStep))
  }
}

/// What OpenBLAS says of itself.
public enum OpenBLAS {
  /// Its version and the options it was built with.
  public static var configuration: String { String(cString: openblas_get_config()) }
  /// The processor kernels it chose.
  public static var core: String { String(cString: openblas_get_corename()) }
  /// How many threads a large product uses.
  public static var threadCount: Int { Int(openblas_get_num_threads()) }
}
