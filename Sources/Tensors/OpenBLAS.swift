// SPDX-License-Identifier: MIT

// The only file that knows OpenBLAS.
//
// It is loaded when the first product comes that is large enough to be worth it, not when the
// program starts: loading takes longer than most lessons take to compute. Only so can its kernels
// be chosen, too: the library reads OPENBLAS_CORETYPE once, before `main`, and an older library that
// does not know a newer processor falls back to kernels of the year 2004.

import CKernels
import COpenBLAS

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension Float: TensorScalar {
  public static var precision: Precision { .float32 }

  public static func multiply(_ call: MatrixCall<Float>) {
    guard let library = OpenBLAS.library, library.isRight.float32 else { return call.plainLoop() }
    library.multiply(call)
  }
}

extension Double: TensorScalar {
  public static var precision: Precision { .float64 }

  public static func multiply(_ call: MatrixCall<Double>) {
    guard let library = OpenBLAS.library, library.isRight.float64 else { return call.plainLoop() }
    library.multiply(call)
  }
}

/// What is known of OpenBLAS; asking loads it.
public enum OpenBLAS {
  /// Its version and the options it was built with, or why it is not there.
  public static var configuration: String {
    library.map { text($0.configuration) } ?? "not found: products use a plain loop"
  }

  /// The processor kernels in use.
  public static var core: String { library.map { text($0.core) } ?? "none" }

  /// Why these kernels.
  public static var coreReason: String {
    guard let library else {
      return OpenBLASLibrary.names.joined(separator: " and ") + " did not load"
    }
    guard library.isRight.float32, library.isRight.float64 else {
      return "its products were wrong when checked, so a plain loop is used; try another "
        + "OPENBLAS_CORETYPE"
    }
    return library.reason + "; its products were checked"
  }

  static let library = OpenBLASLibrary()

  private static func text(_ function: openblas_text) -> String {
    function().map { String(cString: $0) } ?? "unknown"
  }
}

/// The loaded library.
///
/// Sendable: its functions may be called by several threads at a time, and each call computes on
/// the thread that made it.
struct OpenBLASLibrary: Sendable {
  static let names = ["libopenblas.so.0", "libopenblas.so", "libopenblas.dylib"]

  let configuration: openblas_text
  let core: openblas_text
  let reason: String
  private let sgemm: openblas_sgemm
  private let dgemm: openblas_dgemm
  /// Whether the chosen kernels gave the right products; a kernel that does not is not used.
  private(set) var isRight = (float32: true, float64: true)

  /// Loads the library; `nil` where there is none.
  init?() {
    let choice = CoreChoice()
    // One thread a call: `Workers` share out the work, and two pools would fight for the cores.
    let opened = Self.withVariables(["OPENBLAS_NUM_THREADS": "1"].merging(choice.variables) { $1 })
    {
      Self.names.lazy.compactMap { dlopen($0, RTLD_NOW | RTLD_LOCAL) }.first
    }
    guard let opened, let sgemm = dlsym(opened, "cblas_sgemm"),
      let dgemm = dlsym(opened, "cblas_dgemm"), let core = dlsym(opened, "openblas_get_corename"),
      let configuration = dlsym(opened, "openblas_get_config"),
      let setThreads = dlsym(opened, "openblas_set_num_threads")
    else { return nil }
    self.sgemm = unsafeBitCast(sgemm, to: openblas_sgemm.self)
    self.dgemm = unsafeBitCast(dgemm, to: openblas_dgemm.self)
    self.core = unsafeBitCast(core, to: openblas_text.self)
    self.configuration = unsafeBitCast(configuration, to: openblas_text.self)
    reason = choice.reason
    unsafeBitCast(setThreads, to: openblas_set_threads.self)(1)
    isRight = (
      productsAreRight { (call: MatrixCall<Float>) in multiply(call) },
      productsAreRight { (call: MatrixCall<Double>) in multiply(call) }
    )
  }

  func multiply(_ call: MatrixCall<Float>) {
    sgemm(
      CblasRowMajor, call.leftIsTransposed ? CblasTrans : CblasNoTrans,
      call.rightIsTransposed ? CblasTrans : CblasNoTrans,
      blasint(call.rows), blasint(call.columns), blasint(call.inner),
      1, call.left, blasint(call.leftStep), call.right, blasint(call.rightStep),
      0, call.result, blasint(call.resultStep))
  }

  func multiply(_ call: MatrixCall<Double>) {
    dgemm(
      CblasRowMajor, call.leftIsTransposed ? CblasTrans : CblasNoTrans,
      call.rightIsTransposed ? CblasTrans : CblasNoTrans,
      blasint(call.rows), blasint(call.columns), blasint(call.inner),
      1, call.left, blasint(call.leftStep), call.right, blasint(call.rightStep),
      0, call.result, blasint(call.resultStep))
  }

  /// Sets variables of the environment while `body` runs; programs started later see none of them.
  private static func withVariables<Result>(
    _ variables: [String: String], _ body: () -> Result
  ) -> Result {
    let before = variables.keys.map { ($0, getenv($0).map { String(cString: $0) }) }
    for (name, value) in variables { setenv(name, value, 1) }
    defer {
      for (name, value) in before {
        if let value { setenv(name, value, 1) } else { unsetenv(name) }
      }
    }
    return body()
  }

  /// Which kernels the library is told to use.
  private struct CoreChoice {
    var variables: [String: String] = [:]
    let reason: String

    /// The user's own choice stays; else the best kernels for the instructions that the processor has.
    init() {
      if let given = getenv("OPENBLAS_CORETYPE"), given.pointee != 0 {
        reason = "OPENBLAS_CORETYPE asks for \(String(cString: given))"
        return
      }
      switch kernel_set_best() {
      case KERNEL_SET_AVX512:
        variables["OPENBLAS_CORETYPE"] = "SkylakeX"
        reason = "the processor has AVX-512"
      case KERNEL_SET_AVX2:
        variables["OPENBLAS_CORETYPE"] = "Haswell"
        reason = "the processor has AVX2 and FMA"
      default: reason = "the library's own choice"
      }
    }
  }
}

/// Whether products of small whole numbers, which every order of adding gets exactly right, are.
private func productsAreRight<Scalar: TensorScalar>(
  _ multiply: (MatrixCall<Scalar>) -> Void
) -> Bool {
  let (rows, columns, inner) = (33, 50, 67)
  // The same numbers serve for both operands, whichever way they are stored.
  let numbers = (0..<(67 * 67)).map { Scalar(($0 * 7919) % 17 - 8) }
  var found = [Scalar](repeating: .nan, count: rows * columns)
  var expected = found
  return numbers.withUnsafeBufferPointer { numbers in
    found.withUnsafeMutableBufferPointer { found in
      expected.withUnsafeMutableBufferPointer { expected in
        guard let operand = numbers.baseAddress, let result = found.baseAddress,
          let plain = expected.baseAddress
        else { return false }
        for (left, right) in [(false, false), (false, true), (true, false), (true, true)] {
          var call = MatrixCall(
            rows: rows, columns: columns, inner: inner, left: operand, leftIsTransposed: left,
            leftStep: inner, right: operand + 1, rightIsTransposed: right, rightStep: inner,
            result: result, resultStep: columns)
          multiply(call)
          call.result = plain
          call.plainLoop()
          guard found.elementsEqual(expected) else { return false }
        }
        return true
      }
    }
  }
}
