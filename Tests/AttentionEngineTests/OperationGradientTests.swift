// SPDX-License-Identifier: MIT

import TestSupport
import Tensors
import Testing

@testable import AttentionEngine

/// Recorded gradients against central differences of `evaluate`, in float64.
@Suite struct OperationGradientTests {
  @Test(arguments: OperationSamples.all)
  func `the gradient is the slope of evaluate`(_ sample: OperationSample) throws {
    let (tape, result) = try recorded(sample)
    let trace = tape.finish()
    for index in sample.operands.indices {
      let found = trace[Self.stage(index).gradient]
      switch sample.slope {
      case .derivative(let operands):
        guard operands[index] else {
          #expect(found == nil)
          continue
        }
        let gradient = try #require(found)
        #expect(gradient.axes == sample.operands[index])
        try compare(
          gradient.doubles, tape.entries[result.index].operation, sample.tensors(), index,
          upstream: trace[Self.result.gradient])
      case .passedOn:
        #expect(found?.doubles == trace[Self.result.gradient]?.doubles)
      case .absent: break
      }
    }
  }

  /// A gradient is made of operations; each of them is held to its own differences in turn, so
  /// that what backward recorded could be differentiated again.
  @Test(arguments: OperationSamples.all)
  func `gradients of gradients are slopes too`(_ sample: OperationSample) throws {
    guard case .derivative = sample.slope else { return }
    let (tape, result) = try recorded(sample)
    for entry in tape.entries.dropFirst(result.index + 1) {
      guard let operation = entry.operation else { continue }
      let operands = entry.operands.map { tape.entries[$0].tensor }
      var inner = Tape<Double>()
      let values = operands.enumerated().map { inner.give(Self.stage($0.offset), $0.element) }
      let again = try inner.name(try inner.apply(operation, values), Self.result)
      var random = RandomNumbers(seed: 29)
      try inner.recordBackward(from: again, upstream: random.tensor(inner.axes(again)))
      let trace = inner.finish()
      for index in operands.indices {
        // An indicator jumps and has none.
        guard let gradient = trace[Self.stage(index).gradient] else {
          #expect(
            operation is MaximumIndicator || operation is LargerIndicator || operation is Rotary)
          continue
        }
        try compare(
          gradient.doubles, operation, operands, index, upstream: trace[Self.result.gradient])
      }
    }
  }

  // MARK: - Helpers

  private static let result = StageID("result")
  private static func stage(_ operand: Int) -> StageID { StageID("operand_\(operand)_") }

  private func recorded(_ sample: OperationSample) throws -> (Tape<Double>, TapeValue) {
    var tape = Tape<Double>()
    let values = sample.tensors(as: Double.self).enumerated()
      .map { tape.give(Self.stage($0.offset), $0.element) }
    let result = try tape.name(try tape.apply(sample.operation, values), Self.result)
    var random = RandomNumbers(seed: 23)
    try tape.recordBackward(from: result, upstream: random.tensor(tape.axes(result)))
    return (tape, result)
  }

  /// L = Σ upstream ⊙ result; ∂L/∂x ≈ (L(x + h) − L(x − h)) / 2h.
  ///
  /// With h = ε^(1/3) ≈ 6e-6 both errors are near ε^(2/3) ≈ 4e-11: h²/6 times the third
  /// derivative, and a rounding of L divided by h. Third derivatives here stay below 50 times the
  /// terms of L and sums below 50 roundings, so 2e-9 times those terms is allowed.
  private func compare(
    _ gradient: [Double], _ operation: (any Operation)?, _ operands: [Tensor<Double>],
    _ index: Int, upstream: AnyTensor?
  ) throws {
    let operation = try #require(operation)
    let upstream = try #require(upstream).doubles
    let step = 6e-6
    let size = max(1, upstream.reduce(0) { $0 + abs($1) } / Double(max(1, upstream.count)))
    var places = Array(operands[index].scalars.indices)
    var random = RandomNumbers(seed: 31)
    places.shuffle(using: &random)
    for place in places.prefix(23) where operands[index].scalars[place].isFinite {
      func loss(_ change: Double) throws -> [Double] {
        var changed = operands
        var numbers = operands[index].scalars
        numbers[place] += change
        changed[index] = Tensor(axes: operands[index].axes, scalars: numbers)
        return try operation.evaluate(changed).scalars
      }
      let (above, below) = (try loss(step), try loss(-step))
      var slope = 0.0
      var terms = size
      for cell in upstream.indices where above[cell] != below[cell] {
        slope += upstream[cell] * (above[cell] - below[cell]) / (2 * step)
        terms += abs(upstream[cell] * above[cell])
      }
      #expect(
        abs(gradient[place] - slope) <= 2e-9 * terms,
        "operand \(index), place \(place): \(gradient[place]), differences give \(slope)")
    }
  }
}
