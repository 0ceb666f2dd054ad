// SPDX-License-Identifier: MIT

import Glibc
import Tensors

extension Softmax {
  public var mistakes: [Mistake] { extents + exponentials + otherScores }

  private var extents: [Mistake] {
    [
      Mistake(
        "softmax-over-columns", "The softmax ran down the columns.",
        remedy: "Share out along the keys: each row sums to 1 (dim = -1).",
        seenIn: ["labmlai/annotated_deep_learning_paper_implementations#146"]
      ) { _ in .apply(Softmax(over: .columns), [.operand(0)]) },
      Mistake(
        "softmax-over-whole-matrix", "The softmax ran over all cells at once.",
        remedy: "Each row is shared out on its own."
      ) { _ in .apply(Softmax(over: .wholeMatrix), [.operand(0)]) },
    ]
  }

  private var exponentials: [Mistake] {
    [
      Mistake(
        "not-normalised", "The exponentials were not divided by their sum.",
        remedy: "Divide every exponential by the sum of its row."
      ) { _ in .apply(Exponential(), [.operand(0)]) },
      Mistake(
        "no-exponential", "The scores were divided by their sum, without exponentials.",
        remedy: "Take e to the power of each score first."
      ) { _ in .apply(DivideByRow(), [.operand(0), .apply(RowSum(), [.operand(0)])]) },
      Mistake(
        "divided-by-sum-of-logits", "The exponentials were divided by the sum of the scores.",
        remedy: "Divide by the sum of the exponentials.",
        seenIn: ["keras-team/keras-io#320"]
      ) { _ in
        .apply(
          DivideByRow(),
          [.apply(Exponential(), [.operand(0)]), .apply(RowSum(), [.operand(0)])])
      },
      Mistake(
        "wrong-exponential-base", "2 was raised to the scores instead of e.",
        remedy: "Use e = 2.71828…, the exp key."
      ) { _ in .apply(Softmax(), [.apply(Scale(by: .number(log(2))), [.operand(0)])]) },
      Mistake(
        "wrong-exponential-base", "10 was raised to the scores instead of e.",
        remedy: "Use e = 2.71828…, the exp key."
      ) { _ in .apply(Softmax(), [.apply(Scale(by: .number(log(10))), [.operand(0)])]) },
      Mistake(
        "softmax-twice", "The softmax was applied twice.",
        remedy: "Apply it once; the weights go straight to the values.",
        seenIn: ["zyy-2001/DisKT#6"]
      ) { _ in .apply(Softmax(), [.apply(Softmax(), [.operand(0)])]) },
    ]
  }

  private var otherScores: [Mistake] {
    [
      Mistake(
        "softmax-of-unscaled-scores", "The softmax took the raw scores, not the scaled ones.",
        remedy: "Use the scaled scores."
      ) { scene in
        guard let raw = scene.stage(.rawScores) else { return nil }
        return .apply(Softmax(), [.again(.maskedScores, [raw])])
      },
      Mistake(
        "softmax-of-negated-scores", "The sign of the scores was turned.",
        remedy: "Large scores get large weights: e to the power of the score itself."
      ) { scene in
        guard let scaled = scene.stage(.scaledScores) else { return nil }
        return .apply(
          Softmax(),
          [.again(.maskedScores, [.apply(Scale(by: .number(-1)), [scaled])])])
      },
      Mistake(
        "mask-after-softmax",
        "The mask was applied to the weights and the rows not shared out again.",
        remedy: "Mask the scores with −∞ before the softmax.",
        seenIn: ["huggingface/pytorch-image-models#2236"]
      ) { scene in
        guard let scaled = scene.stage(.scaledScores) else { return nil }
        return .apply(
          CellProduct(), [.apply(Softmax(), [scaled]), .apply(FiniteIndicator(), [.operand(0)])])
      },
    ]
  }
}
