// SPDX-License-Identifier: MIT

import Dispatch
import Synchronization

/// Looks at exercises as they are shipped: nothing is attempted, hints are there, every reference solution
/// passes, and every listed variant is judged as its list says.
///
/// All implementations are built into two programs, at the same time, and run two at a time.
public struct ExerciseAudit: Sendable {
  /// Something that does not hold.
  public struct Finding: Sendable {
    /// The lesson's folder.
    public let lesson: String
    public let file: String
    public let line: Int?
    public let sentence: String
  }

  public let findings: [Finding]
  /// What came of every variant.
  public let variants: [VariantCheck.Result]

  /// The numbers the solutions are tried on.
  static let seeds: [UInt64] = [1, 17, 98_765]

  /// Looks at exercises.
  ///
  /// - Throws: `ExerciseTrouble` when they cannot be built or run here, or a list of variants cannot be read.
  public init(
    _ exercises: [Exercise] = Exercise.all, machine: ExerciseMachine
  ) throws(ExerciseTrouble) {
    let files = ExerciseFiles(home: machine.home)
    var findings: [Finding] = []
    var trials: [Trial] = []
    for exercise in exercises {
      let solution = try files.solutionText(of: exercise)
      let stub = try files.stub(of: exercise)
      findings += try Self.findings(in: exercise, files, stub: stub)
      trials.append(Trial(kind: .stub, exercise: exercise, source: stub))
      trials.append(Trial(kind: .solution, exercise: exercise, source: solution))
      let list = files.variants(exercise)
      trials += try ExerciseVariant.list(
        of: exercise, text: try SmallFiles.text(list), solution: solution, file: list
      ).map { Trial(kind: .variant($0), exercise: exercise, source: $0.source) }
    }
    let outcomes = try Self.inTwo(trials) { half throws(ExerciseTrouble) in
      try Self.judged(half, machine: machine)
    }
    var variants: [VariantCheck.Result] = []
    for (trial, tasks) in zip(trials, outcomes) {
      guard case .variant(let variant) = trial.kind else {
        findings += tasks.compactMap { trial.finding($0, files) }
        continue
      }
      let result = VariantCheck.Result(variant: variant, verdict: tasks[0].verdict)
      variants.append(result)
      if let sentence = result.complaint {
        findings.append(
          Finding(
            lesson: variant.exercise.lesson, file: files.variants(variant.exercise),
            line: variant.line, sentence: sentence))
      }
    }
    self.findings = findings
    self.variants = variants
  }

  /// What the files by themselves show.
  private static func findings(
    in exercise: Exercise, _ files: ExerciseFiles, stub: String
  ) throws(ExerciseTrouble) -> [Finding] {
    var findings: [Finding] = []
    func add(_ file: String, _ sentence: String) {
      findings.append(
        Finding(lesson: exercise.lesson, file: file, line: nil, sentence: sentence))
    }
    for task in exercise.tasks {
      if !stub.contains("static func \(task.id)(") {
        add(files.solution(exercise), "there is no function \(task.id)")
      }
      if try files.hints(for: task, of: exercise).count < 2 {
        add(files.hints(exercise), "\(task.id) has fewer than two hints")
      }
    }
    if stub.ranges(of: "throw NotAttempted()\n").count != exercise.tasks.count {
      add(files.solution(exercise), "its stub does not have one function for each task")
    }
    if try files.source(of: exercise) != stub {
      add(
        files.learner(exercise),
        "it is not as it was shipped; attn exercise reset \(exercise.number) puts it back and keeps yours"
      )
    }
    return findings
  }

  /// Builds implementations into one program and judges each.
  private static func judged(
    _ trials: [Trial], machine: ExerciseMachine
  ) throws(ExerciseTrouble) -> [[JudgedTask]] {
    let outcome = try ExerciseProgram.build(
      trials.map { .init($0.exercise, source: $0.source) }, isNamespaced: true, machine: machine)
    switch outcome {
    case .failed(let messages):
      throw ExerciseTrouble(
        messages.map { "\($0.file):\($0.line): \($0.sentence)\n\($0.source)" }
          .joined(separator: "\n"))
    case .built(let program):
      var judged: [[JudgedTask]] = []
      for (place, trial) in trials.enumerated() {
        judged.append(try trial.judged(program, place: place, machine))
      }
      return judged
    }
  }

  /// Works on two halves of a list at the same time.
  private static func inTwo(
    _ trials: [Trial],
    _ work: @Sendable ([Trial]) throws(ExerciseTrouble) -> [[JudgedTask]]
  ) throws(ExerciseTrouble) -> [[JudgedTask]] {
    // Every other one: those of a lesson are alike, and take as long.
    let halves = [0, 1].map { half in trials.indices.filter { $0 % 2 == half } }
    let results = Mutex<[Result<[[JudgedTask]], ExerciseTrouble>?]>([nil, nil])
    DispatchQueue.concurrentPerform(iterations: 2) { half in
      let mine = halves[half].map { trials[$0] }
      let result: Result<[[JudgedTask]], ExerciseTrouble>
      do throws(ExerciseTrouble) {
        result = .success(mine.isEmpty ? [] : try work(mine))
      } catch { result = .failure(error) }
      results.withLock { $0[half] = result }
    }
    var all = [[JudgedTask]](repeating: [], count: trials.count)
    for (half, result) in results.withLock({ $0 }).enumerated() {
      guard let judged = try result?.get() else { continue }
      for (place, tasks) in zip(halves[half], judged) { all[place] = tasks }
    }
    return all
  }
}

/// An implementation that is tried, and what must come of it.
private struct Trial: Sendable {
  enum Kind: Sendable {
    case stub, solution
    case variant(ExerciseVariant)
  }

  let kind: Kind
  let exercise: Exercise
  let source: String

  func judged(
    _ program: ExerciseProgram, place: Int, _ machine: ExerciseMachine
  ) throws(ExerciseTrouble) -> [JudgedTask] {
    switch kind {
    case .stub: return try ExerciseRunner(machine, seed: 1).judge(exercise, program, place: place)
    case .solution:
      var judged: [JudgedTask] = []
      for seed in ExerciseAudit.seeds {
        judged += try ExerciseRunner(machine, seed: seed).judge(exercise, program, place: place)
      }
      return judged
    case .variant(let variant):
      guard let task = exercise.tasks.first(where: { $0.id == variant.task }) else {
        throw ExerciseTrouble("\(exercise.lesson) has no task \(variant.task)")
      }
      // What never ends need not be waited for so long.
      let seconds: Double = variant.expected == ["time-limit"] ? 1 : 10
      let runner = ExerciseRunner(machine, seed: 4711, secondsPerTask: seconds)
      return [try runner.judge(task, of: exercise, program, place: place)]
    }
  }

  /// What is wrong with a task of a stub or of a solution.
  func finding(_ judged: JudgedTask, _ files: ExerciseFiles) -> ExerciseAudit.Finding? {
    let isStub = if case .stub = kind { true } else { false }
    guard isStub ? !judged.verdict.isNotAttempted : !judged.verdict.hasPassed else { return nil }
    return ExerciseAudit.Finding(
      lesson: exercise.lesson, file: files.solution(exercise), line: nil,
      sentence: isStub
        ? "\(judged.task.id) of the stub is not 'not attempted': \(judged.verdict.word)"
        : "\(judged.task.id) of the solution does not pass: \(judged.verdict.word)")
  }
}
