// SPDX-License-Identifier: MIT

import Glibc
import Tensors

extension Softmax {
  public var mistakes: [Mistake] {
    extents + sums + exponentials + maxima + rangeMistakes + otherScores + others
      + emptyRowConventions
  }

  private static let softmax = Softmax()

  private static let rowsOfOne =
    "Share out along the keys: each row sums to 1 (dim = -1)."

  private var extents: [Mistake] {
    [
      Mistake(
        "softmax-over-columns", "The softmax ran down the columns.", remedy: Self.rowsOfOne
      ) { _ in .apply(Softmax(over: .columns), [.operand(0)]) },
      Mistake(
        "softmax-over-whole-matrix", "The softmax ran over all cells at once.",
        remedy: "Each row is shared out on its own."
      ) { _ in .apply(Softmax(over: .wholeMatrix), [.operand(0)]) },
      Mistake(
        "softmax-over-single-axis", "The softmax ran over an axis of size 1: every weight is 1.",
        remedy: Self.rowsOfOne
      ) { _ in
        .apply(
          Exponential(), [.apply(Scale(by: .number(0)), [.apply(Self.softmax, [.operand(0)])])])
      },
    ]
  }

  private var sums: [Mistake] {
    let powers = Recipe.apply(Exponential(), [.operand(0)])
    let rowSum = Recipe.apply(RowSum(), [powers])
    return [
      Mistake(
        "not-normalised", "The exponentials were not divided by their sum.",
        remedy: "Divide every exponential by the sum of its row."
      ) { _ in powers },
      Mistake(
        "divided-by-sum-of-logits", "The exponentials were divided by the sum of the scores.",
        remedy: "Divide by the sum of the exponentials."
      ) { scene in .apply(DivideByRow(), [powers, .apply(RowSum(), [scene.visibleScores])]) },
      Mistake(
        "no-exponential", "The scores were divided by their sum, without exponentials.",
        remedy: "Take e to the power of each score first."
      ) { scene in
        .apply(
          DivideByRow(), [scene.visibleScores, .apply(RowSum(), [scene.visibleScores])])
      },
      Mistake(
        "softmax-plus-one", "1 was added to the row sum.",
        remedy: "Divide by the sum of the exponentials and nothing more, unless the model says so."
      ) { scene in
        .apply(DivideByRow(), [powers, .apply(AddConstant(.one), [rowSum])])
      },
      Mistake(
        "softmax-plus-one", "1 was added to the row sum after the maximum was taken off.",
        remedy: "Divide by the sum of the exponentials and nothing more, unless the model says so."
      ) { _ in
        let shifted = Recipe.apply(
          ShiftedExponential(), [.operand(0), .apply(RowMaximum(), [.operand(0)])])
        return .apply(
          DivideByRow(), [shifted, .apply(AddConstant(.one), [.apply(RowSum(), [shifted])])])
      },
    ]
  }

  private var exponentials: [Mistake] {
    [2.0, 10].map { base in
      Mistake(
        "wrong-exponential-base", "\(Int(base)) was raised to the scores instead of e.",
        remedy: "Use e = 2.71828…, the exp key."
      ) { _ in .apply(Self.softmax, [.apply(Scale(by: .number(log(base))), [.operand(0)])]) }
    } + [
      Mistake(
        "exponential-of-zero-is-zero", "e⁰ was written 0.",
        remedy: "Every number to the power 0 is 1."
      ) { _ in
        let powers = Recipe.apply(Exponential(), [.operand(0)])
        let holes = Recipe.apply(
          CellProduct(), [powers, .apply(CellFunction(.isZero), [.operand(0)])])
        return Self.normalised(.apply(Difference(), [powers, holes]))
      },
      Mistake(
        "negative-exponent-misread", "e^(−a) was read as e^a.",
        remedy: "A negative exponent makes a number between 0 and 1: e^(−a) = 1/e^a."
      ) { scene in Self.misread(scene, keepsSign: false) },
      Mistake(
        "negative-exponent-misread", "e^(−a) was read as −e^a.",
        remedy: "A negative exponent makes a number between 0 and 1: e^(−a) = 1/e^a."
      ) { scene in Self.misread(scene, keepsSign: true) },
    ]
  }

  private static func normalised(_ powers: Recipe) -> Recipe {
    .apply(DivideByRow(), [powers, .apply(RowSum(), [powers])])
  }

  /// e^|a| of the scores before the mask, which is applied again as zeros.
  private static func misread(_ scene: MistakeScene, keepsSign: Bool) -> Recipe? {
    guard let scores = scene.unmaskedScores else { return nil }
    let sizes = Recipe.apply(Exponential(), [.apply(CellFunction(.absolute), [scores])])
    let signed =
      keepsSign
      ? Recipe.apply(CellProduct(), [sizes, .apply(CellFunction(.sign), [scores])]) : sizes
    return normalised(
      .apply(CellProduct(), [signed, .apply(FiniteIndicator(), [.operand(0)])]))
  }

