// SPDX-License-Identifier: MIT

import AttentionEngine
import ExerciseHarness

extension Exercise {
  /// Lesson 03.
  static let scaledDotProduct = Exercise(
    "03-scaled-dot-product", "ScaledDotProductExercise", "Attention with Q, K and V given",
    usesTools: false,
    [
      ExerciseTask("rawScores", .fewLines, "every query times every key: S = Q·Kᵀ") { draw in
        try operands(&draw).map { given in
          try given.trace([.init("raw_scores", .rawScores)]).taskCase([given.query, given.key])
            .with(given.trait)
        }
      },
      ExerciseTask("scaledScores", .oneLine, "the scores, each divided by √d_k") { draw in
        try operands(&draw).map { given in
          let trace = try given.trace([.init("scaled_scores", .scaledScores)])
          let raw = Value("raw_scores", trace.trace[.rawScores] ?? given.query.tensor)
          let keyDimension = Value("key_dimension", given.query.shape[1])
          return trace.taskCase([raw, keyDimension]).with(given.trait)
        }
      },
      ExerciseTask("attention", .think, "all of it: scores, weights, output") { draw in
        try operands(&draw).map { given in
          try given.trace([
            .init("raw_scores", .rawScores), .init("scaled_scores", .scaledScores),
            .init("weights", .weights), .init("head_output", .headOutput),
          ]).taskCase(given.inputs).with(given.trait).having(permutingKeys(given, &draw))
            .explainedAsAttention()
        }
      },
    ])

  /// One data set with all sizes equal, where wrong shapes still fit; then each size is the largest once.
  private static func operands(_ draw: inout Draw) -> [GivenOperands] {
    [
      GivenOperands(&draw, queries: 3, keys: 3, keyDimension: 3, valueDimension: 3, trait: .square),
      GivenOperands(&draw, queries: 3, keys: 7, keyDimension: 5, valueDimension: 2),
      GivenOperands(&draw, queries: 7, keys: 2, keyDimension: 3, valueDimension: 5),
      GivenOperands(&draw, queries: 2, keys: 5, keyDimension: 7, valueDimension: 3),
    ]
  }

  private static func permutingKeys(_ given: GivenOperands, _ draw: inout Draw) -> TaskProperty {
    let order = draw.permutation(given.key.shape[0])
    return TaskProperty(
      sentence: "When keys and values change their order together, the output stays.",
      inputs: [given.query, given.key.permutingRows(order), given.value.permutingRows(order)]
    ) { first, second in
      Change.firstDifference(
        first.filter { $0.name == "head_output" }, second.filter { $0.name == "head_output" })
    }
  }
}

/// Q, K and V of one head.
struct GivenOperands {
  let query: Value
  let key: Value
  let value: Value
  let trait: TaskCase.Trait?

  init(
    _ draw: inout Draw, queries: Int, keys: Int, keyDimension: Int, valueDimension: Int,
    trait: TaskCase.Trait? = nil
  ) {
    query = draw.matrix("query", queries, keyDimension)
    key = draw.matrix("key", keys, keyDimension)
    value = draw.matrix("value", keys, valueDimension)
    self.trait = trait
  }

  var inputs: [Value] { [query, key, value] }

  /// The engine's trace of plain attention.
  func trace(
    _ answers: [TraceCase.Answer], _ change: (inout Problem) -> Void = { _ in }
  ) throws(ProblemError) -> TraceCase {
    var problem = Problem()
    problem.query = query.tensor
    problem.key = key.tensor
    problem.value = value.tensor
    change(&problem)
    return try TraceCase(problem, answers)
  }
}
