// SPDX-License-Identifier: MIT

import Tensors

extension Scale {
  public var mistakes: [Mistake] {
    guard scalesScores else { return [] }
    var result = [
      instead(
        "no-scaling", "The scores were not scaled.", .number(1)),
      instead(
        "scaled-twice", "The scores were scaled twice, once in Q and once here.",
        .number(factor.value * factor.value)),
      instead(
        "multiplied-by-root", "The scores were multiplied where they should be divided.",
        .number(1 / factor.value)),
    ]
    if case .inverseRoot(let dimension) = factor {
      result += byDimensions(dimension)
    } else {
      result.append(
        insteadByRoot(
          "scaled-by-wrong-dimension", "1/√d_k stood in for the scale the problem gives.",
          .keyDimension, .key))
    }
    return result
  }

  private func byDimensions(_ dimension: Int) -> [Mistake] {
    [
      instead(
        "scaled-by-key-dimension", "The scores were divided by d_k instead of its root.",
        .number(1 / Double(dimension))),
      instead("scaled-by-two", "The scores were divided by 2, as if d_k were 4.", .number(0.5)),
      insteadByRoot(
        "scaled-by-model-dimension", "The scores were divided by the root of d_model.", .model,
        .input),
      insteadByRoot(
        "scaled-by-wrong-dimension", "The root of the number of keys stood in for √d_k.", .key,
        .rawScores),
      insteadByRoot(
        "scaled-by-wrong-dimension", "The root of d_v stood in for √d_k.", .valueDimension, .value),
    ]
  }

  private var remedy: String {
    if case .inverseRoot = factor {
      return "Divide every score by √d_k, the root of the size of one head's keys."
    }
    return "Multiply every score by the scale the problem gives, once."
  }

  private func instead(
    _ id: String, _ summary: String, _ other: ScaleFactor
  ) -> Mistake {
    Mistake(id, summary, remedy: remedy) { [factor] _ in
      // A wrong number that is the right one is no mistake.
      abs(other.value / factor.value - 1) < 1e-12
        ? nil : .apply(Scale(by: other), [.operand(0)])
    }
  }

  private func insteadByRoot(
    _ id: String, _ summary: String, _ axis: AxisName, _ stage: StageID
  ) -> Mistake {
    Mistake(id, summary, remedy: remedy) { [factor] scene in
      guard let size = scene.size(axis, of: stage), size > 0 else { return nil }
      let other = ScaleFactor.inverseRoot(of: size)
      guard abs(other.value / factor.value - 1) >= 1e-12 else { return nil }
      return .apply(Scale(by: other), [.operand(0)])
    }
  }

  static let gradientMistakes = [
    Mistake(
      "gradient-scale-missing", "The gradient was passed back without the scale.",
      remedy:
        "What was multiplied by 1/√d_k on the way forward is multiplied by it on the way back."
    ) { _ in .operand(0) }
  ]
}
