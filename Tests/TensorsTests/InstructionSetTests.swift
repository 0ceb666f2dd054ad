// SPDX-License-Identifier: MIT

import Tensors
import TestSupport
import Testing

/// The loops of `CKernels` for every instruction set of this processor, against the same in Swift.
///
/// Bit for bit: no product is fused with a sum, and partial sums stand in the same order everywhere.
@Suite(.serialized) struct InstructionSetTests {
  static let sets = InstructionSet.allCases.filter { $0.rawValue <= InstructionSet.best.rawValue }
  /// Below, at and beside the lengths of vectors.
  static let lengths = [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 64, 101]

  @Test(arguments: sets) func `float32 loops give the Swift loops' bits`(_ set: InstructionSet) {
    compare(Float.self, set, Float.exponentiatePlainly, edges: [89, -104, .infinity, 1e30, -1e30])
  }

  @Test(arguments: sets) func `float64 loops give the Swift loops' bits`(_ set: InstructionSet) {
    compare(Double.self, set, Double.exponentiatePlainly, edges: [710, -746, .infinity, 1e300])
  }

  private func compare<Scalar: TensorScalar>(
    _ type: Scalar.Type, _ set: InstructionSet,
    _ plain: (UnsafeMutablePointer<Scalar>, Int) -> Void, edges: [Scalar]
  ) {
    let before = InstructionSet.used
    InstructionSet.used = set
    defer { InstructionSet.used = before }
    var generator = SplitMix64(seed: 23)
    for length in Self.lengths {
      var numbers = (0..<length).map { _ in Scalar(Double.random(in: -80...80, using: &generator)) }
      for edge in edges where length > 30 {
        numbers[Int.random(in: 0..<length, using: &generator)] = edge
      }
      let factor: Scalar = 1.7
      let shift = numbers[length / 2].isFinite ? numbers[length / 2] : 3
      var powers = numbers
      powers.withUnsafeMutableBufferPointer { row in
        if let base = row.baseAddress { plain(base, row.count) }
      }
      var shifted = numbers.map { $0 - shift }
      shifted.withUnsafeMutableBufferPointer { row in
        if let base = row.baseAddress { plain(base, row.count) }
      }
      var sum: Scalar = 0
      #expect(
        changed(numbers) { row in
          if let base = row.baseAddress { Scalar.exponentiate(base, count: row.count) }
        } == powers)
      #expect(changed(numbers) { sum = Scalar.exponentiate($0, shiftedBy: shift) } == shifted)
      #expect(sum == plainSum(shifted))
      #expect(numbers.withUnsafeBufferPointer(Scalar.sum) == plainSum(numbers))
      #expect(numbers.withUnsafeBufferPointer(Scalar.maximum) == numbers.max())
      #expect(changed(numbers) { Scalar.scale($0, by: factor) } == numbers.map { $0 * factor })
      #expect(changed(numbers) { Scalar.divide($0, by: factor) } == numbers.map { $0 / factor })
      compareSoftmax(numbers.map { $0.isFinite ? $0 / 8 : 2 })
      compareSoftmax(numbers.map { $0 < 40 ? $0 : -Scalar.infinity })
      compareSoftmax(numbers.map { _ in -Scalar.infinity })
      numbers[length / 3] = .nan
      #expect(numbers.withUnsafeBufferPointer(Scalar.maximum).isNaN)
      var largest: Scalar = 0
      let shares = changed(numbers) { largest = Scalar.softmax($0) }
      #expect(largest.isNaN && shares.allSatisfy { $0.isNaN })
    }
    #expect(UnsafeBufferPointer<Scalar>(start: nil, count: 0).isEmpty)
  }

  /// The softmax in one call is its three steps, and leaves a row alone that is hidden all along.
  private func compareSoftmax<Scalar: TensorScalar>(_ numbers: [Scalar]) {
    let highest = numbers.withUnsafeBufferPointer(Scalar.maximum)
    var expected = numbers
    if highest != -.infinity {
      expected = changed(numbers) {
        Scalar.divide($0, by: Scalar.exponentiate($0, shiftedBy: highest))
      }
    }
    var largest: Scalar = 0
    let shares = changed(numbers) { largest = Scalar.softmax($0) }
    #expect(largest == highest && shares == expected)
  }

  @Test(arguments: sets) func `float32 quotients are those of division`(_ set: InstructionSet) {
    compareQuotients(Float.self, set)
  }

  @Test(arguments: sets) func `float64 quotients are those of division`(_ set: InstructionSet) {
    compareQuotients(Double.self, set)
  }

  /// All sizes of numbers, significands close to powers of two among them: there a quotient is closest to
  /// the middle between two numbers.
  private func compareQuotients<Scalar: TensorScalar>(_ type: Scalar.Type, _ set: InstructionSet) {
    let before = InstructionSet.used
    InstructionSet.used = set
    defer { InstructionSet.used = before }
    var generator = SplitMix64(seed: 31)
    let ulp = Scalar.ulpOfOne
    func number(_ exponents: ClosedRange<Int>) -> Scalar {
      let near = Scalar(Int.random(in: 1...9, using: &generator)) * ulp
      let significand: Scalar =
        switch Int.random(in: 0...3, using: &generator) {
        case 0: 1 + near
        case 1: 2 - near
        default: Scalar(Double.random(in: 1..<2, using: &generator))
        }
      let exponent = Scalar.Exponent(Int.random(in: exponents, using: &generator))
      return Scalar(sign: .plus, exponent: exponent, significand: significand)
    }
    let widest = Scalar.precision == .float32 ? -149...127 : -1074...1023
    let special: [Scalar] = [0, -0.0, .infinity, .nan, -3, .leastNonzeroMagnitude]
    for round in 0..<400 {
      let divisor = round % 10 == 0 ? number(widest) : number(-22...62)
      var numbers = (0..<67).map { _ in number(round % 4 == 0 ? widest : -60...20) }
      if round % 3 == 0 { numbers[round % 67] = special[round % special.count] }
      let found = changed(numbers) { Scalar.divide($0, by: divisor) }
      for (number, quotient) in zip(numbers, found) {
        let expected = number / divisor
        #expect(
          quotient == expected && quotient.sign == expected.sign
            || quotient.isNaN && expected.isNaN, "\(number) / \(divisor)")
      }
    }
  }

  private func changed<Scalar>(
    _ numbers: [Scalar], _ change: (UnsafeMutableBufferPointer<Scalar>) -> Void
  ) -> [Scalar] {
    var numbers = numbers
    numbers.withUnsafeMutableBufferPointer { change($0) }
    return numbers
  }

  /// Partial sums of every 16th (8th) number, then halves onto halves.
  private func plainSum<Scalar: TensorScalar>(_ numbers: [Scalar]) -> Scalar {
    var sums = [Scalar](repeating: 0, count: 64 / MemoryLayout<Scalar>.size)
    for (index, number) in numbers.enumerated() { sums[index % sums.count] += number }
    while sums.count > 1 {
      let half = sums.count / 2
      sums = (0..<half).map { sums[$0] + sums[$0 + half] }
    }
    return sums[0]
  }

  /// Small products, whatever the sizes and however the operands lie, are the plain loop's.
  @Test(arguments: sets) func `small products are the plain loop's bits`(_ set: InstructionSet)
    throws
  {
    let before = InstructionSet.used
    InstructionSet.used = set
    defer { InstructionSet.used = before }
    var generator = SplitMix64(seed: 29)
    for (rows, columns, inner) in [
      (1, 1, 1), (3, 17, 5), (8, 16, 16), (7, 1, 13), (1, 31, 2), (19, 23, 1),
    ] {
      let left = Tensor<Float>.random([Axis("m", rows), Axis("k", inner)], using: &generator)
      let right = Tensor<Float>.random([Axis("k", inner), Axis("n", columns)], using: &generator)
      let turned = [left.exchanging(0, 1).contiguous().exchanging(0, 1), left]
      let others = [right.exchanging(0, 1).contiguous().exchanging(0, 1), right]
      for a in turned {
        for b in others {
          let fast = try Tensor.matrixProduct(a, b, leading: [])
          let plain = try Tensor.matrixProduct(a, b, leading: [], method: .plain)
          #expect(fast.scalars == plain.scalars)
        }
      }
    }
  }
}
