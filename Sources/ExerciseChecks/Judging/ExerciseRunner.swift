// SPDX-License-Identifier: MIT

import ExerciseHarness

/// Builds implementations, runs their tasks and judges the answers: what `attn exercise run`, the tests and
/// `attn grade` all do.
public struct ExerciseRunner: Sendable {
  public let machine: ExerciseMachine
  /// Decides the numbers; the same seed gives the same ones.
  public let seed: UInt64
  /// For all calls of a task together.
  public let secondsPerTask: Double

  public init(_ machine: ExerciseMachine, seed: UInt64, secondsPerTask: Double = 10) {
    self.machine = machine
    self.seed = seed
    self.secondsPerTask = secondsPerTask
  }

  /// Judges a learner's file.
  ///
  /// - Throws: `ExerciseTrouble` when the machinery is broken; a wrong file is a verdict.
  public func judge(_ exercise: Exercise, source: String) throws(ExerciseTrouble) -> ExerciseVerdict
  {
    let implementation = ExerciseProgram.Implementation(exercise, source: source)
    switch try ExerciseProgram.build([implementation], machine: machine) {
    case .failed(let messages): return .doesNotCompile(messages)
    case .built(let program): return .judged(try judge(exercise, program, place: 0))
    }
  }

  /// Judges a file of several exercises each, built together where they compile together.
  public func judge(
    _ files: [(exercise: Exercise, source: String)]
  ) throws(ExerciseTrouble) -> [ExerciseVerdict] {
    let implementations = files.map {
      ExerciseProgram.Implementation($0.exercise, source: $0.source)
    }
    var verdicts: [ExerciseVerdict] = []
    if case .built(let program) = try ExerciseProgram.build(implementations, machine: machine) {
      for (place, file) in files.enumerated() {
        verdicts.append(.judged(try judge(file.exercise, program, place: place)))
      }
    } else {
      for file in files { verdicts.append(try judge(file.exercise, source: file.source)) }
    }
    return verdicts
  }

  func judge(
    _ exercise: Exercise, _ program: ExerciseProgram, place: Int
  ) throws(ExerciseTrouble) -> [JudgedTask] {
    var judged: [JudgedTask] = []
    for task in exercise.tasks {
      judged.append(try judge(task, of: exercise, program, place: place))
    }
    return judged
  }

  func judge(
    _ task: ExerciseTask, of exercise: Exercise, _ program: ExerciseProgram, place: Int
  ) throws(ExerciseTrouble) -> JudgedTask {
    let cases = try cases(of: task)
    let run = try TaskRun(
      task, of: exercise, inputs: TaskJudge.inputs(cases), program: program, place: place,
      confiner: machine.confiner, seconds: secondsPerTask)
    let verdict = TaskJudge(cases: cases, calls: run.calls).verdict(run.failure)
    return JudgedTask(task: task, verdict: verdict, printed: run.printed)
  }

  private func cases(of task: ExerciseTask) throws(ExerciseTrouble) -> [TaskCase] {
    var draw = Draw(seed: seed)
    do { return try task.cases(&draw) } catch {
      throw ExerciseTrouble("the problems of \(task.id) cannot be drawn: \(error)")
    }
  }
}
