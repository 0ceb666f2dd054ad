// SPDX-License-Identifier: MIT

import Checking
import Dispatch
import Display
import ExerciseChecks
import Synchronization

/// Marks exercise files that people handed in: `attn grade --exercises FOLDER`.
struct ExerciseGrading {
  let submissions: Submissions
  let runner: ExerciseRunner
  /// How many people's files are built and run at a time.
  var jobs = 1

  /// Judges every file: a result for each person, in which every task is a step.
  ///
  /// - Parameter onEach: Called after each file, by one thread at a time.
  /// - Returns: One result a person, in the order of their folders.
  /// - Throws: `UnusableInput` when exercises cannot be run here at all.
  func results(onEach: () -> Void) throws -> [GradedFile] {
    var people: [String] = []
    for file in submissions.files where !people.contains(file.person) { people.append(file.person) }
    let all = people
    let results = Mutex([Result<GradedFile, any Error>?](repeating: nil, count: all.count))
    let next = Atomic(0)
    // The closure does not outlive this call, and the lock lets one thread in at a time.
    withoutActuallyEscaping(onEach) { onEach in
      let advance = OneAtATime(onEach)
      DispatchQueue.concurrentPerform(iterations: min(jobs, all.count)) { _ in
        while true {
          let place = next.add(1, ordering: .relaxed).oldValue
          guard place < all.count else { return }
          let result = Result { try self.result(of: all[place]) { advance() } }
          results.withLock { $0[place] = result }
        }
      }
    }
    return try results.withLock { $0 }.compactMap { try $0?.get() }
  }

  private func result(of person: String, onEach: () -> Void) throws -> GradedFile {
    let start = ContinuousClock.now
    let files = submissions.files.filter { $0.person == person }
    var steps: [GradedStep] = []
    for file in files {
      steps += try self.steps(of: file)
      onEach()
    }
    let components = (ContinuousClock.now - start).components
    let milliseconds = components.attoseconds / 1_000_000_000_000_000
    return GradedFile(
      file: files.count == 1 ? files[0].path : files[0].folder,
      assignment: files.count == 1 ? files[0].exercise.lesson : "exercises",
      student: .init(id: person), seed: runner.seed,
      duration: Double(components.seconds) + Double(milliseconds) / 1000,
      outcome: .judged(steps))
  }

  private func steps(of file: Submissions.File) throws -> [GradedStep] {
    let exercise = file.exercise
    let source: String
    do { source = try Submissions.text(of: file) } catch {
      return lost(exercise, reason: "unreadable", details: ["\(error)"], line: nil)
    }
    let verdict = try Exercises.usable { () throws(ExerciseTrouble) in
      try runner.judge(exercise, source: source)
    }
    switch verdict {
    case .judged(let tasks): return tasks.map { step($0, of: exercise) }
    case .doesNotCompile(let messages):
      let details = messages.prefix(3).map { "\($0.file):\($0.line): \($0.sentence)" }
      return lost(
        exercise, reason: "does-not-compile", details: details, line: messages.first?.line)
    }
  }

  /// Every task of a file that cannot be run.
  private func lost(
    _ exercise: Exercise, reason: String, details: [String], line: Int?
  ) -> [GradedStep] {
    exercise.tasks.map { task in
      GradedStep(
        "\(exercise.number)-\(task.id)", title: "\(exercise.number) \(task.id)",
        statement: task.title, verdict: .wrong, reason: reason, details: details, line: line)
    }
  }

  private func step(_ judged: JudgedTask, of exercise: Exercise) -> GradedStep {
    let report = ExerciseReport(exercise, .judged([judged]), seed: runner.seed)
    var step = GradedStep(
      "\(exercise.number)-\(judged.task.id)", title: "\(exercise.number) \(judged.task.id)",
      statement: judged.task.title,
      verdict: judged.verdict.forMarks, details: report.details(of: judged),
      output: judged.printed.isEmpty ? nil : judged.printed)
    switch judged.verdict {
    case .wrong(let wrong):
      step.mistakes = wrong.mistakes.map {
        NamedMistake(id: $0.id, summary: $0.summary, remedy: $0.remedy)
      }
      step.cells = wrong.wrongCells
      step.reason = wrong.hasRightShape ? nil : "shape"
      step.finding = wrong.finding.map {
        .init(place: $0.place, found: $0.found, expected: $0.expected)
      }
    case .failed(let failure):
      step.reason = failure.kind.rawValue
      step.line = failure.line
    case .notAttempted, .passed, .broken, .threw: break
    }
    return step
  }
}

extension TaskVerdict {
  /// The verdict as sheets have it.
  fileprivate var forMarks: Verdict {
    switch self {
    case .notAttempted: .blank
    case .passed: .right
    case .wrong, .broken, .threw, .failed: .wrong
    }
  }
}

/// A closure that one thread at a time may call.
private final class OneAtATime: @unchecked Sendable {
  private let body: () -> Void
  private let lock = Mutex(())

  init(_ body: @escaping () -> Void) { self.body = body }

  func callAsFunction() { lock.withLock { _ in body() } }
}
