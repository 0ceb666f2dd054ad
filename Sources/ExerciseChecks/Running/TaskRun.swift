// SPDX-License-Identifier: MIT

import ExerciseHarness
import Glibc

/// A task called several times in a process of its own.
struct TaskRun: Sendable {
  /// What came back from one call.
  enum CallOutcome: Equatable, Sendable {
    case answer([Value])
    case notAttempted
    case threw(String)
  }

  /// One for each call that ended.
  let calls: [CallOutcome]
  /// Why not every call ended.
  let failure: RunFailure?
  /// What the learner's code printed.
  let printed: String

  /// Runs a task on all inputs.
  ///
  /// The place says which implementation of the program.
  ///
  /// - Throws: `ExerciseTrouble` when the program cannot be started.
  init(
    _ task: ExerciseTask, of exercise: Exercise, inputs: [[Value]], program: ExerciseProgram,
    place: Int, confiner: String, seconds: Double
  ) throws(ExerciseTrouble) {
    let scratch = try program.scratchFolder()
    let confinement = Confinement(
      readable: Confinement.systemFolders + [program.path, program.kit.toolchain.folder + "/lib"],
      writable: [scratch], memoryBytes: Confinement.programMemory, fileBytes: 1 << 20,
      processorSeconds: UInt64(seconds) + 2)
    let child = try ChildProcess.run(
      [confiner] + confinement.arguments(running: [program.path, "\(place)"]),
      environment: BuildEnvironment.variables(program.kit.toolchain, scratch: scratch),
      input: inputs.map { Wire.call(task.id, $0) }.joined(), seconds: seconds)
    var reader = AnswerReader(child.answers)
    calls = reader.calls()
    printed = child.output
    if calls.count == inputs.count, child.end == .exited(0) {
      failure = nil
    } else {
      failure = RunFailure(
        child, seconds: seconds, frames: reader.frames, signal: reader.signal,
        hasUsedUpStack: reader.hasUsedUpStack,
        lines: SourceLines(program: program, file: exercise.fileName, confiner: confiner))
    }
  }
}

/// Why a learner's program did not come to its end.
public struct RunFailure: Equatable, Sendable {
  public enum Kind: String, Sendable {
    case crashed
    case timeIsOver = "time-limit"
    case memory = "memory-limit"
    case endlessRecursion = "endless-recursion"
    /// It ended itself, with `exit` or the like.
    case ended
  }

  public let kind: Kind
  /// What Swift said, such as `Index out of range`.
  public let reason: String
  /// Where in the learner's file; `nil` when that is not known.
  public let line: Int?
  /// The limit that it was given.
  let seconds: Double

  init(
    _ child: ChildProcess, seconds: Double, frames: [String], signal: Int32?,
    hasUsedUpStack: Bool, lines: SourceLines
  ) {
    self.seconds = seconds
    let sentence = Self.sentence(in: child.errors)
    if child.end == .timeIsOver {
      (kind, reason) = (.timeIsOver, "")
    } else if sentence.hasPrefix("failed to allocate")
      || frames.contains(where: { $0.hasPrefix("swift_slowAlloc") })
    {
      (kind, reason) = (.memory, "")
    } else if hasUsedUpStack {
      (kind, reason) = (.endlessRecursion, "")
    } else if case .exited = child.end {
      (kind, reason) = (.ended, "")
    } else {
      (kind, reason) = (.crashed, sentence.isEmpty ? Self.name(signal ?? child.signal) : sentence)
    }
    line = lines.first(of: frames)
  }

  /// What stands behind `Fatal error:`; Swift's own names of files are left out.
  private static func sentence(in errors: String) -> String {
    for line in errors.split(separator: "\n") {
      for words in ["Fatal error", "Precondition failed", "Assertion failed"] {
        guard let mark = line.firstRange(of: words) else { continue }
        return String(line[mark.upperBound...].drop { $0 == ":" || $0 == " " })
      }
    }
    return ""
  }

  private static func name(_ signal: Int32) -> String {
    switch signal {
    case SIGILL, SIGTRAP: "a trap: arithmetic overflow, or a value that is not there"
    case SIGSEGV, SIGBUS: "memory that is not there"
    case SIGFPE: "division of integers by zero"
    case SIGKILL: "killed"
    default: "signal \(signal)"
    }
  }
}

extension ChildProcess {
  fileprivate var signal: Int32 {
    if case .killed(let signal) = end { signal } else { 0 }
  }
}

/// Reads what a harness writes.
struct AnswerReader {
  private var lines: ArraySlice<Substring>
  private(set) var frames: [String] = []
  private(set) var signal: Int32?
  private(set) var hasUsedUpStack = false

  init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
  }

  mutating func calls() -> [TaskRun.CallOutcome] {
    var outcomes: [TaskRun.CallOutcome] = []
    while let line = lines.popFirst() {
      let words = line.split(separator: " ", maxSplits: 1)
      switch words.first {
      case "answer":
        guard let values = values(count: words.last.flatMap { Int($0) } ?? 0) else {
          return outcomes
        }
        outcomes.append(.answer(values))
      case "not-attempted": outcomes.append(.notAttempted)
      case "threw":
        let text = words.count > 1 ? String(words[1]) : ""
        outcomes.append(.threw(text.split(separator: "\u{2028}").joined(separator: "\n")))
      case "crash": signal = words.last.flatMap { Int32($0) }
      case "stack-overflow": hasUsedUpStack = true
      case "frame": frames.append(words.count > 1 ? String(words[1]) : "?")
      default: break
      }
    }
    return outcomes
  }

  private mutating func values(count: Int) -> [Value]? {
    var values: [Value] = []
    for _ in 0..<min(count, 64) {
      guard let header = lines.popFirst(), let numbers = lines.popFirst(),
        let value = Wire.value(header, numbers)
      else { return nil }
      values.append(value)
    }
    return values
  }
}
