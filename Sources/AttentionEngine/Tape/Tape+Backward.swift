// SPDX-License-Identifier: MIT

import Tensors

extension Tape {
  /// Records the backward pass: from the gradient of one value to those of all it came from.
  ///
  /// Walks the tape from `value` to its beginning; every operation records its own reverse step. A
  /// value that was used in several places gets the sum of what comes back from each. Each named
  /// value gets its gradient under `grad_<id>`.
  ///
  /// - Parameters:
  ///   - value: What the loss is a function of.
  ///   - upstream: The gradient of the loss with respect to it, of the same shape.
  /// - Throws: `ShapeError` when `upstream` has another shape.
  public mutating func recordBackward(
    from value: TapeValue, upstream: Tensor<Scalar>
  ) throws(ShapeError) {
    let axes = axes(value)
    guard upstream.shape == axes.map(\.size) else {
      throw .notBroadcastable(from: upstream.axes.inWords, to: axes.inWords)
    }
    guard let last = entries[value.index].stage else { return }
    var arriving: [Int: [TapeValue]] = [:]
    arriving[value.index] = [give(last.gradient, upstream.relabelled(axes))]
    for index in (0...value.index).reversed() {
      guard let contributions = arriving[index], var total = contributions.first else { continue }
      for (count, contribution) in contributions.enumerated().dropFirst() {
        let isLast = count == contributions.count - 1
        total = try apply(
          Addition(), [total, contribution],
          mistakes: Self.contributionMistakes(alone: isLast ? contributions : []))
      }
      if index != value.index, let stage = entries[index].stage {
        total = try name(total, stage.gradient, axes: entries[index].tensor.axes)
      }
      guard let operation = entries[index].operation else { continue }
      let operands = entries[index].operands
      var step = ReverseStep(
        tape: self, upstream: total, operands: operands.map(TapeValue.init),
        result: TapeValue(index: index))
      let gradients = try operation.gradient(&step)
      self = step.tape
      for (operand, gradient) in zip(operands, gradients) {
        if let gradient { arriving[operand, default: []].append(gradient) }
      }
    }
  }

  /// A value that was used several times has several gradients, to be added: one may be left out, or
  /// all others overwritten by one.
  private static func contributionMistakes(alone: [TapeValue]) -> [Mistake] {
    let recipes = [Recipe.operand(0), .operand(1)] + alone.map { .record($0.index) }
    return recipes.map { recipe in
      Mistake(
        "gradient-contribution-missing",
        "What comes back from one use of the value was left out, or overwritten.",
        remedy: "Add up the gradients of all uses: += and not =."
      ) { _ in recipe }
    }
  }
}
