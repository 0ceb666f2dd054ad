// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import TestSupport
import Testing

/// `kill -9` while something is written: nothing is lost but the last write, nothing half written.
///
/// A child writes one generation after the other and notes each that is done; after a random time it
/// kills itself. `ATTN_KILLS` says how often for each kind of file; `Scripts/kill-writers` sets it.
@Suite(.serialized) struct KillTests {
  static let kills = ProcessInfo.processInfo.environment["ATTN_KILLS"].flatMap { Int($0) } ?? 17

  @Test(arguments: Writer.allCases)
  func `killed at any moment`(_ writer: Writer) async throws {
    let folder = try TemporaryFolder()
    var generations = 0
    for _ in 0..<Self.kills {
      let path = folder.path
      let pause = UInt32.random(in: 200...30_000)
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, pause = pause as UInt32, writer = writer as Writer] in
        Self.writeUntilKilled(writer, in: path, after: pause)
      }
      let noted = Self.noted(in: path)
      let found = try writer.generation(in: path)
      #expect(noted...(noted + 1) ~= found, "\(noted) are done, \(found) are there")
      generations = found
      try Self.removeDrafts(in: path)
      try writer.requireNothingElse(in: path)
    }
    #expect(generations >= Self.kills)
  }

  private static func writeUntilKilled(_ writer: Writer, in folder: String, after pause: UInt32) {
    let notes = open(folder + "/notes", O_WRONLY | O_CREAT | O_APPEND, 0o600)
    var generation = noted(in: folder)
    var isTimed = false
    // What was not noted may be there, or not: it is written again.
    while true {
      generation += 1
      do { try writer.write(generation, in: folder) } catch { exit(3) }
      write(notes, ".", 1)
      guard !isTimed else { continue }
      // At least one write a round, then the end comes at any moment of the next ones.
      isTimed = true
      Thread.detachNewThread {
        usleep(pause)
        kill(getpid(), SIGKILL)
      }
    }
  }

  private static func noted(in folder: String) -> Int {
    var status = stat()
    return stat(folder + "/notes", &status) == 0 ? Int(status.st_size) : 0
  }

  /// A draft that was being given its name is no result; it is whole, or on a system without nameless
  /// files a part, and hidden.
  private static func removeDrafts(in folder: String) throws {
    for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init()
    where name.hasSuffix(".part") {
      #expect(name.split(separator: "/").last?.hasPrefix(".attn-") == true)
      unlink(folder + "/" + name)
    }
  }
}
