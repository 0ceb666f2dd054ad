// SPDX-License-Identifier: MIT

import Tensors
import TestSupport
import Testing

/// OpenBLAS against the plain loop.
///
/// Both add k rounded products in some order, so each is within k·u·Σ|a||b| of the true sum (Higham,
/// "Accuracy and Stability of Numerical Algorithms", section 3.1), u being half of
/// `Precision.unitRoundoff`; they differ by at most twice that. One more covers second-order terms.
@Suite struct MatrixProductTests {
  /// How an operand lies in memory.
  enum Form: CaseIterable, Sendable {
    case plain, transposed, heads, slice, repeated, everySecond
  }

  @Test(arguments: Form.allCases, Form.allCases)
  func `OpenBLAS equals the plain loop on every view, float32`(left: Form, right: Form) throws {
    try compare(Float.self, left, right)
  }

  @Test(arguments: Form.allCases, Form.allCases)
  func `OpenBLAS equals the plain loop on every view, float64`(left: Form, right: Form) throws {
    try compare(Double.self, left, right)
  }

  private func compare<Scalar: TensorScalar>(
    _ type: Scalar.Type, _ leftForm: Form, _ rightForm: Form
  ) throws {
    var generator = SplitMix64(seed: 11)
    let sizes = distinctPrimes(4, using: &generator)
    let (items, rows, inner, columns) = (sizes[0], sizes[1], sizes[2], sizes[3])
    let left: Tensor<Scalar> = operand(leftForm, [items, rows, inner], &generator)
    let right: Tensor<Scalar> = operand(rightForm, [items, inner, columns], &generator)
    let leading = [Axis(.head, items)]
    let fast = try Tensor.matrixProduct(left, right, leading: leading)
    let plain = try Tensor.matrixProduct(left, right, leading: leading, method: .plain)
    #expect(fast.shape == [items, rows, columns])
    for item in 0..<items {
      for row in 0..<rows {
        for column in 0..<columns {
          var sum = 0.0
          var magnitude = 0.0
          for k in 0..<inner {
            let product = Double(left[[item, row, k]]) * Double(right[[item, k, column]])
            sum += product
            magnitude += abs(product)
          }
          let bound = Double(inner + 1) * Scalar.precision.unitRoundoff * magnitude
          let cell = [item, row, column]
          try #require(abs(Double(fast[cell]) - Double(plain[cell])) <= bound, "\(cell)")
          try #require(abs(Double(plain[cell]) - sum) <= bound, "\(cell)")
        }
      }
    }
  }

  /// A random tensor of a shape `[item, row, column]` that lies in memory in a certain way.
  private func operand<Scalar: TensorScalar>(
    _ form: Form, _ shape: [Int], _ generator: inout SplitMix64
  ) -> Tensor<Scalar> {
    func random(_ sizes: Int...) -> Tensor<Scalar> {
      .random(
        sizes.enumerated().map { Axis(AxisName(rawValue: "\($0.offset)"), $0.element) },
        using: &generator)
    }
    switch form {
    case .plain: return random(shape[0], shape[1], shape[2])
    case .transposed: return random(shape[0], shape[2], shape[1]).exchanging(1, 2)
    case .heads: return random(shape[1], shape[0], shape[2]).exchanging(0, 1)
    case .slice:
      return random(shape[0] + 1, shape[1] + 2, shape[2] + 3).slicing(0, 1..<(shape[0] + 1))
        .slicing(1, 1..<(shape[1] + 1)).slicing(2, 3..<(shape[2] + 3))
    case .repeated:
      let axes = [Axis("0", shape[0]), Axis("1", shape[1]), Axis("2", shape[2])]
      return (try? random(1, 1, shape[2]).broadcast(to: axes)) ?? random(0, 0, 0)
    case .everySecond:
      return random(shape[0], shape[1], shape[2] * 2)
        .splitting(2, into: [Axis("2", shape[2]), Axis("3", 2)]).slicing(3, 1..<2)
        .removingAxis(at: 3)
    }
  }

  /// Large matrices are shared out by columns, a row alone is computed with all its columns.
  ///
  /// Each cell is the same sum, so the bits are the same: however the right operand lies, and beside the
  /// widths of tiles.
  @Test(arguments: [(59, 337, 401), (257, 1021, 131), (3, 9029, 31), (2, 53, 9007)])
  func `a large product is its rows, each computed alone`(rows: Int, columns: Int, inner: Int)
    throws
  {
    var generator = SplitMix64(seed: 43)
    let axes = (m: Axis("m", rows), k: Axis("k", inner), n: Axis("n", columns))
    let left = Tensor<Float>.random([axes.m, axes.k], using: &generator)
    let stored = Tensor<Float>.random([axes.k, axes.n], using: &generator)
    let turned = stored.exchanging(0, 1).contiguous().exchanging(0, 1)
    let whole = try Tensor.matrixProduct(left, stored, leading: [])
    let other = try Tensor.matrixProduct(left, turned, leading: [])
    let alone = Tensor(onDemand: try Tensor.productRows(left, stored, leading: []))
    for row in [0, rows / 2, rows - 1] {
      let plain = try Tensor.matrixProduct(
        left.slicing(0, row..<(row + 1)), stored, leading: [], method: .plain)
      for column in 0..<columns {
        let cell = [row, column]
        try #require(alone[cell] == whole[cell])
        try #require(other[cell] == whole[cell])
        var magnitude = 0.0
        for k in 0..<inner { magnitude += abs(Double(left[[row, k]] * stored[[k, column]])) }
        let bound = Double(inner + 1) * Precision.float32.unitRoundoff * magnitude
        try #require(abs(Double(whole[cell] - plain[[0, column]])) <= bound)
      }
    }
  }

