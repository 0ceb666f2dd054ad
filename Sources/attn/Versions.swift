// SPDX-License-Identifier: MIT

import Glibc
import Lessons
import TensorFiles
import Tensors

/// What this program is made of, for reports of errors: `attn doctor --versions`.
enum Versions {
  static let program = "0.1.0-dev"
  /// Packages are compiled in and cannot be asked; a test holds these against Package.resolved.
  static let packages = [("swift-argument-parser", "1.8.2"), ("Yams", "6.2.2")]

  /// Each part, its version, and where that is known from.
  static var all: [(part: String, version: String, source: String)] {
    [
      ("attn", program, "this program"),
      ("Swift", "\(_SwiftStdlibVersion.current)", "its standard library"),
      ("OpenBLAS", OpenBLAS.configuration, "the library, when asked"),
      ("its kernels", OpenBLAS.core, OpenBLAS.coreReason),
      ("libzip", ZipLibrary.version, "the library, when asked"),
      ("cmark-gfm", MarkdownLibrary.version, "the library, when asked"),
    ] + packages.map { ($0.0, $0.1, "Package.resolved") } + [("system", system, "uname")]
  }

  private static var system: String {
    var names = utsname()
    guard uname(&names) == 0 else { return "unknown" }
    return [text(of: names.sysname), text(of: names.release), text(of: names.machine)]
      .joined(separator: " ")
  }

  private static func text<Characters>(of characters: Characters) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
