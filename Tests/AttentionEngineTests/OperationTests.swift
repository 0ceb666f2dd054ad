// SPDX-License-Identifier: MIT

import AttentionEngine
import Foundation
import TestSupport
import Tensors
import Testing

/// What every operation owes, whatever it computes.
@Suite struct OperationTests {
  @Test func `every operation has a sample`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources/AttentionEngine/Operations")
    let tried = Set(OperationSample.all.map { "\(type(of: $0.operation))" })
    var found = 0
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path()) {
      guard file.hasSuffix(".swift") else { continue }
      let source = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      for match in source.matches(of: /public struct (\w+): Operation/) {
        found += 1
        #expect(tried.contains(String(match.1)), "\(file) states \(match.1) without a sample")
      }
    }
    #expect(found > 20)
  }

  @Test(arguments: OperationSample.all)
  func `float64: the fast way equals the sum a person would do`(_ sample: OperationSample) throws {
    try holdsTogether(sample, as: Double.self)
  }

  @Test(arguments: OperationSample.all)
  func `float32: the fast way equals the sum a person would do`(_ sample: OperationSample) throws {
    try holdsTogether(sample, as: Float.self)
  }

  /// Cell by cell, within the bound that the sum itself gives (`BoundedNumber`).
  private func holdsTogether<Scalar: TensorScalar>(
    _ sample: OperationSample, as type: Scalar.Type
  ) throws {
    let operands: [Tensor<Scalar>] = sample.tensors()
    let result = try sample.operation.evaluate(operands)
    let axes = try sample.operation.resultAxes(sample.operands)
    #expect(result.axes == axes)
    let unit = Scalar.precision.unitRoundoff
    var worst = 0.0
    for cell in cells(axes.map(\.size)) {
      let tree = sample.operation.arithmetic(of: cell, sample.operands)
      let exact = tree.evaluate { index, cell in
        BoundedNumber(value: Double(operands[index][cell]))
      }
      let got = Double(result[cell])
      if exact.value.isFinite {
        let bound = exact.error * unit + Double(Scalar.leastNormalMagnitude)
        worst = max(worst, abs(got - exact.value) / bound)
        #expect(abs(got - exact.value) <= bound, "\(sample.name) \(cell): \(got), \(exact.value)")
      } else {
        #expect(got.isNaN == exact.value.isNaN && (got.isNaN || got == exact.value))
      }
    }
    #expect(worst <= 1)
  }

  /// BLAS against the loop, through the operation: same bound as above.
  @Test(arguments: OperationSample.all.filter { $0.operation is MatrixProduct })
  func `OpenBLAS equals the plain loop`(_ sample: OperationSample) throws {
    let operands: [Tensor<Double>] = sample.tensors()
    let product = try #require(sample.operation as? MatrixProduct)
    let fast = try product.evaluate(operands)
    let plain = try product.evaluate(operands, method: .plain)
    let inner = Double(sample.operands[0].last?.size ?? 0) + 25
    // Each of at most 25 products is at most 2·2.
    let bound = inner * 4 * 25 * Double.ulpOfOne
    for (a, b) in zip(fast.scalars, plain.scalars) { #expect(abs(a - b) <= bound) }
  }

  /// Central differences: an error of h²·f‴/6 and of u·|f|/h; with h = 1e-5 both stay below 1e-8 for
  /// functions and weights of size 1 summed over a few hundred cells.
  @Test(arguments: OperationSample.all.filter { !$0.smoothOperands.isEmpty })
  func `gradients agree with central differences`(_ sample: OperationSample) throws {
    let operands: [Tensor<Double>] = sample.tensors(seed: 11)
    let axes = try sample.operation.resultAxes(sample.operands)
    var numbers = SplitMix64(seed: 13)
    let upstream = Tensor<Double>.random(axes, in: -1...1, using: &numbers)

    var tape = Tape<Double>()
    let given = operands.enumerated().map { tape.give(StageID("operand_\($0)"), $1) }
    let unnamed = try tape.apply(sample.operation, given)
    let result = try tape.name(unnamed, StageID("result"))
    try tape.recordBackward(from: result, upstream: upstream)
    let trace = tape.finish()

    func loss(_ operands: [Tensor<Double>]) throws -> Double {
      let result = try sample.operation.evaluate(operands)
      return zip(result.scalars, upstream.scalars).reduce(0) {
        $1.0.isFinite ? $0 + $1.0 * $1.1 : $0
      }
    }
    let step = 1e-5
    for operand in sample.smoothOperands {
      let gradient = try #require(trace[StageID("grad_operand_\(operand)")], "\(sample.name)")
      #expect(gradient.axes == sample.operands[operand])
      let count = operands[operand].count
      for place in stride(from: 0, to: count, by: max(1, count / 29)) {
        func moved(_ by: Double) -> [Tensor<Double>] {
          var scalars = operands[operand].scalars
          scalars[place] += by
          var changed = operands
          changed[operand] = Tensor(axes: sample.operands[operand], scalars: scalars)
          return changed
        }
        let slope = (try loss(moved(step)) - loss(moved(-step))) / (2 * step)
        let recorded = gradient.doubles[place]
        // A mask passes gradients on unchanged, also where the cell is hidden.
        if sample.operation is Mask, isHidden(sample, place) { continue }
        #expect(abs(slope - recorded) < 1e-7, "\(sample.name) operand \(operand), place \(place)")
      }
    }
  }

  private func isHidden(_ sample: OperationSample, _ place: Int) -> Bool {
    let shape = sample.operands[0].map(\.size)
    let tree = sample.operation.arithmetic(of: cells(shape)[place], sample.operands)
    if case .blocked = tree { return true }
    return false
  }
}

/// All cells of a shape, row-major.
func cells(_ shape: [Int]) -> [[Int]] {
  shape.reduce([[]]) { cells, size in cells.flatMap { cell in (0..<size).map { cell + [$0] } } }
}

extension BoundedNumber {
  /// A recorded number: it is what it is, without an error of its own.
  init(value: Double) {
    self.value = value
    error = 0
  }
}
