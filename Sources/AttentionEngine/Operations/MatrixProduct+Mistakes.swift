// SPDX-License-Identifier: MIT

import Tensors

extension MatrixProduct {
  public var mistakes: [Mistake] {
    switch purpose {
    case .projection: projectionMistakes
    case .scores: scoreMistakes + otherScoreMistakes
    case .mixing: mixingMistakes
    case .other: []
    }
  }

  // MARK: - Projections

  private var projectionMistakes: [Mistake] {
    [
      Mistake(
        "weight-transposed", "The weight matrix was used transposed.",
        remedy: "Rows of X meet columns of W: Q = X·W."
      ) { [self] _ in
        .apply(
          MatrixProduct(transposingRight: !transposingRight, columns: columnAxis),
          [.operand(0), .operand(1)])
      },
      // Exchanging the two cells beside the diagonal is the transposition.
      Mistake(
        "cells-swapped", "Two cells of the weight matrix changed places.",
        remedy: "Row i, column j: copy each number to its own place."
      ) { [self] scene in
        guard scene.operands[1].map(\.size) == [2, 2] else { return nil }
        return .apply(
          MatrixProduct(transposingRight: !transposingRight, columns: columnAxis),
          [.operand(0), .operand(1)])
      },
      Mistake(
        "no-projection", "The input was used as it is, without its weight matrix.",
        remedy: "Multiply the input by the weight matrix first."
      ) { scene in
        scene.isOutputProjection ? nil : withoutMatrix(scene)
      },
      Mistake(
        "no-output-projection", "W_O was left out.",
        remedy: "Multiply the joined heads by W_O; it is what lets the heads speak to each other."
      ) { scene in
        scene.isOutputProjection ? .operand(0) : nil
      },
      Mistake(
        "activation-on-output-projection", "An activation followed W_O.",
        remedy: "The output is linear: no ReLU after W_O."
      ) { [self] scene in
        scene.isOutputProjection
          ? .apply(CellFunction(.atLeast(0)), [.apply(self, [.operand(0), .operand(1)])]) : nil
      },
      Mistake(
        "minus-signs-ignored", "All minus signs were dropped.",
        remedy: "Plus times minus is minus; write the sign of every product."
      ) { [self] _ in withoutSigns },
    ] + otherRoles + otherSides + slices
  }

  private func withoutMatrix(_ scene: MistakeScene) -> Recipe? {
    // Without a projection the width must already be right.
    scene.operands[0].last?.size == scene.operands[1].last?.size ? .operand(0) : nil
  }

  private var withoutSigns: Recipe {
    .apply(
      self,
      [
        .apply(CellFunction(.absolute), [.operand(0)]),
        .apply(CellFunction(.absolute), [.operand(1)]),
      ])
  }

  /// Another role's matrix: the order was wrong, or one matrix served two roles.
  private var otherRoles: [Mistake] {
    let words = [
      (
        "projections-in-wrong-order", "The projection of another role was used.",
        "Check the order of the blocks of a fused matrix: query, key, value."
      ),
      (
        "same-projection-twice", "One weight matrix served two roles.",
        "Query, key and value have a matrix each."
      ),
    ]
    let roles = [StageID.queryProjection, .keyProjection, .valueProjection]
    return words.flatMap { id, summary, remedy in
      roles.map { other in
        Mistake(id, summary, remedy: remedy) { [self] scene in
          guard let own = scene.operandStages[1], roles.contains(own), own != other,
            let matrix = scene.stage(other)
          else { return nil }
          return .apply(self, [.operand(0), matrix])
        }
      }
    }
  }

  /// Queries from the other sequence, keys and values from the own one.
  private var otherSides: [Mistake] {
    [
      Mistake(
        "cross-attention-sides-swapped",
        "The two sides of cross-attention changed places.",
        remedy: "Queries come from the input, keys and values from the memory."
      ) { [self] scene in
        guard let memory = scene.stage(.memory), let source = scene.operandStages[0],
          !scene.isOutputProjection
        else { return nil }
        let isOwn = source == .input || source == .positions
        let own = scene.stage(.positions) ?? .stage(.input)
        return .apply(self, [isOwn ? memory : own, .operand(1)])
      }
    ]
  }

