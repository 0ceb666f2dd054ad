// SPDX-License-Identifier: MIT

import Testing

@testable import ExerciseChecks

/// Exercises as they are shipped: stubs are not attempted, solutions pass, wrong implementations fail with
/// their name, and right ones that look different pass.
@Suite struct VariantTests {
  private static let audit = Result {
    try ExerciseAudit(machine: try Machine.runner(seed: 1).machine)
  }

  @Test(arguments: Exercise.all) func everyImplementationIsJudgedRight(_ exercise: Exercise) throws
  {
    let audit = try Self.audit.get()
    #expect(audit.variants.contains { $0.variant.exercise.lesson == exercise.lesson })
    // A learner who has begun has changed the file, and that is no failure.
    for finding in audit.findings
    where finding.lesson == exercise.lesson && finding.file != Machine.files.learner(exercise) {
      Issue.record("\(finding.file):\(finding.line ?? 0): \(finding.sentence)")
    }
  }

  @Test func theListIsLongEnough() throws {
    let wrong = try Self.audit.get().variants.filter { !$0.variant.expected.isEmpty }
    #expect(wrong.count >= 60)
    #expect(wrong.count { !$0.isCaught } == 0)
    #expect(wrong.count { $0.isNamed } * 10 >= wrong.count * 9)
  }
}

extension Exercise: CustomTestStringConvertible {
  public var testDescription: String { lesson }
}
