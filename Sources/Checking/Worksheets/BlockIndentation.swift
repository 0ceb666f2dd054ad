// SPDX-License-Identifier: MIT

/// Evens out the rows of text blocks, so that numbers may be lined up by hand.
///
/// YAML takes the first row's indentation as the block's own, and refuses a later row that begins
/// further left: ` 1.50` above `-0.96`. To whoever fills in a sheet the columns are what counts.
enum BlockIndentation {
  /// Returns the text with every row of a block indented alike; lines keep their numbers.
  static func evened(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var block: Int?
    for index in lines.indices {
      let line = lines[index]
      let bare = line.drop { $0 == " " || $0 == "\t" }
      let indentation = line.count - bare.count
      if let header = block {
        if bare.allSatisfy(\.isWhitespace) { continue }
        if indentation > header {
          lines[index] = String(repeating: " ", count: header + 2) + bare
          continue
        }
        block = nil
      }
      if opensBlock(bare) { block = indentation }
    }
    return lines.joined(separator: "\n")
  }

  /// Whether a line is a key whose value is a block: `weights: |`.
  private static func opensBlock(_ line: Substring) -> Bool {
    var end = line
    while end.last?.isWhitespace == true { end.removeLast() }
    guard end.last == "|" else { return false }
    end.removeLast()
    while end.last == " " { end.removeLast() }
    return end.last == ":" && end.dropLast().allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
  }
}
