// SPDX-License-Identifier: MIT

import Foundation
import Tensors
import TestSupport
import Testing

/// e^x and tanh x against the C library, whose results are within 1 ulp of the truth.
@Suite struct ExponentialTests {
  /// Runs a kernel over numbers.
  private func apply<Scalar: TensorScalar>(
    _ kernel: (UnsafeMutablePointer<Scalar>, Int) -> Void, _ numbers: [Scalar]
  ) -> [Scalar] {
    var result = numbers
    result.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { kernel(base, buffer.count) }
    }
    return result
  }

  private func exponentials<Scalar: TensorScalar>(_ numbers: [Scalar]) -> [Scalar] {
    apply({ Scalar.exponentiate($0, count: $1) }, numbers)
  }

  private func tangents<Scalar: TensorScalar>(_ numbers: [Scalar]) -> [Scalar] {
    apply({ Scalar.hyperbolicTangent($0, count: $1) }, numbers)
  }

  private func worst<Scalar: BinaryFloatingPoint>(
    _ name: String, _ inputs: [Scalar], _ found: [Scalar], _ expected: (Scalar) -> Scalar,
    _ distance: (Scalar, Scalar) -> Int?
  ) {
    var largest = 0
    for (input, result) in zip(inputs, found) {
      let ulps = distance(result, expected(input)) ?? .max
      if ulps > 2 {
        Issue.record("\(name)(\(input)) is \(result), not \(expected(input)): \(ulps) ulp")
        return
      }
      largest = max(largest, ulps)
    }
    print("largest difference of \(name): \(largest) ulp over \(inputs.count) numbers")
  }

  @Test func `float32 exponentials are within 2 ulp, subnormal ones too`() {
    let inputs = denseSamples(40_000).map { Float($0) }
    worst("exp, float32", inputs, exponentials(inputs), { exp($0) }, ulpDistance)
  }

  @Test func `float64 exponentials are within 2 ulp, subnormal ones too`() {
    let inputs = denseSamples(40_000)
    worst("exp, float64", inputs, exponentials(inputs), { exp($0) }, ulpDistance)
  }

  @Test func `float32 tangents are within 2 ulp`() {
    let inputs = denseSamples(20_000).map { Float($0 / 8) }
    worst("tanh, float32", inputs, tangents(inputs), { tanh($0) }, ulpDistance)
  }

  @Test func `float64 tangents are within 2 ulp`() {
    let inputs = denseSamples(20_000).map { $0 / 8 }
    worst("tanh, float64", inputs, tangents(inputs), { tanh($0) }, ulpDistance)
  }

  @Test func `the edges of float32 are the C library's`() {
    let edges: [Float] = [
      0, -0.0, 1, -1, .infinity, -.infinity, .nan, -.nan, 88.722_84, 88.722_85, 89, 1e30,
      -87.336_55, -103.27, -103.97, -103.98, -104, -1e30, .greatestFiniteMagnitude,
      -.greatestFiniteMagnitude, .leastNonzeroMagnitude, .leastNormalMagnitude, 0.625, 9, -9,
      Float(0.625).nextDown,
    ]
    worst("exp, float32", edges, exponentials(edges), { exp($0) }, ulpDistance)
    worst("tanh, float32", edges, tangents(edges), { tanh($0) }, ulpDistance)
    #expect(exponentials([Float.infinity, -.infinity, 0, 89]) == [.infinity, 0, 1, .infinity])
    #expect(tangents([Float.infinity, -.infinity, 0]) == [1, -1, 0])
  }

  @Test func `the edges of float64 are the C library's`() {
    let edges: [Double] = [
      0, -0.0, 1, -1, .infinity, -.infinity, .nan, -.nan, 709.782_712_893_384,
      709.782_712_893_385, 710, 1e300, -708.4, -744.44, -745.13, -745.14, -746, -1e300,
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude,
      .leastNormalMagnitude, 0.625, 19, -19, 0.625.nextDown,
    ]
    worst("exp, float64", edges, exponentials(edges), { exp($0) }, ulpDistance)
    worst("tanh, float64", edges, tangents(edges), { tanh($0) }, ulpDistance)
    #expect(exponentials([Double.infinity, -.infinity, 0, 710]) == [.infinity, 0, 1, .infinity])
    #expect(tangents([Double.infinity, -.infinity, 0]) == [1, -1, 0])
  }

  @Test func `the sign of zero stays`() {
    #expect(tangents([Float(-0.0)])[0].sign == .minus)
    #expect(tangents([Float(0)])[0].sign == .plus)
    #expect(tangents([-0.0])[0].sign == .minus)
  }

  @Test func `a result does not depend on the place in the vector`() {
    var generator = SplitMix64(seed: 3)
    for count in 1...35 {
      let single = (0..<count).map { _ in Float.random(in: -105...90, using: &generator) }
      let double = (0..<count).map { _ in Double.random(in: -750...710, using: &generator) }
      #expect(exponentials(single) == single.map { exponentials([$0])[0] })
      #expect(exponentials(double) == double.map { exponentials([$0])[0] })
      let narrow = double.map { $0 / 200 }
      #expect(tangents(narrow) == narrow.map { tangents([$0])[0] })
      #expect(tangents(single) == single.map { tangents([$0])[0] })
    }
  }
}
