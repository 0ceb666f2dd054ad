// SPDX-License-Identifier: MIT

import ExerciseHarness

/// Random problems: the same seed gives the same ones.
///
/// SplitMix64 (Steele, Lea, Flood 2014).
struct Draw: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }

  /// A number from −1.5 to 1.5: scores stay small enough for the softmax to tell mistakes apart.
  mutating func number() -> Double { Double.random(in: -1.5...1.5, using: &self) }

  mutating func numbers(_ count: Int) -> [Double] { (0..<count).map { _ in number() } }

  mutating func vector(_ name: String, _ count: Int) -> Value { Value(name, numbers(count)) }

  mutating func matrix(_ name: String, _ rows: Int, _ columns: Int) -> Value {
    Value(name: name, shape: [rows, columns], numbers: numbers(rows * columns))
  }

  mutating func matrices(_ name: String, _ count: Int, _ rows: Int, _ columns: Int) -> Value {
    Value(name: name, shape: [count, rows, columns], numbers: numbers(count * rows * columns))
  }

  /// Sizes that all differ and are prime, in a random order.
  mutating func sizes(_ primes: [Int] = [2, 3, 5, 7]) -> [Int] { primes.shuffled(using: &self) }

  /// A permutation of 0 ..< count that moves every place.
  mutating func permutation(_ count: Int) -> [Int] {
    let step = count > 2 ? Int.random(in: 1..<count, using: &self) : 1
    return (0..<count).map { ($0 + step) % count }
  }
}
