// SPDX-License-Identifier: MIT

extension MistakeCatalogue {
  static let headOutput: [Entry] = [
    Entry(
      "weights-transposed", "head_output", happens: .both,
      summary: "The weights were transposed.",
      wrong: "Z = AᵀV",
      tell: "needs n_q = n_k; invisible when A is symmetric",
      remedy: "Row i of A mixes the rows of V: Z = A·V."),
    Entry(
      "key-used-as-value", "head_output", happens: .both,
      summary: "K stood in for V.",
      wrong: "Z = AK",
      tell: "equals AK; invisible when K = V",
      remedy: "The weights mix the values: Z = A·V.",
      seenIn: ["ruvnet/agentic-flow#191"]),
    Entry(
      "values-not-projected", "head_output", happens: .both,
      summary: "The raw input stood in for V.",
      wrong: "Z = AX",
      tell: "equals AX",
      remedy: "The weights mix the values, X·W_V, not the input itself."),
    Entry(
      "product-order-reversed", "head_output", happens: .both,
      summary: "The factors changed places, or V was transposed.",
      wrong: "Z = VA, AVᵀ",
      tell: "the shapes allow it only when n = d_v",
      remedy: "A stands on the left: Z = A·V."),
    Entry(
      "weights-ignored", "head_output", happens: .both,
      summary: "The plain mean of the values was taken.",
      wrong: "(1/n_k)·ΣV",
      tell: "all rows the same; right when the weights are uniform",
      remedy: "Each value counts as much as its weight says."),
    Entry(
      "only-largest-weight", "head_output", happens: .both,
      summary: "Only the value of the largest weight was taken.",
      wrong: "row of V",
      tell: "rows are rows of V",
      remedy: "All values take part, each by its weight."),
  ]
}
