// SPDX-License-Identifier: MIT

import Tensors
import TestSupport
import Testing

/// Tiles of `CKernels` for every instruction set of this processor, against the same sum in Swift.
///
/// Bit for bit: a cell is one sum over k from 0 on, whatever is computed beside it.
@Suite struct TileTests {
  @Test(arguments: InstructionSetTests.sets) func `float32 tiles are the plain sums`(
    _ set: InstructionSet
  ) { compare(Float.self, set) }

  @Test(arguments: InstructionSetTests.sets) func `float64 tiles are the plain sums`(
    _ set: InstructionSet
  ) { compare(Double.self, set) }

  private func compare<Scalar: TensorScalar>(_ type: Scalar.Type, _ set: InstructionSet) {
    let before = InstructionSet.used
    InstructionSet.used = set
    defer { InstructionSet.used = before }
    var generator = SplitMix64(seed: 41)
    // Beside the heights and widths of tiles; more k than are taken at once.
    for (rows, columns, inner) in [
      (1, 1, 1), (13, 33, 7), (12, 32, 64), (25, 65, 5), (5, 17, 13), (3, 15, 0), (2, 3, 4099),
      (7, 97, 37), (29, 71, 131),
    ] {
      let left = numbers(rows * inner, &generator) as [Scalar]
      let right = numbers(inner * columns, &generator) as [Scalar]
      let turned = (0..<columns).flatMap { n in (0..<inner).map { right[$0 * columns + n] } }
      let expected = Scalar.plainTiles(left, right, (rows, columns, inner))
      #expect(product(left, right, (columns, 1), rows, columns, inner) == expected)
      #expect(product(left, turned, (1, inner), rows, columns, inner) == expected)
      #expect(
        product(left, right, (columns, 1), rows, columns, inner, packingMeanwhile: true) == expected
      )
    }
  }

  private func numbers<Scalar: TensorScalar>(
    _ count: Int, _ generator: inout SplitMix64
  ) -> [Scalar] {
    (0..<count).map { _ in Scalar(Double.random(in: -1...1, using: &generator)) }
  }

  /// Multiplies tiles; rows of operand and result lie further apart than they must.
  private func product<Scalar: TensorScalar>(
    _ left: [Scalar], _ right: [Scalar], _ steps: (row: Int, column: Int), _ rows: Int,
    _ columns: Int, _ inner: Int, packingMeanwhile: Bool = false
  ) -> [Scalar] {
    let gap = 3
    var spread = [Scalar](repeating: .nan, count: rows * (inner + gap))
    for row in 0..<rows {
      for k in 0..<inner { spread[row * (inner + gap) + k] = left[row * inner + k] }
    }
    var packed = [Scalar](
      repeating: .nan, count: max(1, inner * Scalar.packedColumns(columns)))
    var result = [Scalar](repeating: -7, count: rows * (columns + gap))
    // A place is asked for even where there are no numbers.
    let (right, spreadLeft) = (right + [0], spread + [0])
    right.withUnsafeBufferPointer { right in
      spreadLeft.withUnsafeBufferPointer { left in
        packed.withUnsafeMutableBufferPointer { packed in
          result.withUnsafeMutableBufferPointer { result in
            guard let right = right.baseAddress, let left = left.baseAddress,
              let packed = packed.baseAddress, let result = result.baseAddress
            else { return }
            if packingMeanwhile {
              // One half of the rows meanwhile, the other by what was packed.
              Scalar.packAndMultiplyTiles(
                rows: rows / 2, columns: columns, inner: inner, left: left, leftStep: inner + gap,
                right: right, rightStep: steps.row, packed: packed, result: result,
                resultStep: columns + gap)
            } else {
              Scalar.pack(inner, columns, right, steps.row, steps.column, to: packed)
            }
            let done = packingMeanwhile ? rows / 2 : 0
            Scalar.multiplyTiles(
              rows: rows - done, columns: columns, inner: inner, left: left + done * (inner + gap),
              leftStep: inner + gap, packed: packed, packedInner: inner,
              result: result + done * (columns + gap), resultStep: columns + gap, goesOn: false)
          }
        }
      }
    }
    for row in 0..<rows {
      let behind = result[(row * (columns + gap) + columns)..<((row + 1) * (columns + gap))]
      #expect(behind.allSatisfy { $0 == -7 }, "the numbers between rows were written to")
    }
    return (0..<rows).flatMap { result[($0 * (columns + gap))..<($0 * (columns + gap) + columns)] }
  }

  @Test(arguments: InstructionSetTests.sets)
  func `copies past the caches are whole, wherever they begin`(_ set: InstructionSet) {
    let before = InstructionSet.used
    InstructionSet.used = set
    defer { InstructionSet.used = before }
    let source = (0..<101).map { Float($0) }
    for begin in [0, 1, 7, 16] {
      for count in [0, 1, 15, 16, 33, 80] {
        var target = [Float](repeating: -1, count: 120)
        source.withUnsafeBufferPointer { source in
          target.withUnsafeMutableBufferPointer { target in
            guard let from = source.baseAddress, let to = target.baseAddress else { return }
            Float.stream(from + 3, count, to: to + begin)
          }
        }
        #expect(Array(target[begin..<(begin + count)]) == Array(source[3..<(3 + count)]))
        #expect(target.prefix(begin).allSatisfy { $0 == -1 })
        #expect(target.dropFirst(begin + count).allSatisfy { $0 == -1 })
      }
    }
  }
}
