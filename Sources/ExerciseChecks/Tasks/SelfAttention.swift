// SPDX-License-Identifier: MIT

import AttentionEngine
import ExerciseHarness
import Tensors

extension Exercise {
  /// Lesson 04.
  static let selfAttention = Exercise(
    "04-self-attention", "SelfAttentionExercise", "Where Q, K and V come from",
    [
      ExerciseTask("projected", .fewLines, "X·W + b") { draw in
        try [(3, 5, 5), (2, 7, 3), (5, 3, 7)].map { positions, model, dimension in
          let given = GivenProjections(
            &draw, positions: positions, model: model, keyDimension: dimension, valueDimension: 2)
          let bias = draw.vector("bias", dimension)
          return try given.trace([.init("query", .query)]) { $0.biases.query = bias.tensor }
            .taskCase([given.input, given.query.renamed("projection"), bias])
        }
      },
      ExerciseTask("selfAttention", .think, "all of it, from the input on") { draw in
        try [(3, 3, 3, 3), (3, 7, 5, 2), (7, 5, 3, 11), (2, 3, 7, 5)].map {
          positions, model, keyDimension, valueDimension in
          let given = GivenProjections(
            &draw, positions: positions, model: model, keyDimension: keyDimension,
            valueDimension: valueDimension)
          return try given.selfAttention(&draw).with(positions == model ? .square : nil)
        }
      },
    ])
}

/// An input and its projections, one head.
struct GivenProjections {
  let input: Value
  let query: Value
  let key: Value
  let value: Value

  init(_ draw: inout Draw, positions: Int, model: Int, keyDimension: Int, valueDimension: Int) {
    input = draw.matrix("input", positions, model)
    query = draw.matrix("query_projection", model, keyDimension).renumbered { $0 / 2 }
    key = draw.matrix("key_projection", model, keyDimension).renumbered { $0 / 2 }
    value = draw.matrix("value_projection", model, valueDimension)
  }

  var inputs: [Value] { [input, query, key, value] }

  static let answers: [TraceCase.Answer] = [
    .init("query", .query), .init("key", .key), .init("value", .value),
    .init("scaled_scores", .scaledScores), .init("weights", .weights),
    .init("head_output", .headOutput),
  ]

  /// The engine's trace, the problem changed first.
  func trace(
    _ answers: [TraceCase.Answer], _ change: (inout Problem) -> Void = { _ in }
  ) throws(ProblemError) -> TraceCase {
    var problem = Problem()
    problem.input = input.tensor
    problem.projections.query = query.tensor
    problem.projections.key = key.tensor
    problem.projections.value = value.tensor
    change(&problem)
    return try TraceCase(problem, answers)
  }

  fileprivate func selfAttention(_ draw: inout Draw) throws -> TaskCase {
    let order = draw.permutation(input.shape[0])
    let permuted = TaskProperty(
      sentence: "When the tokens change their order, the rows of the output do the same.",
      inputs: [input.permutingRows(order)] + inputs.dropFirst()
    ) { first, second in
      let outputs = [first, second].map { $0.filter { $0.name == "head_output" } }
      let rows = outputs[0].map { $0.shape.count == 2 ? $0.permutingRows(order) : $0 }
      return Change.firstDifference(rows, outputs[1])
    }
    return try trace(Self.answers).taskCase(inputs).explainedAsAttention()
      .explained(by: try exchangedProjections).having(permuted)
  }

  /// One projection in the role of another.
  private var exchangedProjections: [NumberMistake] {
    get throws {
      let roles: [(String, WritableKeyPath<Problem.Roles<AnyTensor>, AnyTensor?>)] = [
        ("Q", \.query), ("K", \.key), ("V", \.value),
      ]
      var mistakes: [NumberMistake] = []
      for (name, role) in roles {
        for (other, source) in roles where name != other {
          let answer = try? trace(Self.answers) {
            $0.projections[keyPath: role] = $0.projections[keyPath: source]
          }.answer()
          guard let answer else { continue }
          mistakes.append(
            NumberMistake(
              "same-projection-twice", "\(name) was made with the projection of \(other).",
              "Each of Q, K and V has a projection of its own.", answer))
        }
      }
      return mistakes
    }
  }
}
