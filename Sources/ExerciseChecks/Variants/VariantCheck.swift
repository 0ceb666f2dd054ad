// SPDX-License-Identifier: MIT

/// Runs lists of variants: every wrong one must fail with its name, every right one must pass.
public struct VariantCheck: Sendable {
  /// What came of one variant.
  public struct Result: Sendable {
    public let variant: ExerciseVariant
    public let verdict: TaskVerdict

    /// Whether a wrong variant was found wrong, or a right one right.
    public var isCaught: Bool {
      variant.expected.isEmpty
        ? verdict.hasPassed : !verdict.hasPassed && !verdict.isNotAttempted
    }

    /// Whether it was called by its name as well.
    public var isNamed: Bool {
      isCaught && (variant.expected.isEmpty || Set(verdict.mistakes) == Set(variant.expected))
    }
  }

  /// Builds variants of any exercises in one go and judges the task each is about.
  ///
  /// - Throws: `ExerciseTrouble` when one of them does not compile.
  public static func results(
    of variants: [ExerciseVariant], runner: ExerciseRunner
  ) throws(ExerciseTrouble) -> [Result] {
    let implementations = variants.map {
      ExerciseProgram.Implementation($0.exercise, source: $0.source)
    }
    let outcome = try ExerciseProgram.build(
      implementations, isNamespaced: true, machine: runner.machine)
    guard case .built(let program) = outcome else {
      guard case .failed(let messages) = outcome else { return [] }
      throw ExerciseTrouble(
        messages.map { "\($0.file):\($0.line): \($0.sentence)\n\($0.source)" }
          .joined(separator: "\n"))
    }
    var results: [Result] = []
    for (place, variant) in variants.enumerated() {
      guard let task = variant.exercise.tasks.first(where: { $0.id == variant.task }) else {
        throw ExerciseTrouble("\(variant.exercise.lesson) has no task \(variant.task)")
      }
      // What never ends need not be waited for so long.
      let runner =
        variant.expected == ["time-limit"]
        ? ExerciseRunner(runner.machine, seed: runner.seed, secondsPerTask: 1) : runner
      let judged = try runner.judge(task, of: variant.exercise, program, place: place)
      results.append(Result(variant: variant, verdict: judged.verdict))
    }
    return results
  }
}
