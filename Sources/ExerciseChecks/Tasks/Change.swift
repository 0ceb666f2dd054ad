// SPDX-License-Identifier: MIT

import ExerciseHarness

/// Compares the answers to two calls.
enum Change {
  /// Says where two answers differ; `nil` when they do not.
  ///
  /// - Parameters:
  ///   - first: The one answer.
  ///   - second: The other.
  ///   - rows: The rows of every matrix that are compared; all when missing.
  /// - Returns: A sentence that names the first cell.
  static func firstDifference(
    _ first: [Value], _ second: [Value], rows: Range<Int>? = nil
  ) -> String? {
    for (one, other) in zip(first, second) {
      guard one.shape == other.shape else { return "\(one.name) changes its shape." }
      for place in one.numbers.indices {
        let cell = one.cell(at: place)
        if let rows, cell.count >= 2, !rows.contains(cell[cell.count - 2]) { continue }
        if !Value.agree(other.numbers[place], one.numbers[place]) {
          return "\(one.name)\(cell) changes from \(rounded(one.numbers[place])) to "
            + "\(rounded(other.numbers[place]))."
        }
      }
    }
    return nil
  }

  /// Four decimals, for sentences.
  static func rounded(_ number: Double) -> String {
    guard number.isFinite, abs(number) < 1e12 else { return "\(number)" }
    return "\((number * 10_000).rounded() / 10_000)"
  }
}
