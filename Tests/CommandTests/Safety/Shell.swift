// SPDX-License-Identifier: MIT

import Foundation
import Glibc

/// A shell, with `$ATTN` as the program, for what only a shell can set up.
enum Shell {
  /// Runs a script with the signals and the environment a user's shell has.
  ///
  /// - Parameters:
  ///   - script: Lines for bash.
  ///   - folder: Where it runs.
  /// - Returns: The exit status, and both streams.
  /// - Throws: When there is no bash.
  static func run(_ script: String, in folder: String) throws -> Program.Outcome {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", script]
    process.environment = [
      "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C.UTF-8", "ATTN_HOME": Program.root,
      "ATTN": Program.binary.path(), "OPENBLAS_NUM_THREADS": "1",
    ]
    process.currentDirectoryURL = URL(filePath: folder)
    process.standardInput = FileHandle.nullDevice
    let names = ["out", "err"].map { folder + "/.stream-" + $0 }
    let streams = try names.map { name in
      _ = FileManager.default.createFile(atPath: name, contents: nil)
      return try FileHandle(forWritingTo: URL(filePath: name))
    }
    process.standardOutput = streams[0]
    process.standardError = streams[1]
    try process.run()
    process.waitUntilExit()
    let texts = names.map {
      String(decoding: FileManager.default.contents(atPath: $0) ?? Data(), as: UTF8.self)
    }
    for name in names { unlink(name) }
    let status =
      process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    return Program.Outcome(status: status, output: texts[0], message: texts[1])
  }

  /// Whether file systems can be mounted in a name space of one's own.
  static let canMount: Bool = {
    let folder = FileManager.default.temporaryDirectory.path()
    let run = try? Shell.run("unshare -m mount -t tmpfs -o size=64k none /mnt", in: folder)
    return run?.status == 0
  }()
}