  @Test func `leading axes stretch on either side`() throws {
    var generator = SplitMix64(seed: 12)
    let batch = Axis(.batch, 2)
    let head = Axis(.head, 3)
    let left = Tensor<Double>.random(
      [batch, Axis(.one, 1), Axis(.query, 5), Axis(.model, 7)], using: &generator)
    let right = Tensor<Double>.random([head, Axis(.model, 7), Axis(.key, 11)], using: &generator)
    let product = try Tensor.matrixProduct(left, right, leading: [batch, head])
    let plain = try Tensor.matrixProduct(left, right, leading: [batch, head], method: .plain)
    #expect(product.axes.inWords == "[batch=2, head=3, query=5, key=11]")
    for (fast, slow) in zip(product.scalars, plain.scalars) { #expect(abs(fast - slow) < 1e-12) }
    var sum = 0.0
    for k in 0..<7 { sum += left[[1, 0, 4, k]] * right[[2, k, 10]] }
    #expect(abs(plain[[1, 2, 4, 10]] - sum) < 1e-12)

    // One matrix for all items: multiplied as one tall matrix.
    let shared = Tensor<Double>.random([Axis(.model, 7), Axis(.key, 11)], using: &generator)
    let many = Tensor<Double>.random(
      [batch, head, Axis(.query, 5), Axis(.model, 7)], using: &generator)
    let tall = try Tensor.matrixProduct(many, shared, leading: [batch, head])
    for (b, h) in [(0, 0), (0, 2), (1, 1)] {
      let one = try Tensor.matrixProduct(
        many.slicing(0, b..<(b + 1)).slicing(1, h..<(h + 1)), shared,
        leading: [Axis(.batch, 1), Axis(.head, 1)], method: .plain)
      for row in 0..<5 {
        for column in 0..<11 {
          #expect(abs(tall[[b, h, row, column]] - one[[0, 0, row, column]]) < 1e-12)
        }
      }
    }
  }

  @Test func `an empty inner axis sums to zero, an empty result is empty`() throws {
    let left = Tensor<Float>(axes: [Axis(.query, 3), Axis(.model, 0)], scalars: [])
    let right = Tensor<Float>(axes: [Axis(.model, 0), Axis(.key, 2)], scalars: [])
    #expect(try Tensor.matrixProduct(left, right, leading: []).scalars == [0, 0, 0, 0, 0, 0])
    #expect(
      try Tensor.matrixProduct(right.exchanging(0, 1), left.exchanging(0, 1), leading: []).scalars
        == [0, 0, 0, 0, 0, 0])
    #expect(
      try Tensor.matrixProduct(
        Tensor<Float>(axes: [Axis(.query, 0), Axis(.model, 2)], scalars: []),
        Tensor<Float>(axes: [Axis(.model, 2), Axis(.key, 3)], repeating: 1), leading: []
      )
      .shape == [0, 3])
  }

  @Test func `nan and infinity arrive, and only in their cells`() throws {
    let left = Tensor<Double>(
      axes: [Axis(.query, 2), Axis(.model, 2)], scalars: [1, .nan, 2, -.infinity])
    let right = Tensor<Double>(axes: [Axis(.model, 2), Axis(.key, 1)], scalars: [1, 1])
    for method in [Tensor<Double>.ProductMethod.fast, .plain] {
      let result = try Tensor.matrixProduct(left, right, leading: [], method: method)
      #expect(result[[0, 0]].isNaN)
      #expect(result[[1, 0]] == -.infinity)
    }
  }

  @Test func `misfits are refused by name`() {
    let left = Tensor<Float>(axes: [Axis(.query, 3), Axis(.keyDimension, 2)], repeating: 0)
    let right = Tensor<Float>(axes: [Axis(.keyDimension, 5), Axis(.key, 2)], repeating: 0)
    #expect(
      throws: ShapeError.axisMismatch(
        axis: "key_dim", left: 2, right: 5, context: "matrix product")
    ) { try Tensor.matrixProduct(left, right, leading: []) }
    let vector = Tensor<Float>(axes: [Axis(.query, 3)], repeating: 0)
    #expect(throws: ShapeError.self) { try Tensor.matrixProduct(left, vector, leading: []) }
    let heads = Tensor<Float>(axes: [Axis(.head, 3), Axis("k", 2), Axis("n", 2)], repeating: 0)
    #expect(throws: ShapeError.self) {
      try Tensor.matrixProduct(left, heads, leading: [Axis(.head, 2)])
    }
  }
}
