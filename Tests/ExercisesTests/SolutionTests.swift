// SPDX-License-Identifier: MIT

import Testing

@testable import ExerciseChecks

/// The reference solutions, put where the learner's files stand.
@Suite struct SolutionTests {
  private static let program = Result {
    let runner = try Machine.runner(seed: 1)
    let files = try Exercise.all.map {
      ExerciseProgram.Implementation($0, source: try Machine.files.solutionText(of: $0))
    }
    let outcome = try ExerciseProgram.build(files, machine: runner.machine)
    guard case .built(let program) = outcome else {
      throw ExerciseTrouble("the solutions do not compile: \(outcome)")
    }
    return program
  }

  @Test(arguments: Exercise.all.indices) func everySolutionPasses(_ place: Int) throws {
    let program = try Self.program.get()
    for seed in [1, 17, 98_765] as [UInt64] {
      let runner = try Machine.runner(seed: seed)
      for judged in try runner.judge(Exercise.all[place], program, place: place) {
        #expect(judged.verdict.hasPassed, "\(judged.task.id), seed \(seed): \(judged.verdict)")
      }
    }
  }

  @Test(arguments: Exercise.all) func filesHoldWhatTheyMust(_ exercise: Exercise) throws {
    let stub = try Machine.files.stub(of: exercise)
    for task in exercise.tasks {
      #expect(stub.contains("static func \(task.id)("), "the stub lacks \(task.id)")
      let hints = try Machine.files.hints(for: task, of: exercise)
      #expect(hints.count >= 2, "hints of \(task.id)")
    }
    #expect(stub.count(of: "throw NotAttempted()\n") == exercise.tasks.count)
    // A learner who has begun has changed the file; as long as nothing is attempted it is the shipped one.
    let source = try Machine.files.source(of: exercise)
    if source.count(of: "throw NotAttempted()\n") != exercise.tasks.count {
      try Test.cancel("\(exercise.fileName) is begun")
    }
    #expect(source == stub, "\(exercise.fileName): attn exercise reset \(exercise.number) mends it")
  }
}

extension Exercise: CustomTestStringConvertible {
  public var testDescription: String { lesson }
}

extension String {
  fileprivate func count(of text: String) -> Int { ranges(of: text).count }
}
