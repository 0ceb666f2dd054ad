// SPDX-License-Identifier: MIT

import Glibc

/// The Swift compiler that builds learners' files.
struct Toolchain: Sendable {
  /// The folder that holds `bin` and `lib`.
  let folder: String
  /// What the compiler says of itself.
  let version: String

  var compiler: String { folder + "/bin/swiftc" }
  var symbolizer: String { folder + "/bin/llvm-symbolizer" }

  /// Looks where the launcher looks, and asks the compiler where its toolchain really is (what is on the
  /// path may be swiftly's stand-in).
  ///
  /// - Throws: `ExerciseTrouble` that says how to get one.
  static func find() throws(ExerciseTrouble) -> Toolchain {
    let home = environment("HOME") ?? ""
    let folders =
      (environment("PATH") ?? "").split(separator: ":").map(String.init) + [
        "/opt/swift/usr/bin", home + "/.local/share/swiftly/bin", home + "/.swiftly/bin",
        "/usr/local/swift/usr/bin", "/usr/share/swift/usr/bin",
      ]
    for folder in folders where access(folder + "/swiftc", X_OK) == 0 {
      if let found = try? asking(folder + "/swiftc", path: folder, home: home) { return found }
    }
    throw ExerciseTrouble(
      "the exercises need the Swift compiler, and no swiftc was found; ./attn in the repository says "
        + "how to get it")
  }

  private static func asking(
    _ compiler: String, path: String, home: String
  ) throws(ExerciseTrouble) -> Toolchain? {
    let answer = try ChildProcess.run(
      [compiler, "-print-target-info"],
      environment: ["PATH=\(path):/usr/bin:/bin", "HOME=\(home)"], seconds: 30)
    guard answer.end == .exited(0), let version = field("compilerVersion", answer.output),
      let resources = field("runtimeResourcePath", answer.output),
      resources.hasSuffix("/lib/swift")
    else { return nil }
    return Toolchain(folder: String(resources.dropLast("/lib/swift".count)), version: version)
  }

  /// The text of a field in the compiler's JSON.
  private static func field(_ name: String, _ json: String) -> String? {
    for line in json.split(separator: "\n") {
      let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
      if parts.count >= 4, parts[1] == name { return String(parts[3]) }
    }
    return nil
  }

  static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
