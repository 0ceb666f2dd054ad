// SPDX-License-Identifier: MIT

import Glibc

/// What learners' files are built with, compiled once and kept: `ExerciseKit`, `ExerciseTools` and
/// `ExerciseHarness`.
struct Kit: Sendable {
  static let modules = ["ExerciseKit", "ExerciseTools", "ExerciseHarness"]

  let folder: String
  let toolchain: Toolchain
  let sources: String

  /// Where modules compiled from the toolchain's own headers are kept.
  var moduleCache: String { folder + "/cache" }

  /// Finds the kit in the cache, or compiles it.
  ///
  /// - Parameters:
  ///   - home: The repository.
  ///   - onPreparing: Called before anything is compiled.
  /// - Returns: A kit that is complete.
  /// - Throws: `ExerciseTrouble` when there is no compiler or the cache cannot be written.
  static func ready(
    home: String, onPreparing: () -> Void
  ) throws(ExerciseTrouble) -> Kit {
    let toolchain = try Toolchain.find()
    let sources = home + "/Sources"
    var texts = [toolchain.version, toolchain.folder]
    for module in modules + ["CLinux"] {
      for name in try SmallFiles.names(in: "\(sources)/\(module)") {
        texts.append(try SmallFiles.text("\(sources)/\(module)/\(name)"))
      }
    }
    let parent = try cacheFolder(home: home)
    // Compiled modules hold the paths of what they were made of; a repository that moved gets others.
    texts += [parent, sources]
    let kit = Kit(
      folder: "\(parent)/\(fingerprint(texts))", toolchain: toolchain, sources: sources)
    if !SmallFiles.exists(kit.folder) {
      onPreparing()
      try kit.compile()
    }
    return kit
  }

  /// The repository's own build folder; where that cannot be written, the user's cache.
  private static func cacheFolder(home: String) throws(ExerciseTrouble) -> String {
    let folder = home + "/.build/attn-exercises"
    if (try? SmallFiles.makeFolder(folder)) != nil, access(folder, W_OK) == 0 { return folder }
    var cache = (Toolchain.environment("HOME") ?? "") + "/.cache"
    if let given = Toolchain.environment("XDG_CACHE_HOME"), given.hasPrefix("/") { cache = given }
    try SmallFiles.makeFolder(cache + "/attn/exercises")
    return cache + "/attn/exercises"
  }

  /// Compiles into a folder that takes its name only when it is complete.
  private func compile() throws(ExerciseTrouble) {
    let unfinished = "\(folder).\(getpid())-\(UInt32.random(in: 0...(.max)))"
    try SmallFiles.makeFolder(unfinished)
    defer { SmallFiles.remove(unfinished) }
    for module in Self.modules {
      var files: [String] = []
      for name in try SmallFiles.names(in: "\(sources)/\(module)") where name.hasSuffix(".swift") {
        files.append("\(sources)/\(module)/\(name)")
      }
      // Not optimised: a precondition's sentence is printed only then.
      let answer = try ChildProcess.run(
        [
          toolchain.compiler, "-parse-as-library", "-swift-version", "6", "-Onone", "-g", "-wmo",
          "-emit-module", "-emit-object", "-module-name", module, "-module-cache-path",
          unfinished + "/cache", "-I", unfinished, "-I", sources + "/CLinux",
          "-emit-module-path", "\(unfinished)/\(module).swiftmodule", "-o",
          "\(unfinished)/\(module)Code.o",
        ] + files, environment: BuildEnvironment.variables(toolchain, scratch: unfinished),
        seconds: 120)
      guard answer.end == .exited(0) else {
        throw ExerciseTrouble("\(module) does not compile: \(answer.errors.prefix(2000))")
      }
    }
    // What was compiled of system headers is bound to the path of this folder, which changes now.
    SmallFiles.remove(unfinished + "/cache")
    try SmallFiles.makeFolder(unfinished + "/cache")
    // Another attn may have been quicker; its kit is the same.
    if rename(unfinished, folder) != 0 && !SmallFiles.exists(folder) {
      throw SmallFiles.trouble(folder)
    }
  }

  /// FNV-1a over the texts.
  private static func fingerprint(_ texts: [String]) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for text in texts {
      for byte in text.utf8 + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    return String(hash, radix: 16)
  }
}

/// What compilers and learners' programs see of the environment.
enum BuildEnvironment {
  static func variables(_ toolchain: Toolchain, scratch: String) -> [String] {
    [
      "PATH=\(toolchain.folder)/bin:/usr/bin:/bin", "HOME=\(scratch)", "TMPDIR=\(scratch)",
      "LC_ALL=C.UTF-8", "SWIFT_BACKTRACE=enable=no",
    ]
  }
}
