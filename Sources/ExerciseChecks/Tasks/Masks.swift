// SPDX-License-Identifier: MIT

import AttentionEngine
import ExerciseHarness
import Tensors

extension Exercise {
  /// Lesson 06.
  static let masks = Exercise(
    "06-masks", "MasksExercise", "What a query may not see",
    [
      ExerciseTask("isVisible", .oneLine, "may query i see key j?") { draw in
        let offsets = [0, Int.random(in: 2...3, using: &draw)]
        return offsets.flatMap { offset in
          (0..<5).flatMap { query in
            (0..<7).map { key in visibility(query: query, key: key, offset: offset) }
          }
        }
      },
      ExerciseTask("causallyMasked", .fewLines, "scores with the future set to −∞") { draw in
        let sizes = draw.sizes([3, 5, 7])
        // The offset: as many keys of a cache come before the first query's own.
        return try [(5, 5, 0), (sizes[0], sizes[0] + 2, 2), (sizes[1], sizes[1] + 3, 3)].map {
          queries, keys, offset in
          let scores = draw.matrix("scores", queries, keys)
          var tape = TapeCase()
          let given = tape.give(.scaledScores, scores: scores)
          _ = try tape.tape.record(
            .maskedScores, Mask([.causal(offsets: [offset])]), given)
          return tape.taskCase(
            [.init("masked_scores", .maskedScores)], inputs: [scores, Value("offset", offset)])
        }
      },
      ExerciseTask("paddedWeights", .fewLines, "weights when the last keys are padding") { draw in
        let sizes = draw.sizes([3, 5, 7])
        return try [(5, 5, 3), (sizes[0], sizes[1], 2), (sizes[1], sizes[2], 2), (2, 3, 3)].map {
          queries, keys, there in
          let trait: TaskCase.Trait? = there == keys ? .nothingMasked : nil
          return try padded(draw.matrix("scores", queries, keys), there).with(trait)
        }
      },
      ExerciseTask("weightsOrZero", .think, "a row in which everything is masked") { draw in
        let sizes = draw.sizes([3, 5, 7])
        return try [(3, 5, -2), (sizes[0], sizes[1], -1), (sizes[1], sizes[1], 0)].map {
          queries, keys, offset in
          let trait: TaskCase.Trait? = offset == 0 ? .nothingMasked : nil
          return try emptyRows(draw.matrix("scores", queries, keys), offset: offset).with(trait)
        }
      },
    ])

  private static func visibility(query: Int, key: Int, offset: Int) -> TaskCase {
    func answer(_ isVisible: Bool) -> Value { Value("visible", isVisible ? 1 : 0) }
    let last = query + offset
    return TaskCase(
      inputs: [Value("query", query), Value("key", key), Value("offset", offset)],
      expected: [ExpectedStage(value: answer(key <= last))],
      explanations: [
        Explanation(
          "diagonal-masked-too", "The diagonal was blocked as well.",
          remedy: "A query sees its own position: keep j ≤ i + offset.",
          gives: answer(key < last)),
        Explanation(
          "one-future-token-visible", "One future key is visible.",
          remedy: "Keep j ≤ i + offset, not j ≤ i + offset + 1.", gives: answer(key <= last + 1)),
        Explanation(
          "mask-upside-down", "The mask keeps the future and blocks the past.",
          remedy: "Keep the lower triangle, j ≤ i + offset.", gives: answer(key >= last)),
        Explanation(
          "mask-meaning-reversed", "Visible and blocked changed places.",
          remedy: "Return true for what may be seen.", gives: answer(key > last)),
        Explanation(
          "causal-corner-wrong", "The offset is missing: the mask starts in the wrong corner.",
          remedy: "As many keys as the offset says come before the query's own: j ≤ i + offset.",
          gives: answer(key <= query)),
        Explanation(
          "causal-corner-wrong", "The offset moves the mask the wrong way.",
          remedy: "Keys of a cache come before the query's own: j ≤ i + offset.",
          gives: answer(key <= query - offset)),
        Explanation(
          "no-causal-mask", "Everything is visible.", remedy: "Compare the key with the query.",
          gives: answer(true)),
      ])
  }

  private static func padded(_ scores: Value, _ there: Int) throws -> TaskCase {
    var tape = TapeCase()
    let given = tape.give(.scaledScores, scores: scores)
    let masked = try tape.tape.record(.maskedScores, Mask([.keyLengths([there])]), given)
    _ = try tape.tape.record(.weights, Softmax(), masked)
    let result = tape.taskCase(
      [.init("masked_scores", .maskedScores), .init("weights", .weights)],
      inputs: [scores, Value("key_count", there)])
    guard there < scores.shape[1] else { return result }
    let changed = Value(
      name: scores.name, shape: scores.shape,
      numbers: scores.numbers.enumerated().map { place, number in
        place % scores.shape[1] >= there ? number + 3 : number
      })
    return result.having(
      TaskProperty(
        sentence: "When only the scores of padding change, the weights stay.",
        inputs: [changed, Value("key_count", there)]
      ) { first, second in Change.firstDifference(first, second) })
  }

  private static func emptyRows(_ scores: Value, offset: Int) throws -> TaskCase {
    var tape = TapeCase()
    let given = tape.give(.scaledScores, scores: scores)
    let masked = try tape.tape.apply(Mask([.causal(offsets: [offset])]), given)
    let maskedScores = Value("masked_scores", AnyTensor(tape.tape.tensor(masked)))
    var own = TapeCase()
    let again = own.give(.maskedScores, scores: maskedScores)
    _ = try own.tape.record(.weights, Softmax(emptyRows: .zero), again)
    var result = own.taskCase([.init("weights", .weights)], inputs: [maskedScores])
    // NaN in rows without a softmax says nothing of the exponentials.
    result.explanations.removeAll { $0.id == "exponential-of-zero-is-zero" }
    let width = scores.shape[1]
    func filled(_ number: Double) -> Value {
      let right = result.expected[0].value
      let numbers = right.numbers.indices.map { place in
        maskedScores.numbers[(place / width * width)..<((place / width + 1) * width)]
          .allSatisfy { $0 == -.infinity } ? number : right.numbers[place]
      }
      return Value(name: "weights", shape: right.shape, numbers: numbers)
    }
    return result.explained(by: [
      Explanation(
        "empty-row-convention", "A row in which everything is masked gave NaN.",
        remedy: "−∞ − (−∞) is not a number: look at the largest score of the row first.",
        gives: filled(.nan)),
      Explanation(
        "empty-row-convention", "A row in which everything is masked gave equal weights.",
        remedy: "Nothing is visible there, so nothing gets a weight: 0.",
        gives: filled(1 / Double(width))),
    ])
  }
}
