// SPDX-License-Identifier: MIT

/// Finds the known word a mistyped one was probably meant to be.
enum NearestSpelling {
  /// Returns the nearest candidate, or `nil` when none is near enough to be meant.
  ///
  /// Near are words with one slip, longer ones with a slip in every three letters.
  static func of(_ word: String, among candidates: [String]) -> String? {
    guard word.utf8.count <= longestWord else { return nil }
    let measured = candidates.map { ($0, distance(word, $0)) }
    guard let best = measured.min(by: { $0.1 < $1.1 }) else { return nil }
    return best.1 <= max(1, max(word.count, best.0.count) / 3) ? best.0 : nil
  }

  private static let longestWord = 100

  /// Counts the slips between two words: a letter too many, too few, wrong, or two exchanged.
  static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left)
    let right = Array(right)
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for i in left.indices {
      var current = [i + 1]
      for j in right.indices {
        let replaced = previous[j] + (left[i] == right[j] ? 0 : 1)
        var fewest = min(replaced, previous[j + 1] + 1, current[j] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          fewest = min(fewest, beforePrevious[j - 1] + 1)
        }
        current.append(fewest)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
