// SPDX-License-Identifier: MIT

import Tensors

/// A generator of random numbers that gives the same ones for the same seed (SplitMix64).
public struct RandomNumbers: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A tensor of numbers spread evenly over a range.
  public mutating func tensor<Scalar: TensorScalar>(
    _ axes: [Axis], in range: ClosedRange<Double> = -1...1
  ) -> Tensor<Scalar> {
    Tensor(
      axes: axes,
      scalars: (0..<axes.placeCount).map { _ in Scalar(Double.random(in: range, using: &self)) })
  }
}