  /// One small matrix, a corner of the role's own, for every slice of the input.
  private var slices: [Mistake] {
    [
      Mistake(
        "split-before-projecting",
        "The input was cut into head slices first, and one small matrix projected every slice.",
        remedy: "Project the whole input, then cut the result into heads: each head sees all of it."
      ) { [self] scene in
        guard scene.rounding != nil, !transposingRight, let heads = scene.headCount, heads > 1,
          let width = scene.operands[0].last?.size, width % heads == 0,
          let columns = scene.operands[1].last?.size, columns % heads == 0
        else { return nil }
        let rows = Recipe.apply(PositionSlice(0..<(width / heads)), [.operand(1)])
        let corner = Recipe.apply(
          ExchangeAxes(),
          [.apply(PositionSlice(0..<(columns / heads)), [.apply(ExchangeAxes(), [rows])])])
        let parts = Recipe.apply(SplitHeads(heads, dimension: .model), [.operand(0)])
        return .apply(MergeHeads(), [.apply(MatrixProduct(), [parts, corner])])
      }
    ]
  }

  // MARK: - Scores

  private static let scores = MatrixProduct(transposingRight: true, rows: .query, columns: .key)

  private var scoreMistakes: [Mistake] {
    [
      Mistake(
        "queries-and-keys-exchanged", "Queries and keys changed places.",
        remedy: "Rows are queries, columns are keys: S = Q·Kᵀ."
      ) { _ in .apply(Self.scores, [.operand(1), .operand(0)]) },
      Mistake(
        "projections-in-wrong-order", "The projections of queries and keys changed places.",
        remedy: "Check the order of the blocks of a fused matrix: query, key, value.",
        onlyWithout: [.query, .key]
      ) { scene in
        scene.stages[.queryProjection] == nil || scene.stages[.memory] != nil
          ? nil : .apply(Self.scores, [.operand(1), .operand(0)])
      },
      Mistake(
        "key-not-transposed", "K was not transposed.",
        remedy: "Each score is a row of Q times a row of K: S = Q·Kᵀ."
      ) { _ in
        .apply(MatrixProduct(rows: .query, columns: .key), [.operand(0), .operand(1)])
      },
      Mistake(
        "axes-permuted-wrongly",
        "The permutation before the product moved the wrong axes, or none.",
        remedy: "Exchange the last two axes of K, position and feature: transpose(-2, -1)."
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
        "value-used-as-key", "V stood in for K.", remedy: "Scores come from Q and K only."
      ) { scene in
        guard let value = scene.stage(.value) else { return nil }
        return .apply(Self.scores, [.operand(0), value])
      },
      Mistake(
        "scores-from-one-side", "Q was multiplied with itself.", remedy: "Use K on the right."
      ) { _ in .apply(Self.scores, [.operand(0), .operand(0)]) },
      Mistake(
        "scores-from-one-side", "K was multiplied with itself.", remedy: "Use Q on the left."
      ) { _ in .apply(Self.scores, [.operand(1), .operand(1)]) },
    ]
  }

  private var otherScoreMistakes: [Mistake] {
    [
      Mistake(
        "products-not-summed", "Cells were multiplied one by one and not summed.",
        remedy: "A score is one number: add the products of all features."
      ) { _ in .apply(CellProduct(), [.operand(0), .operand(1)]) },
      Mistake(
        "minus-signs-ignored", "All minus signs were dropped.",
        remedy: "Plus times minus is minus; write the sign of every product."
      ) { [self] _ in withoutSigns },
      Mistake(
        "cosine-instead-of-dot", "The cosine was taken instead of the dot product.",
        remedy: "The dot product is not divided by the lengths of its vectors."
      ) { [self] _ in
        let byQueries = Recipe.apply(
          DivideByRow(), [.apply(self, [.operand(0), .operand(1)]), Self.lengths(.operand(0))])
        return .apply(
          ExchangeAxes(),
          [
            .apply(
              DivideByRow(), [.apply(ExchangeAxes(), [byQueries]), Self.lengths(.operand(1))])
          ])
      },
      Mistake(
        "attention-over-batch", "Attention ran over the batch axis.",
        remedy: "Positions attend to positions of the same item; check batch_first."
      ) { scene in
        guard scene.operands[0].count > 3 else { return nil }
        let turn = ExchangeAxes(3, 1)
        return .apply(
          Self.scores, [.apply(turn, [.operand(0)]), .apply(turn, [.operand(1)])])
      },
    ]
  }

