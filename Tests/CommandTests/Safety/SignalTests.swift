// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import TestSupport
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
    for number in 0..<24 {
      _ = try folder.file(
        "s\(number).yaml",
        "format: 1\nproblem: p.yaml\nsteps:\n  raw_scores: |\n\(matrix)\n  weights: |\n\(matrix)\n")
    }
  }

  private func start(_ words: [String], input: String = "/dev/null") throws -> ChildProgram {
    try ChildProgram(
      Program.binary.path(), words,
      environment: [
        "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "ATTN_HOME": Program.root,
        // Its handlers, which are there before ours, would take the signals.
        "SWIFT_BACKTRACE": "enable=no",
      ],
      in: folder.path, input: input, message: folder.path + "/err")
  }

  /// Starts grading, seen at work: where it was done before anybody looked, it is started again.
  private func startWithWorkers() throws -> (ChildProgram, children: [pid_t]) {
    for _ in 0..<20 {
      let process = try start(["grade", ".", "--save", "csv=marks.csv", "--jobs", "2"])
      #expect(Self.wait { Self.children(process).count == 2 || !process.isRunning })
      let children = Self.children(process)
      if process.isRunning, children.count == 2 { return (process, children) }
      unlink(folder.path + "/marks.csv")
    }
    throw ChildProgram.Failure(description: "grading was never seen at work")
  }

  /// Starts a command whose input does not end while the returned file is open.
  private func startTalking(_ words: [String]) throws -> (ChildProgram, input: Int32) {
    let pipe = folder.path + "/input"
    mkfifo(pipe, 0o600)
    // While somebody could write, a reader waits.
    let writer = open(pipe, O_RDWR | O_CLOEXEC)
    return (try start(words, input: pipe), writer)
  }

  private static func children(_ process: ChildProgram) -> [pid_t] {
    let id = process.id
    let text = try? String(contentsOfFile: "/proc/\(id)/task/\(id)/children", encoding: .utf8)
    return (text ?? "").split(separator: " ").compactMap { pid_t($0) }
  }

  /// Waits for something that must come; the limit is only for when it does not.
  private static func wait(_ isThere: () -> Bool) -> Bool {
    for _ in 0..<60_000 {
      if isThere() { return true }
      usleep(1000)
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
    let (process, children) = try startWithWorkers()
    process.send(signal)
    #expect(try process.wait() == (signal == SIGINT ? 130 : -signal))
    #expect(Self.wait { children.allSatisfy(Self.isGone) })
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!names.contains { $0.hasPrefix("marks") || $0.hasSuffix(".part") })
  }

  @Test(arguments: [
    ["practice", "lesson:4"], ["course", "check", "--quick"],
    ["trace", "p.yaml", "--export", "page.html"],
    ["worksheet", "p.yaml", "--seed", "3"], ["lesson", "4", "--export", "page.html"],
    ["bench", "--positions", "64", "--model", "16", "--heads", "2", "--repeat", "100000"],
  ])
  func `Ctrl-C ends a command with 130 and leaves nothing half written`(_ words: [String]) throws {
    let (process, input) = try startTalking(words)
    defer { close(input) }
    // It has begun to run its own code when it has installed the handler.
    #expect(Self.wait { Self.catches(SIGINT, process.id) || !process.isRunning })
    process.send(SIGINT)
    let status = try process.wait()
    #expect([130, 0].contains(status))
    if ["practice", "course", "bench"].contains(words[0]) { #expect(status == 130) }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!names.contains { $0.hasSuffix(".part") })
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `an exercise that is ended leaves no process and no folder`(_ signal: Int32) throws {
    // Compiling takes longer than it takes to look; the programs are children of children.
    let home = folder.path + "/home"
    try FileManager.default.createDirectory(
      atPath: home + "/lessons", withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: Program.root + "/lessons/02-softmax", toPath: home + "/lessons/02-softmax")
    let file = home + "/lessons/02-softmax/SoftmaxExercise.swift"
    let loop = try String(contentsOfFile: file, encoding: .utf8)
      .replacing("notAttempted()", with: "{ while true {} }()")
    try loop.write(toFile: file, atomically: true, encoding: .utf8)
    try FileManager.default.createDirectory(
      atPath: folder.path + "/scratch", withIntermediateDirectories: true)
    let process = try ChildProgram(
      Program.binary.path(), ["exercise", "run", "2"],
      environment: [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "LC_ALL": "C.UTF-8",
        "ATTN_HOME": home, "TMPDIR": folder.path + "/scratch", "SWIFT_BACKTRACE": "enable=no",
      ], in: folder.path, message: folder.path + "/err")
    #expect(Self.wait { !Self.children(process).isEmpty || !process.isRunning })
    let children = Self.children(process)
    #expect(!children.isEmpty)
    process.send(signal)
    #expect(try process.wait() == (signal == SIGINT ? 130 : -signal))
    #expect(Self.wait { children.allSatisfy(Self.isGone) })
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/scratch")
    #expect(!left.contains { $0.hasPrefix("attn-exercise") }, "\(left)")
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
    func marks(_ disturb: (ChildProgram) -> Void) throws -> String {
      unlink(folder.path + "/marks.csv")
      let process = try start(["grade", ".", "--save", "class-csv=marks.csv", "--jobs", "2"])
      disturb(process)
      #expect(try process.wait() == 1)
      return try String(contentsOfFile: folder.path + "/marks.csv", encoding: .utf8)
    }
    let calm = try marks { _ in }
    let disturbed = try marks { process in
      for _ in 0..<15 where process.isRunning {
        for signal in [SIGSTOP, SIGCONT, SIGWINCH] { process.send(signal) }
        for child in Self.children(process) {
          for signal in [SIGSTOP, SIGCONT, SIGWINCH] { kill(child, signal) }
        }
        usleep(5000)
      }
    }
    #expect(calm == disturbed && calm.count > 100)
  }

  @Test func `a file that vanishes under a mapping is said`() throws {
    let (process, input) = try startTalking(["practice", "lesson:4"])
    defer { close(input) }
    #expect(Self.wait { Self.catches(SIGBUS, process.id) })
    process.send(SIGBUS)
    #expect(try process.wait() == 2)
    let said = try String(contentsOfFile: folder.path + "/err", encoding: .utf8)
    #expect(said.contains("became shorter, or its disk failed"), "\(said)")
  }
}
