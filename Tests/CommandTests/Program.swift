// SPDX-License-Identifier: MIT

import Foundation
import TestSupport

/// Runs the built program as its users do.
struct Program {
  /// What a run left behind.
  struct Outcome {
    let status: Int32
    let output: String
    let message: String

    init(_ outcome: ChildProgram.Outcome) {
      (status, output, message) = (outcome.status, outcome.output, outcome.message)
    }
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path()

  /// The binary lies beside the test bundle.
  static var binary: URL {
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "attn")
  }

  /// Runs the program without a terminal.
  ///
  /// - Parameters:
  ///   - arguments: The command line.
  ///   - environment: Variables beside PATH, a UTF-8 locale and ATTN_HOME.
  ///   - folder: Where it runs.
  /// - Returns: The exit status and both streams.
  /// - Throws: When the program cannot be started.
  static func run(
    _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil
  ) throws -> Outcome {
    Outcome(
      try ChildProgram.run(
        binary.path(), arguments,
        environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "ATTN_HOME": root]
          .merging(environment) { $1 }, in: folder))
  }
}

/// A folder that is gone when the test ends.
final class ScratchFolder {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory.appending(path: "attn-" + UUID().uuidString).path()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  func file(_ name: String, _ text: String) throws -> String {
    let path = path + "/" + name
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }
}
