// SPDX-License-Identifier: MIT

import Tensors

extension MatrixProduct {
  public var mistakes: [Mistake] {
    switch purpose {
    case .projection: projectionMistakes
    case .scores: scoreMistakes
    case .mixing: mixingMistakes
    case .other: []
    }
  }

  private var projectionMistakes: [Mistake] {
    [
      Mistake(
        "weight-transposed", "The weight matrix was used transposed.",
        remedy: "Rows of X meet columns of W: Q = X·W.", seenIn: ["rasbt/LLMs-from-scratch#857"]
      ) { [self] _ in
        .apply(
          MatrixProduct(transposingRight: !transposingRight, columns: columnAxis),
          [.operand(0), .operand(1)])
      },
      Mistake(
        "no-projection", "The input was used as it is, without its weight matrix.",
        remedy: "Multiply the input by the weight matrix first."
      ) { scene in
        // Without a projection the width must already be right.
        scene.operands[0].last?.size == scene.operands[1].last?.size ? .operand(0) : nil
      },
    ]
  }

  private var scoreMistakes: [Mistake] {
    [
      Mistake(
        "queries-and-keys-exchanged", "Queries and keys changed places.",
        remedy: "Rows are queries, columns are keys: S = Q·Kᵀ.", seenIn: ["nntile/nntile#382"]
      ) { _ in
        .apply(
          MatrixProduct(transposingRight: true, rows: .query, columns: .key),
          [.operand(1), .operand(0)])
      },
      Mistake(
        "key-not-transposed", "K was not transposed.",
        remedy: "Each score is a row of Q times a row of K: S = Q·Kᵀ."
      ) { _ in
        .apply(MatrixProduct(rows: .query, columns: .key), [.operand(0), .operand(1)])
      },
      Mistake(
        "features-times-features",
        "Features were multiplied with features, not positions with positions.",
        remedy: "The result has one row a query and one column a key."
      ) { _ in
        .apply(
          MatrixProduct(transposingLeft: true, rows: .query, columns: .key),
          [.operand(0), .operand(1)])
      },
      Mistake(
        "value-used-as-key", "V stood in for K.", remedy: "Scores come from Q and K only.",
        seenIn: ["Genentech/ARGMINN#1"]
      ) { scene in
        guard let value = scene.stage(.value) else { return nil }
        return .apply(
          MatrixProduct(transposingRight: true, rows: .query, columns: .key), [.operand(0), value])
      },
      Mistake(
        "scores-from-one-side", "Q was multiplied with itself.", remedy: "Use K on the right."
      ) { _ in
        .apply(
          MatrixProduct(transposingRight: true, rows: .query, columns: .key),
          [.operand(0), .operand(0)])
      },
    ]
  }

  private var mixingMistakes: [Mistake] {
    [
      Mistake(
        "weights-transposed", "The weights were transposed.",
        remedy: "Row i of A mixes the rows of V: Z = A·V."
      ) { _ in
        .apply(MatrixProduct(transposingLeft: true, rows: .query), [.operand(0), .operand(1)])
      },
      Mistake(
        "key-used-as-value", "K stood in for V.", remedy: "The weights mix the values: Z = A·V.",
        seenIn: ["ruvnet/agentic-flow#191"]
      ) { scene in
        guard let key = scene.stage(.key) else { return nil }
        return .apply(
          MatrixProduct(rows: .query, columns: .valueDimension), [.operand(0), key])
      },
      Mistake(
        "product-order-reversed", "The factors changed places.",
        remedy: "A stands on the left: Z = A·V."
      ) { _ in .apply(MatrixProduct(rows: .query), [.operand(1), .operand(0)]) },
    ]
  }
}
