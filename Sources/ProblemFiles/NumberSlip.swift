// SPDX-License-Identifier: MIT

/// Says why a word is no number, and guesses which slip of the hand it was.
enum NumberSlip {
  static func sentence(for word: String) -> String {
    let found = "'\(quotable(word))'"
    if word.contains("[") || word.contains("]") {
      return
        "\(found) is not a number; leave the brackets out of a text block, or the '|' before a list"
    }
    if let comma = word.firstIndex(of: ",") {
      return word.index(after: comma) == word.endIndex
        ? "\(found) is not a number; in a text block, numbers stand apart by spaces, without commas"
        : "\(found) is not a number; write the decimal point as '.', and put spaces between numbers"
    }
    if word.contains(" ") || word.contains("\n") {
      return
        "\(found) is not one number; write a row of a list as [1, 0, 1], or the whole matrix as "
        + "a text block (|)"
    }
    if word == "?" { return "'?' is a blank cell of a worksheet; a problem needs every number" }
    if isDecimal(word), word.utf8.count >= 40 {
      return "\(found)… has more digits than any number needs; write it shorter, such as 1e40"
    }
    if isDecimal(word) {
      return
        "\(found) is too large for a float64, which ends near 1.8e308; write inf if you mean it"
    }
    return "\(found) is not a number; write 0.5, -3, 1e-3, 1/3, sqrt(2), inf or nan"
  }

  /// Whether a word is written like a number, so that only its size can be wrong.
  private static func isDecimal(_ word: String) -> Bool {
    Double(word) != nil && word.utf8.allSatisfy { "0123456789.eE+-".utf8.contains($0) }
  }
}
