// SPDX-License-Identifier: MIT

import Foundation
import TestSupport

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
    Program.Outcome(
      try ChildProgram.run(
        "/bin/bash", ["-c", script],
        environment: [
          "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C.UTF-8", "ATTN_HOME": Program.root,
          "ATTN": Program.binary.path(), "OPENBLAS_NUM_THREADS": "1",
        ], in: folder))
  }

  /// Whether file systems can be mounted in a name space of one's own.
  static let canMount: Bool = {
    let folder = FileManager.default.temporaryDirectory.path()
    let run = try? Shell.run("unshare -m mount -t tmpfs -o size=64k none /mnt", in: folder)
    return run?.status == 0
  }()
}
