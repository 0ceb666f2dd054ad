// SPDX-License-Identifier: MIT

import Tensors

extension Tensor {
  /// Creates a tensor of random numbers.
  package static func random(
    _ axes: [Axis], in range: ClosedRange<Double> = -2...2, using generator: inout SplitMix64
  ) -> Tensor {
    Tensor(axes: axes) { numbers in
      for index in numbers.indices {
        numbers[index] = Scalar(Double.random(in: range, using: &generator))
      }
    }
  }
}

/// Draws primes that all differ, so that no two axes can be taken for each other.
package func distinctPrimes(_ count: Int, using generator: inout SplitMix64) -> [Int] {
  precondition(count <= smallPrimes.count, "there are \(smallPrimes.count) primes to draw from")
  return Array(smallPrimes.shuffled(using: &generator).prefix(count))
}

private let smallPrimes = [2, 3, 5, 7, 11, 13, 17, 19, 23]
