// SPDX-License-Identifier: MIT

import Tensors

/// The generator of random numbers that tests draw tensors from.
package typealias RandomNumbers = SplitMix64

extension SplitMix64 {
  /// A tensor of numbers spread evenly over a range.
  package mutating func tensor<Scalar: TensorScalar>(
    _ axes: [Axis], in range: ClosedRange<Double> = -1...1
  ) -> Tensor<Scalar> {
    .random(axes, in: range, using: &self)
  }
}
