// SPDX-License-Identifier: MIT

import Foundation
import Tensors
import Testing

@testable import AttentionEngine

@Suite struct OperationTests {
  @Test func `every operation file has a sample`() throws {
    let operations = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/AttentionEngine/Operations")
    let files = try FileManager.default.contentsOfDirectory(atPath: operations.path)
      .filter { $0.hasSuffix(".swift") }
    let sampled = Set(OperationSamples.all.map(\.typeName))
    var declared: Set<String> = []
    for file in files {
      let text = try String(contentsOf: operations.appendingPathComponent(file), encoding: .utf8)
      for match in text.matches(of: /struct (\w+): Operation/) { declared.insert("\(match.1)") }
    }
    #expect(declared.count >= 28)
    #expect(declared.subtracting(sampled) == [], "without a sample in OperationSamples")
    #expect(sampled.subtracting(declared) == [])
  }

  @Test func `names of samples are unique`() {
    let names = OperationSamples.all.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: OperationSamples.all)
  func `evaluate is the arithmetic of every cell in float64`(_ sample: OperationSample) throws {
    try compareCells(sample, as: Double.self)
  }

  @Test(arguments: OperationSamples.all)
  func `evaluate is the arithmetic of every cell in float32`(_ sample: OperationSample) throws {
    try compareCells(sample, as: Float.self)
  }

  /// The bound of each cell is `BoundedNumber`'s.
  private func compareCells<Scalar: TensorScalar>(
    _ sample: OperationSample, as type: Scalar.Type
  ) throws {
    let operands = sample.tensors(as: type)
    let result = try sample.operation.evaluate(operands)
    #expect(result.axes == (try sample.operation.resultAxes(sample.operands)))
    for cell in allCells(result.shape) {
      let tree = sample.operation.arithmetic(of: cell, sample.operands)
      let expected = tree.evaluate { index, operandCell in
        BoundedNumber(exact: Double(operands[index][operandCell]))
      }
      let found = Double(result[cell])
      #expect(
        expected.allows(found, Scalar.precision),
        "\(cell): \(found), by hand \(expected.value) ± \(expected.bound(Scalar.precision))")
    }
  }

  /// A view's strides must not show: an operand given as a transposed view gives the same numbers.
  @Test(arguments: OperationSamples.all)
  func `evaluate reads views as it reads copies`(_ sample: OperationSample) throws {
    let copies = sample.tensors(as: Double.self)
    let views = copies.map { tensor in
      guard tensor.axes.count >= 2 else { return tensor }
      let (a, b) = (tensor.axes.count - 2, tensor.axes.count - 1)
      return tensor.exchanging(a, b).contiguous().exchanging(a, b)
    }
    let expected = try sample.operation.evaluate(copies)
    let found = try sample.operation.evaluate(views)
    #expect(found.axes == expected.axes)
    // Bit for bit but for products, whose kernel may add up in another order.
    let isProduct = sample.operation is MatrixProduct
    for (a, b) in zip(found.scalars, expected.scalars) {
      let same = a == b || (a.isNaN && b.isNaN)
      // Terms are at most 4 and there are at most 13.
      #expect(same || (isProduct && abs(a - b) <= 13 * 13 * 4 * Double.ulpOfOne))
    }
  }
}
