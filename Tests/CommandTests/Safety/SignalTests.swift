// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import Testing

/// What signals do to long commands.
@Suite(.serialized) struct SignalTests {
  private let folder: ScratchFolder

  /// Sheets that keep two processes busy for seconds.
  init() throws {
    folder = try ScratchFolder()
    let matrix = (0..<16).map { row in
      "    " + (0..<16).map { "0.\((row * 7 + $0 * 11) % 97)" }.joined(separator: " ")
    }.joined(separator: "\n")
    _ = try folder.file(
      "p.yaml", "format: 1\nquery: |\n\(matrix)\nkey: |\n\(matrix)\nvalue: |\n\(matrix)\n")
    for number in 0..<96 {
      _ = try folder.file(
        "s\(number).yaml",
        "format: 1\nproblem: p.yaml\nsteps:\n  raw_scores: |\n\(matrix)\n  weights: |\n\(matrix)\n")
    }
  }

  private func start(_ words: [String]) throws -> Process {
    let process = Process()
    process.executableURL = Program.binary
    process.arguments = words
    process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "ATTN_HOME": Program.root]
    process.currentDirectoryURL = URL(filePath: folder.path)
    process.standardInput = Pipe()
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle(forWritingAtPath: try folder.file("err", ""))
    try process.run()
    return process
  }

  private static func children(_ process: Process) -> [pid_t] {
    let id = process.processIdentifier
    let text = try? String(contentsOfFile: "/proc/\(id)/task/\(id)/children", encoding: .utf8)
    return (text ?? "").split(separator: " ").compactMap { pid_t($0) }
  }

  /// Waits for something that must come; the limit is only for when it does not.
  private static func wait(_ isThere: () -> Bool) -> Bool {
    for _ in 0..<3000 {
      if isThere() { return true }
      usleep(10_000)
    }
    return isThere()
  }

  private static func isGone(_ process: pid_t) -> Bool {
    if kill(process, 0) != 0 { return true }
    let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return state?.contains(") Z ") ?? true
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGKILL])
  func `grading that is ended leaves no process and no file`(_ signal: Int32) throws {
    let process = try start(["grade", ".", "--save", "csv=marks.csv", "--jobs", "2"])
    #expect(Self.wait { Self.children(process).count == 2 })
    let children = Self.children(process)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    if signal == SIGINT {
      #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    } else {
      #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
    }
    #expect(Self.wait { children.allSatisfy(Self.isGone) })
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!names.contains { $0.hasPrefix("marks") || $0.hasSuffix(".part") })
  }

  @Test(arguments: [
    ["practice", "lesson:4"], ["course", "check", "--quick"],
    ["trace", "p.yaml", "--export", "page.html"],
    ["worksheet", "p.yaml", "--seed", "3"], ["lesson", "4", "--export", "page.html"],
  ])
  func `Ctrl-C ends a command with 130 and leaves nothing half written`(_ words: [String]) throws {
    let process = try start(words)
    // It has begun to run its own code when it has installed the handler.
    #expect(Self.wait { Self.catches(SIGINT, process.processIdentifier) || !process.isRunning })
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect([130, 0].contains(process.terminationStatus), "\(process.terminationStatus)")
    if ["practice", "course"].contains(words[0]) { #expect(process.terminationStatus == 130) }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!names.contains { $0.hasSuffix(".part") })
  }

  private static func catches(_ signal: Int32, _ process: pid_t) -> Bool {
    let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    guard let line = text?.split(separator: "\n").first(where: { $0.hasPrefix("SigCgt:") }),
      let mask = UInt64(line.dropFirst(7).trimmingCharacters(in: .whitespaces), radix: 16)
    else { return false }
    return mask >> UInt64(signal - 1) & 1 == 1
  }

  @Test func `a signal that is ignored from outside stays ignored`() throws {
    let run = try Shell.run(
      "trap '' INT; \"$ATTN\" practice lesson:4 < <(sleep 0.4) >/dev/null & sleep 0.1; kill -INT $!; wait $!; echo $?",
      in: folder.path)
    #expect(run.output == "0\n")
  }

  @Test func `stopped, continued and resized, grading says the same`() throws {
    func marks(_ disturb: (Process) -> Void) throws -> String {
      unlink(folder.path + "/marks.csv")
      let process = try start(["grade", ".", "--save", "class-csv=marks.csv", "--jobs", "2"])
      disturb(process)
      process.waitUntilExit()
      #expect(process.terminationReason == .exit && process.terminationStatus == 1)
      return try String(contentsOfFile: folder.path + "/marks.csv", encoding: .utf8)
    }
    let calm = try marks { _ in }
    let disturbed = try marks { process in
      for _ in 0..<15 where process.isRunning {
        for signal in [SIGSTOP, SIGCONT, SIGWINCH] { kill(process.processIdentifier, signal) }
        for child in Self.children(process) {
          for signal in [SIGSTOP, SIGCONT, SIGWINCH] { kill(child, signal) }
        }
        usleep(5000)
      }
    }
    #expect(calm == disturbed && calm.count > 100)
  }

  @Test func `a file that vanishes under a mapping is said`() throws {
    let process = try start(["practice", "lesson:4"])
    #expect(Self.wait { Self.catches(SIGBUS, process.processIdentifier) })
    kill(process.processIdentifier, SIGBUS)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 2)
    let said = try String(contentsOfFile: folder.path + "/err", encoding: .utf8)
    #expect(said.contains("became shorter, or its disk failed"), "\(said)")
  }
}
