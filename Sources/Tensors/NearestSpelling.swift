// SPDX-License-Identifier: MIT

/// Finds the known word a mistyped one was probably meant to be.
///
/// It stands in the lowest room because every room above that reads names has the question: keys of
/// a problem, arrays of a file, lessons, stages.
package enum NearestSpelling {
  /// Returns the nearest candidate, or `nil` when none is near enough to be meant.
  ///
  /// Near are words with one slip, longer ones with a slip in every three letters; capitals do not
  /// count. Words that differ in every letter are never near.
  package static func of(_ word: String, among candidates: some Sequence<String>) -> String? {
    guard (1...longestWord).contains(word.utf8.count) else { return nil }
    let letters = Array(word.lowercased())
    var best: (word: String, distance: Int)?
    for candidate in candidates.prefix(mostCandidates)
    where candidate.utf8.count <= longestWord {
      let distance = distance(letters, Array(candidate.lowercased()))
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    guard let best, best.distance < letters.count,
      best.distance <= max(1, max(letters.count, best.word.count) / 3)
    else { return nil }
    return best.word
  }

  /// Longer words are no slips of the hand; the limit keeps hostile names cheap.
  private static let longestWord = 100
  private static let mostCandidates = 1000

  /// Counts the slips between two words: a letter too many, too few, wrong, or two exchanged.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
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
