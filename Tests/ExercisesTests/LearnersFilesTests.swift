// SPDX-License-Identifier: MIT

import Testing

@testable import ExerciseChecks

/// The learner's own files: what is not attempted is cancelled, what is wrong fails.
@Suite struct LearnersFilesTests {
  /// All files, built together and judged on fresh numbers.
  private static let verdicts = Result {
    let runner = try Machine.runner(seed: UInt64.random(in: 1...99_999_999))
    let files = try Exercise.all.map { ($0, try Machine.files.source(of: $0)) }
    return (seed: runner.seed, list: try runner.judge(files))
  }

  @Test(arguments: Exercise.all.indices) func learnersFile(_ place: Int) throws {
    let exercise = Exercise.all[place]
    let (seed, verdicts) = try Self.verdicts.get()
    let verdict = verdicts[place]
    if verdict.isNotAttempted { try Test.cancel("\(exercise.fileName): not attempted") }
    #expect(
      !verdict.isWrong,
      "\(exercise.fileName): attn exercise run \(exercise.number) --seed \(seed) says more")
    if !verdict.hasPassed, !verdict.isWrong {
      try Test.cancel("\(exercise.fileName): some tasks are not attempted")
    }
  }
}
