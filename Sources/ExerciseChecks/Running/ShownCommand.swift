// SPDX-License-Identifier: MIT

import Glibc

/// A command of this program that a lesson shows, run as a learner would, but apart: it writes only into a
/// folder of its own and has no network.
package struct ShownCommand: Sendable {
  package let status: Int32
  package let output: String
  package let errors: String

  /// Runs it.
  ///
  /// - Parameters:
  ///   - arguments: What stands behind `./attn`.
  ///   - folder: Where it runs and may write.
  ///   - home: The repository, which it may read.
  ///   - program: The path of `attn`.
  /// - Throws: `ExerciseTrouble` when it cannot be started, crashes or takes longer than two minutes.
  package init(
    _ arguments: [String], in folder: String, home: String, program: String
  ) throws(ExerciseTrouble) {
    let confinement = Confinement(
      readable: Confinement.systemFolders + Self.libraries
        + [home, program, "/proc", "/etc/localtime"],
      writable: [folder], memoryBytes: 8 << 30, fileBytes: 1 << 28, processorSeconds: 240)
    let child = try ChildProcess.run(
      [program] + confinement.arguments(running: [program] + arguments),
      environment: [
        "PATH=/usr/bin:/bin", "HOME=\(folder)", "TMPDIR=\(folder)", "LC_ALL=C.UTF-8",
        "ATTN_HOME=\(home)",
      ], seconds: 120)
    guard case .exited(let status) = child.end else {
      throw ExerciseTrouble("it did not come to its end: \(child.errors.prefix(400))")
    }
    self.status = status
    output = child.output
    errors = child.errors
  }

  /// The libraries that this program itself was loaded with.
  private static let libraries: [String] = {
    guard let maps = fopen("/proc/self/maps", "r") else { return [] }
    defer { fclose(maps) }
    var paths: Set<String> = []
    var line = [CChar](repeating: 0, count: 8192)
    while fgets(&line, Int32(line.count), maps) != nil {
      let text = line.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard let slash = text.firstIndex(of: "/"), text.contains(".so") else { continue }
      paths.insert(String(text[slash...].dropLast()))
    }
    return paths.sorted()
  }()
}

/// A folder for commands, which goes away with it.
package final class CommandFolder {
  package let path: String

  /// Makes the folder, with what a lesson's folder holds where the repository has it.
  package init(lesson: String, home: String) throws(ExerciseTrouble) {
    path = try SmallFiles.temporaryFolder()
    let copy = "\(path)/lessons/\(lesson)"
    try SmallFiles.makeFolder(copy)
    for name in try SmallFiles.names(in: "\(home)/lessons/\(lesson)") {
      try SmallFiles.write(
        try SmallFiles.text("\(home)/lessons/\(lesson)/\(name)"), "\(copy)/\(name)")
    }
  }

  deinit { SmallFiles.remove(path) }

  /// Writes what a command printed behind `>`.
  package func write(_ text: String, _ name: String) throws(ExerciseTrouble) {
    try SmallFiles.write(text, "\(path)/\(name)")
  }
}
