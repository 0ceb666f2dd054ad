// SPDX-License-Identifier: MIT

/// Random numbers that are the same for the same seed on every machine (SplitMix64).
struct SeededDraws {
  private var state: UInt64

  init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number between −√3 and √3, each as likely as the others: mean 0, variance 1.
  ///
  /// No logarithm or cosine is taken, so that no library can change the last digit.
  mutating func standard() -> Double {
    let share = Double(next() >> 11) * 0x1p-53
    return (2 * share - 1) * 1.7320508075688772
  }
}
