// SPDX-License-Identifier: MIT

import Foundation

/// Runs the built program as its users do.
struct Program {
  /// What a run left behind.
  struct Outcome {
    let status: Int32
    let output: String
    let message: String
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
    let process = Process()
    process.executableURL = binary
    process.arguments = arguments
    process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "ATTN_HOME": root]
      .merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = URL(filePath: folder) }
    let scratch = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    // Files rather than pipes: a pipe that nobody empties would stop the program.
    let streams = try ["out", "err"].map { name in
      let file = scratch.appending(path: name)
      _ = FileManager.default.createFile(atPath: file.path(), contents: nil)
      return (file, try FileHandle(forWritingTo: file))
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = streams[0].1
    process.standardError = streams[1].1
    try process.run()
    process.waitUntilExit()
    func text(_ index: Int) -> String {
      String(decoding: (try? Data(contentsOf: streams[index].0)) ?? Data(), as: UTF8.self)
    }
    let status =
      process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    return Outcome(status: status, output: text(0), message: text(1))
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
