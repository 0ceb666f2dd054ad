// SPDX-License-Identifier: MIT

import Tensors
import Testing

@testable import AttentionEngine

@Suite struct MatrixProductTests {
  @Test(arguments: OperationSamples.products)
  func `the plain loop gives what OpenBLAS gives`(_ sample: OperationSample) throws {
    try compare(sample, as: Double.self)
    try compare(sample, as: Float.self)
  }

  /// Two orders of one sum of n terms below 4: each is off by n − 1 roundings of Σ|terms| ≤ 4n,
  /// and each product by one.
  private func compare<Scalar: TensorScalar>(
    _ sample: OperationSample, as type: Scalar.Type
  ) throws {
    let product = try #require(sample.operation as? MatrixProduct)
    let operands = sample.tensors(as: type)
    let fast = try product.evaluate(operands, method: .fast)
    let plain = try product.evaluate(operands, method: .plain)
    #expect(fast.axes == plain.axes)
    let left = sample.operands[0]
    let terms = Double(left[left.count - (product.transposingLeft ? 2 : 1)].size)
    let bound = terms * 4 * terms * Scalar.precision.unitRoundoff
    var largest = 0.0
    for (a, b) in zip(fast.scalars, plain.scalars) { largest = max(largest, Double(abs(a - b))) }
    #expect(largest <= bound)
    #expect(plain.scalars.contains { $0 != 0 })
  }

  @Test func `one cell of the doc comment`() throws {
    let query = Tensor(axes: axes(.query, .keyDimension, sizes: [1, 2]), scalars: [0.43, 1.45])
    let key = Tensor(axes: axes(.key, .keyDimension, sizes: [1, 2]), scalars: [1.22, 0.33])
    let score = try MatrixProduct(transposingRight: true).evaluate([query, key])[[0, 0]]
    // Two products and one sum, each rounded once.
    #expect(abs(score - 1.0031) <= 3 * Double.ulpOfOne)
  }

  @Test func `a sum of no terms is zero`() throws {
    let left = Tensor<Double>(axes: axes(.query, "inner", sizes: [2, 0]), scalars: [])
    let right = Tensor<Double>(axes: axes("inner", .key, sizes: [0, 3]), scalars: [])
    #expect(try MatrixProduct().evaluate([left, right]).scalars == [0, 0, 0, 0, 0, 0])
  }
}
