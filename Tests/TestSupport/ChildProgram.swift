// SPDX-License-Identifier: MIT

import Foundation
import Glibc

/// A program that a test starts, as a user's shell would start it.
///
/// Foundation's `Process` hands on the signals that the thread starting it has blocked (which threads of a
/// test runner do), and waits for everyone who holds the program's files. Here the signals are those of
/// a fresh shell, nobody but the program is waited for, and whoever it left behind ends with it.
package final class ChildProgram {
  /// What a program left behind.
  package struct Outcome {
    /// The exit status, or the signal that ended it, negative.
    package let status: Int32
    package let output: String
    package let message: String
  }

  package struct Failure: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) { self.description = description }
  }

  /// The process, which leads a group of its own.
  package let id: pid_t
  private let words: [String]
  private var ended: Int32?

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - path: Its file.
  ///   - arguments: The words after its name.
  ///   - environment: All its variables.
  ///   - folder: Where it runs; the test's own folder when absent.
  ///   - input: The file it reads, empty when absent.
  ///   - output: The file it writes to, made anew.
  ///   - message: The file for what it says of errors, made anew.
  /// - Throws: `Failure` when there is no such program.
  package init(
    _ path: String, _ arguments: [String], environment: [String: String], in folder: String? = nil,
    input: String = "/dev/null", output: String = "/dev/null", message: String = "/dev/null"
  ) throws {
    words = [path] + arguments
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (all, none) = (sigset_t(), sigset_t())
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let folder { try Self.changeFolder(&actions, folder) }
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    for (file, name) in [(Int32(1), output), (2, message)] {
      posix_spawn_file_actions_addopen(&actions, file, name, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }
    var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] =
      environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { (argv + variables).forEach { free($0) } }
    var process: pid_t = 0
    let status = posix_spawn(&process, path, &actions, &attributes, &argv, &variables)
    guard status == 0 else {
      throw Failure(description: "\(path) does not start: \(String(cString: strerror(status)))")
    }
    id = process
  }

  /// A newer function of the C library than the headers that Swift reads here show.
  private static func changeFolder(
    _ actions: inout posix_spawn_file_actions_t, _ folder: String
  ) throws {
    typealias Function =
      @convention(c) (
        UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>
      ) -> Int32
    guard let symbol = dlsym(nil, "posix_spawn_file_actions_addchdir_np") else {
      throw Failure(description: "this C library cannot start a program in a folder")
    }
    _ = unsafeBitCast(symbol, to: Function.self)(&actions, folder)
  }

  deinit { if ended == nil { stop() } }

  /// Whether it still runs.
  package var isRunning: Bool { poll() == nil }

  /// Sends it a signal.
  package func send(_ signal: Int32) { if ended == nil { kill(id, signal) } }

  /// Waits for its end.
  ///
  /// - Parameter limit: For when the end does not come: then it is killed.
  /// - Returns: The exit status, or the signal that ended it, negative.
  /// - Throws: `Failure` when the limit is over.
  @discardableResult
  package func wait(limit: Duration = .seconds(300)) throws -> Int32 {
    let end = ContinuousClock.now + limit
    var pause: useconds_t = 500
    while true {
      if let ended = poll() { return ended }
      guard ContinuousClock.now < end else {
        stop()
        throw Failure(description: "\(words.joined(separator: " ")) did not end within \(limit)")
      }
      usleep(pause)
      pause = min(2 * pause, 10_000)
    }
  }

  private func poll() -> Int32? {
    if let ended { return ended }
    var status: Int32 = 0
    guard waitpid(id, &status, WNOHANG) == id else { return nil }
    kill(-id, SIGKILL)  // the others of its group
    ended = status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f)
    return ended
  }

  private func stop() {
    kill(-id, SIGKILL)
    waitpid(id, nil, 0)
    ended = -SIGKILL
  }

  /// Runs a program to its end.
  ///
  /// - Parameters: As of `init`.
  /// - Returns: The exit status and both streams.
  /// - Throws: `Failure` when it does not start or does not end.
  package static func run(
    _ path: String, _ arguments: [String], environment: [String: String], in folder: String? = nil
  ) throws -> Outcome {
    // Files rather than pipes: a pipe that nobody empties would stop the program.
    let streams = try TemporaryFolder()
    let names = ["out", "err"].map { streams.path + "/" + $0 }
    let program = try ChildProgram(
      path, arguments, environment: environment, in: folder, output: names[0], message: names[1])
    let status = try program.wait()
    let texts = names.map {
      String(decoding: FileManager.default.contents(atPath: $0) ?? Data(), as: UTF8.self)
    }
    return Outcome(status: status, output: texts[0], message: texts[1])
  }
}
