// SPDX-License-Identifier: MIT

import Tensors

/// Numbers that are the same for the same seed on every machine (SplitMix64): a sheet names only
/// its seed, and whoever marks it draws the numbers again.
struct SeededNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A whole number of units between `-most` and `most`.
  mutating func units(upTo most: Int) -> Int {
    Int(next() % UInt64(2 * most + 1)) - most
  }

  /// A tensor of the same axes with numbers of a palette.
  mutating func redraw(_ tensor: AnyTensor, _ palette: Palette) -> AnyTensor {
    let numbers = (0..<tensor.count).map { _ in
      Double(units(upTo: palette.most)) / Double(palette.parts)
    }
    return .float64(Tensor(axes: tensor.axes, scalars: numbers))
  }

  /// Whole numbers of a part of one, from `-most` to `most` of them.
  struct Palette {
    let most: Int
    let parts: Int
  }
}
