// SPDX-License-Identifier: MIT

/// Lets the numbers of a text block be aligned.
///
/// YAML takes the indentation of a block from its first line. A matrix whose columns are aligned often
/// begins with a line that stands further in than the next one:
///
///     query: |
///        1   0
///       -0.5 1
///
/// which YAML refuses. Here such a block is given its indentation explicitly (`|2`), as YAML allows.
/// Lines stay where they are, so that errors still name the right ones.
enum AlignedBlocks {
  private static let bar = UInt8(ascii: "|")

  /// Returns the text with explicit indentation where a block needs it; unchanged where none does.
  static func indented(_ text: String) -> String {
    guard text.utf8.contains(bar) else { return text }
    // Bytes: a large sheet has a thousand lines, and where its characters end is of no interest.
    var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { Substring($0) }
    var changed = false
    for index in lines.indices where lines[index].utf8.contains(bar) {
      guard let header = BlockHeader(lines[index]),
        let steps = missingIndentation(after: index, in: lines, parent: header.column)
      else { continue }
      lines[index] = Substring(header.withIndentation(steps))
      changed = true
    }
    return changed ? lines.joined(separator: "\n") : text
  }

  /// How far the block's lines stand in from their key, if the first stands further in than others.
  private static func missingIndentation(
    after header: Int, in lines: [Substring], parent: Int
  ) -> Int? {
    var first: Int?
    var least = Int.max
    for line in lines[(header + 1)...] {
      let indentation = line.utf8.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }
        .count
      guard indentation < line.utf8.count else { continue }
      guard indentation > parent else { break }
      if first == nil { first = indentation }
      least = min(least, indentation)
    }
    guard let first, first > least, (1...9).contains(least - parent) else { return nil }
    return least - parent
  }

  /// A line such as `  query: |   # comment` or `- add: |`.
  private struct BlockHeader {
    /// Where the key begins.
    let column: Int
    private let beforeBar: Substring
    private let afterBar: Substring

    init?(_ line: Substring) {
      guard let bar = line.lastIndex(of: "|") else { return nil }
      let rest = line[line.index(after: bar)...].drop { $0 == "-" || $0 == "+" }
      let comment = rest.drop { $0 == " " || $0 == "\r" }
      guard comment.isEmpty || (comment.first == "#" && rest.first == " ") else { return nil }
      let before = line[..<bar]
      guard let colon = before.lastIndex(of: ":"),
        before[before.index(after: colon)...].allSatisfy({ $0 == " " })
      else { return nil }
      let start = before.firstIndex { $0 != " " && $0 != "-" } ?? before.startIndex
      guard before[start..<colon].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
        return nil
      }
      column = before.distance(from: before.startIndex, to: start)
      beforeBar = line[...bar]
      afterBar = line[line.index(after: bar)...]
    }

    func withIndentation(_ steps: Int) -> String { "\(beforeBar)\(steps)\(afterBar)" }
  }
}
