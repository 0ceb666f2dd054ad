// SPDX-License-Identifier: MIT

import AttentionEngine
import ExerciseHarness
import Tensors

extension Exercise {
  /// Lesson 10.
  static let backward = Exercise(
    "10-backward", "BackwardExercise", "Gradients by hand",
    [
      ExerciseTask("slope", .oneLine, "a slope measured from both sides") { draw in
        (0..<5).map { _ in slope(draw.numbers(4), x: draw.number(), step: 0.125) }
      },
      ExerciseTask("softmaxGradient", .fewLines, "back through the softmax of one row") { draw in
        [3, 3, 5, 7].map { size in
          softmaxGradient(SoftmaxMistakes.softmax(draw.numbers(size)), draw.numbers(size))
        }
      },
      ExerciseTask("attentionGradients", .think, "back through attention") { draw in
        try [(3, 3, 3, 3), (3, 7, 5, 2), (7, 2, 3, 5), (2, 5, 7, 3)].map {
          queries, keys, keyDimension, valueDimension in
          let given = GivenOperands(
            &draw, queries: queries, keys: keys, keyDimension: keyDimension,
            valueDimension: valueDimension)
          return try gradients(given, draw.matrix("upstream", queries, valueDimension))
            .with(queries == keys ? .square : nil)
        }
      },
    ])

  private static func slope(_ coefficients: [Double], x: Double, step: Double) -> TaskCase {
    func f(_ x: Double) -> Double { coefficients.reversed().reduce(0) { $0 * x + $1 } }
    func value(_ number: Double) -> Value { Value("slope", number) }
    let change = f(x + step) - f(x - step)
    return TaskCase(
      [Value("coefficients", coefficients), Value("x", x), Value("step", step)],
      value(change / (2 * step)),
      mistakes: [
        NumberMistake(
          "one-sided-difference", "The slope was measured from one side.",
          "From x − h to x + h, which is far more exact.", value((f(x + step) - f(x)) / step)),
        NumberMistake(
          "one-sided-difference", "The slope was measured from one side.",
          "From x − h to x + h, which is far more exact.", value((f(x) - f(x - step)) / step)),
        NumberMistake(
          "divided-by-one-step", "Divided by h instead of 2h.",
          "From x − h to x + h are two steps.", value(change / step)),
        NumberMistake(
          "not-divided-by-step", "The difference was not divided.", "Divide by 2h.",
          value(change)),
      ])
  }

  private static func softmaxGradient(_ weights: [Double], _ upstream: [Double]) -> TaskCase {
    let mean = zip(weights, upstream).map { $0 * $1 }.reduce(0, +)
    func value(_ change: (_ weight: Double, _ upstream: Double) -> Double) -> Value {
      Value("grad_scores", zip(weights, upstream).map { change($0, $1) })
    }
    return TaskCase(
      [Value("weights", weights), Value("upstream", upstream)], value { $0 * ($1 - mean) },
      mistakes: softmaxMistakes.map { id, summary, remedy, change in
        NumberMistake(id, summary, remedy, value { change($0, $1, mean) })
      })
  }

  /// Wrong ways back through a softmax: of the weight, what came from above, and Σ g·a.
  private static var softmaxMistakes:
    [(String, String, String, @Sendable (Double, Double, Double) -> Double)]
  {
    [
      (
        "softmax-diagonal-only", "Each score was taken to move only its own weight.",
        "It moves all weights of its row, since they share one sum.",
        { weight, upstream, _ in weight * (1 - weight) * upstream }
      ),
      (
        "softmax-mean-missing", "Σ g·a was not subtracted.",
        "What all weights gain together changes nothing: take it off.",
        { weight, upstream, _ in weight * upstream }
      ),
      (
        "softmax-factor-missing", "The weight in front is missing.", "a·(g − Σ g·a).",
        { _, upstream, mean in upstream - mean }
      ),
    ]
  }

  private static let answers: [TraceCase.Answer] = [
    .init("grad_value", StageID.value.gradient), .init("grad_weights", StageID.weights.gradient),
    .init("grad_scaled_scores", StageID.scaledScores.gradient),
    .init("grad_query", StageID.query.gradient), .init("grad_key", StageID.key.gradient),
  ]

  private static func gradients(_ given: GivenOperands, _ upstream: Value) throws -> TaskCase {
    let trace = try given.trace(answers) { $0.upstream = upstream.tensor }
    let result = trace.taskCase(given.inputs + [upstream])
    let right = Dictionary(uniqueKeysWithValues: trace.answer().map { ($0.name, $0) })
    guard let scores = right["grad_scaled_scores"], let fromWeights = right["grad_weights"],
      let recorded = trace.trace[.weights]
    else { return result }
    let weights = Value("weights", recorded)
    var mistakes: [NumberMistake] = []
    for (id, summary, remedy, change) in softmaxMistakes {
      var numbers: [Double] = []
      for i in 0..<weights.shape[0] {
        let (row, above) = (weights.row(i), fromWeights.row(i))
        let mean = zip(row, above).map { $0 * $1 }.reduce(0, +)
        numbers += zip(row, above).map { change($0, $1, mean) }
      }
      mistakes.append(
        NumberMistake(
          id, summary, remedy, Value(name: scores.name, shape: scores.shape, numbers: numbers)))
    }
    return result.explained(by: mistakes)
  }
}
