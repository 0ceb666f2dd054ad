// SPDX-License-Identifier: MIT

import Glibc
import Tensors

extension MergeOutputs {
  public var mistakes: [Mistake] {
    [
      Mistake(
        "partials-averaged", "The partial answers were averaged as if all weighed the same.",
        remedy: "Weigh each by e^(own maximum − common maximum) times its row sum."
      ) { _ in
        .apply(Scale(by: .number(0.5)), [.apply(Addition(), [.operand(2), .operand(5)])])
      },
      Mistake(
        "partials-not-rescaled", "The row sums weighed the answers although their maxima differ.",
        remedy: "Multiply each row sum by e^(own maximum − common maximum) first."
      ) { [self] _ in merged((.operand(1), .operand(2)), (.operand(4), .operand(5))) },
      Mistake(
        "partials-merged-without-sums", "The maxima alone weighed the answers, without row sums.",
        remedy: "Weigh each by e^(own maximum − common maximum) times its row sum."
      ) { [self] _ in merged((.operand(0), .operand(2)), (.operand(3), .operand(5))) },
      Mistake(
        "partials-merged-in-wrong-base",
        "Logarithms of the row sums to base 2 were merged with powers of e.",
        remedy: "Merge with the base the logarithm was taken in: e with ln, 2 with log2."
      ) { [self] _ in
        .apply(
          MergeOutputs(emptyRows: emptyRows, exponent: 1 / log(2)), (0...6).map(Recipe.operand))
      },
    ]
  }

  /// The mean of two answers by other weights.
  private func merged(_ a: (Recipe, Recipe), _ b: (Recipe, Recipe)) -> Recipe {
    let sum = Recipe.apply(
      Addition(), [.apply(CellProduct(), [a.1, a.0]), .apply(CellProduct(), [b.1, b.0])])
    return .apply(
      DivideByRow(emptyRows: emptyRows), [sum, .apply(Addition(), [a.0, b.0])])
  }
}