  /// The length of every row: the root of the sum of its squares.
  private static func lengths(_ rows: Recipe) -> Recipe {
    .apply(
      CellFunction(.squareRoot), [.apply(RowSum(), [.apply(CellProduct(), [rows, rows])])])
  }

  // MARK: - Mixing

  private var mixingMistakes: [Mistake] {
    let plain = MatrixProduct(rows: .query, columns: .valueDimension)
    return [
      Mistake(
        "weights-transposed", "The weights were transposed.",
        remedy: "Row i of A mixes the rows of V: Z = A·V."
      ) { _ in
        .apply(MatrixProduct(transposingLeft: true, rows: .query), [.operand(0), .operand(1)])
      },
      Mistake(
        "softmax-over-columns",
        "The softmax ran down the columns, and the weights were transposed.",
        remedy: "Share out along the keys, and row i of A mixes the rows of V.",
        onlyWithout: [.weights, .exponentials, .rowSums]
      ) { scene in
        guard let scores = scene.stage(.maskedScores) else { return nil }
        return .apply(
          MatrixProduct(transposingLeft: true, rows: .query),
          [.apply(Softmax(over: .columns), [scores]), .operand(1)])
      },
      Mistake(
        "key-used-as-value", "K stood in for V.", remedy: "The weights mix the values: Z = A·V."
      ) { scene in
        guard let key = scene.stage(.key) else { return nil }
        return .apply(plain, [.operand(0), key])
      },
      Mistake(
        "values-not-projected", "The raw input stood in for V.",
        remedy: "The weights mix the values, X·W_V, not the input itself."
      ) { scene in
        let source =
          scene.stage(.memoryValue) ?? scene.stage(.memory) ?? scene.stage(.positions)
          ?? scene.stage(.input)
        guard let source else { return nil }
        return .apply(
          plain, [.operand(0), .apply(SplitHeads(1, dimension: .valueDimension), [source])])
      },
      Mistake(
        "product-order-reversed", "The factors changed places.",
        remedy: "A stands on the left: Z = A·V."
      ) { _ in .apply(MatrixProduct(rows: .query), [.operand(1), .operand(0)]) },
      Mistake(
        "product-order-reversed", "V was transposed.", remedy: "V is not transposed: Z = A·V."
      ) { _ in
        .apply(
          MatrixProduct(transposingRight: true, rows: .query, columns: .valueDimension),
          [.operand(0), .operand(1)])
      },
      Mistake(
        "weights-ignored", "The plain mean of the values was taken.",
        remedy: "Each value counts as much as its weight says."
      ) { scene in
        guard let keys = scene.operands[0].last?.size, keys > 1 else { return nil }
        // e^(0·a) = 1 for every weight; divided by how many there are.
        let ones = Recipe.apply(
          Exponential(), [.apply(Scale(by: .number(0)), [.operand(0)])])
        let equal = Recipe.apply(Scale(by: .number(1 / Double(keys))), [ones])
        return .apply(plain, [equal, .operand(1)])
      },
      Mistake(
        "only-largest-weight", "Only the value of the largest weight was taken.",
        remedy: "All values take part, each by its weight."
      ) { _ in .apply(plain, [.apply(MaximumIndicator(), [.operand(0)]), .operand(1)]) },
    ]
  }
}

extension MistakeScene {
  /// Whether the product is the one with W_O.
  var isOutputProjection: Bool { operandStages.last == .outputProjection }

  /// The number of heads of the role whose matrix is the right operand.
  fileprivate var headCount: Int? {
    switch operandStages.last {
    case .queryProjection: size(.head, of: .query)
    case .keyProjection: size(.head, of: .key)
    case .valueProjection: size(.head, of: .value)
    default: nil
    }
  }
}
