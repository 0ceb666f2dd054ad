// SPDX-License-Identifier: MIT

import Testing

@testable import ExerciseChecks

/// Wrong implementations must fail with their name, and right ones that look different must pass.
@Suite struct VariantTests {
  private static func variants(_ exercise: Exercise) throws -> [ExerciseVariant] {
    let path = "\(Machine.home)/Tests/ExercisesTests/Variants/\(exercise.lesson).md"
    return try ExerciseVariant.list(
      of: exercise, text: try SmallFiles.text(path),
      solution: try Machine.files.solutionText(of: exercise), file: path)
  }

  private static let results = Result {
    try VariantCheck.results(
      of: try Exercise.all.flatMap(variants), runner: try Machine.runner(seed: 4711))
  }

  @Test(arguments: Exercise.all) func everyVariantIsJudgedRight(_ exercise: Exercise) throws {
    let results = try Self.results.get().filter { $0.variant.exercise.name == exercise.name }
    #expect(!results.isEmpty)
    for result in results {
      let found = result.verdict.hasPassed ? ["passes"] : result.verdict.mistakes
      #expect(
        result.isNamed,
        "\(exercise.lesson).md:\(result.variant.line) \(result.variant.task): expected \(result.variant.expected), found \(found) \(result.verdict.word)"
      )
    }
  }

  @Test func theListIsLongEnough() throws {
    let results = try Self.results.get()
    let wrong = results.filter { !$0.variant.expected.isEmpty }
    #expect(wrong.count >= 60)
    #expect(wrong.count { !$0.isCaught } == 0)
    #expect(wrong.count { $0.isNamed } * 10 >= wrong.count * 9)
  }
}
