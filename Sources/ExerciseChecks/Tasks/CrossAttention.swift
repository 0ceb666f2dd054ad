// SPDX-License-Identifier: MIT

import AttentionEngine
import ExerciseHarness

extension Exercise {
  /// Lesson 08.
  static let crossAttention = Exercise(
    "08-cross-attention", "CrossAttentionExercise", "One sequence asks, another answers",
    [
      ExerciseTask("alignment", .fewLines, "which key each query looks at most") { draw in
        [(5, 5), (3, 7), (7, 3), (2, 5)].map { queries, keys in
          alignment(&draw, queries, keys).with(queries == keys ? .square : nil)
        }
      },
      ExerciseTask("crossAttention", .think, "all of it, from two sequences on") { draw in
        try [(3, 3, 3, 3, 3), (3, 7, 5, 2, 11), (7, 2, 3, 5, 3), (2, 5, 7, 3, 2)].map {
          queries, keys, model, keyDimension, valueDimension in
          let given = GivenProjections(
            &draw, positions: queries, model: model, keyDimension: keyDimension,
            valueDimension: valueDimension)
          let memory = draw.matrix("memory", keys, model)
          return try cross(given, memory).with(queries == keys ? .square : nil)
        }
      },
    ])

  private static func alignment(_ draw: inout Draw, _ queries: Int, _ keys: Int) -> TaskCase {
    let weights = Value(
      name: "weights", shape: [queries, keys],
      numbers: (0..<queries).flatMap { _ in SoftmaxMistakes.softmax(draw.numbers(keys)) })
    func place(_ numbers: [Double], _ isBetter: (Double, Double) -> Bool) -> Int {
      numbers.indices.reduce(0) { isBetter(numbers[$1], numbers[$0]) ? $1 : $0 }
    }
    let rows = (0..<queries).map { weights.row($0) }
    let columns = (0..<keys).map { j in rows.map { $0[j] } }
    return TaskCase(
      [weights], Value("alignment", rows.map { place($0, >) }),
      mistakes: [
        NumberMistake(
          "sides-of-alignment-exchanged", "For each key the query with the largest weight.",
          "Rows are queries: go through the rows.",
          Value("alignment", columns.map { place($0, >) })),
        NumberMistake(
          "least-instead-of-most", "The smallest weight of each row was taken.",
          "The largest weight wins.", Value("alignment", rows.map { place($0, <) })),
      ])
  }

  private static func cross(_ given: GivenProjections, _ memory: Value) throws -> TaskCase {
    let answers = GivenProjections.answers.filter { $0.name != "scaled_scores" }
    func answer(_ change: (inout Problem) -> Void) throws -> [Value] {
      try given.trace(answers) { problem in
        problem.memory = memory.tensor
        change(&problem)
      }.answer()
    }
    let inputs = [given.input, memory] + given.inputs.dropFirst()
    let sides = "cross-attention-sides-swapped"
    return try given.trace(answers) { $0.memory = memory.tensor }.taskCase(Array(inputs))
      .explained(by: [
        NumberMistake(
          sides, "Queries were taken from the memory, keys and values from the input.",
          "The input asks; the memory answers.",
          try answer {
            $0.input = memory.tensor
            $0.memory = given.input.tensor
          }),
        NumberMistake(
          sides, "Keys and values were taken from the input.",
          "The input asks; the memory answers.", try answer { $0.memory = nil }),
        NumberMistake(
          sides, "Queries were taken from the memory.", "The input asks; the memory answers.",
          try answer { $0.input = memory.tensor }),
        NumberMistake(
          sides, "Values were taken from the input.",
          "Keys and values both come from the memory.",
          try answer {
            if given.input.shape == memory.shape { $0.memoryValue = given.input.tensor }
          }),
      ])
  }
}
