// SPDX-License-Identifier: MIT

import Testing

@testable import ExerciseChecks

/// The learner's own files: what is not attempted is cancelled, what is wrong fails.
@Suite struct LearnersFilesTests {
  /// All files, built together and judged on fresh numbers.
  private static let verdicts = Result {
    let runner = try Machine.runner(seed: UInt64.random(in: 1...99_999_999))
    let files = try Exercise.all.map { ($0, try Machine.files.source(of: $0)) }
    // A file as it was shipped is not attempted: VariantTests builds and runs it.
    let begun = try files.filter { try $0.1 != Machine.files.stub(of: $0.0) }
    let verdicts = begun.isEmpty ? [] : try runner.judge(begun)
    return (
      seed: runner.seed,
      of: Dictionary(uniqueKeysWithValues: zip(begun.map(\.0.lesson), verdicts))
    )
  }

  @Test(arguments: Exercise.all) func learnersFile(_ exercise: Exercise) throws {
    let (seed, verdicts) = try Self.verdicts.get()
    guard let verdict = verdicts[exercise.lesson] else {
      try Test.cancel("\(exercise.fileName): not attempted")
    }
    if verdict.isNotAttempted { try Test.cancel("\(exercise.fileName): not attempted") }
    #expect(
      !verdict.isWrong,
      "\(exercise.fileName): attn exercise run \(exercise.number) --seed \(seed) says more")
    if !verdict.hasPassed, !verdict.isWrong {
      try Test.cancel("\(exercise.fileName): some tasks are not attempted")
    }
  }
}