  private var maxima: [Mistake] {
    [
      Mistake(
        "maximum-over-wrong-axis",
        "The maximum of each column was taken off, then rows were shared out.",
        remedy: "Take the maximum of the same row that is shared out."
      ) { _ in
        let turned = Recipe.apply(ExchangeAxes(), [.operand(0)])
        let powers = Recipe.apply(
          ShiftedExponential(), [turned, .apply(RowMaximum(), [turned])])
        return Self.normalised(.apply(ExchangeAxes(), [powers]))
      }
    ]
  }

  private var otherScores: [Mistake] {
    [
      Mistake(
        "softmax-of-unscaled-scores", "The softmax took the raw scores, not the scaled ones.",
        remedy: "Use the scaled scores."
      ) { scene in
        guard let raw = scene.stage(.rawScores) else { return nil }
        return .apply(Self.softmax, [.again(.maskedScores, [raw])])
      },
      Mistake(
        "softmax-of-negated-scores", "The sign of the scores was turned.",
        remedy: "Large scores get large weights: e to the power of the score itself."
      ) { scene in
        guard let scaled = scene.unmaskedScores else { return nil }
        return .apply(
          Self.softmax,
          [.again(.maskedScores, [.apply(Scale(by: .number(-1)), [scaled])])])
      },
      Mistake(
        "mask-after-softmax",
        "The mask was applied to the weights and the rows not shared out again.",
        remedy: "Mask the scores with −∞ before the softmax."
      ) { scene in
        guard let scaled = scene.unmaskedScores else { return nil }
        return .apply(
          CellProduct(),
          [.apply(Self.softmax, [scaled]), .apply(FiniteIndicator(), [.operand(0)])])
      },
    ]
  }

  private var others: [Mistake] {
    [
      Mistake(
        "softmax-twice", "The softmax was applied twice.",
        remedy: "Apply it once; the weights go straight to the values."
      ) { _ in .apply(Self.softmax, [.apply(Self.softmax, [.operand(0)])]) },
      Mistake(
        "hardmax", "The largest score got all the weight.",
        remedy: "The softmax shares out: every visible key gets some weight."
      ) { _ in .apply(MaximumIndicator(), [.operand(0)]) },
      Mistake(
        "sigmoid-per-cell", "A sigmoid was applied to every cell.",
        remedy: "Cells of a row share one whole: divide by the sum of the row."
      ) { _ in .apply(CellFunction(.sigmoid), [.operand(0)]) },
      Mistake(
        "scaled-after-softmax", "The scale was applied to the weights.",
        remedy: "Scale the scores, before the softmax."
      ) { scene in
        guard let size = scene.size(.keyDimension, of: .key), size > 1,
          let raw = scene.stage(.rawScores)
        else { return nil }
        return .apply(
          Scale(by: .inverseRoot(of: size)),
          [.apply(Self.softmax, [.again(.maskedScores, [raw])])])
      },
      Mistake(
        "scaled-after-softmax", "The scale was applied a second time, to the weights.",
        remedy: "Scale the scores, before the softmax, and nothing after it."
      ) { scene in
        guard let size = scene.size(.keyDimension, of: .key), size > 1 else { return nil }
        return .apply(
          Scale(by: .inverseRoot(of: size)), [.apply(Self.softmax, [.operand(0)])])
      },
    ]
  }

  private var emptyRowConventions: [Mistake] {
    let words = "A row without visible keys was treated otherwise than the problem says."
    let remedy =
      "Say what such a row gives: empty_rows is nan, or zero as in PyTorch SDPA and ONNX."
    let other: EmptyRows = emptyRows == .nan ? .zero : .nan
    return [
      Mistake("empty-row-convention", words, remedy: remedy) { _ in
        .apply(Softmax(emptyRows: other), [.operand(0)])
      },
      Mistake(
        "empty-row-convention", "A row without visible keys got equal weights.", remedy: remedy
      ) { _ in
        .apply(Self.softmax, [.apply(CellFunction(.atLeast(-1e9)), [.operand(0)])])
      },
    ]
  }
}

extension MistakeScene {
  /// The scores of a softmax with 0 where a key is blocked: nobody adds up −∞.
  var visibleScores: Recipe {
    guard let scores = unmaskedScores else { return .operand(0) }
    return .apply(CellProduct(), [scores, .apply(FiniteIndicator(), [.operand(0)])])
  }

  /// The scores as they are before the mask.
  var unmaskedScores: Recipe? { stage(.cappedScores) ?? stage(.scaledScores) }
}

extension Tensor where Scalar == Double {
  /// The number 1.
  fileprivate static var one: Tensor<Double> { Tensor(axes: [Axis(.one, 1)], scalars: [1]) }
}
