// SPDX-License-Identifier: MIT

/// Measures, cuts and pads text in terminal cells.
///
/// The unit is the grapheme cluster, which is never wider than two cells.
///
/// ```swift
/// let metrics = CellMetrics()
/// metrics.width(of: "注意力")  // 6
/// metrics.truncated("internationalization", to: 9)  // "internat~"
/// ```
///
/// The C function `wcwidth` is not used: it answers -1 for all but ASCII in the C locale.
public struct CellMetrics: Sendable, Equatable {
  /// The cells of a character of ambiguous East Asian width: 1 or 2.
  public var ambiguousWidth: Int

  /// Creates metrics.
  public init(ambiguousWidth: Int = 1) {
    self.ambiguousWidth = ambiguousWidth
  }

  /// Returns the cells of a cluster, or -1 when it must be escaped before it is written.
  public func width(of character: Character) -> Int {
    var sum = 0
    for scalar in character.unicodeScalars {
      let value = scalar.value
      if value < 0x7f {
        guard value >= 0x20 else { return -1 }
        sum += 1
      } else if mustEscape(scalar) {
        return -1
      } else if value == 0xfe0f {
        if let base = character.unicodeScalars.first, CodePointSet.emoji.contains(base) { return 2 }
      } else {
        sum += width(of: scalar)
      }
    }
    return min(sum, 2)
  }

  /// Returns the cells of a string; what must be escaped counts as nothing.
  public func width(of string: some StringProtocol) -> Int {
    var isPlain = true
    var count = 0
    for byte in string.utf8 {
      if byte < 0x20 || byte > 0x7e {
        isPlain = false
        break
      }
      count += 1
    }
    if isPlain { return count }
    return string.reduce(0) { $0 + max(0, width(of: $1)) }
  }

  private func width(of scalar: Unicode.Scalar) -> Int {
    if CodePointSet.zero.contains(scalar) { return 0 }
    if CodePointSet.wide.contains(scalar) { return 2 }
    if ambiguousWidth != 1, CodePointSet.ambiguous.contains(scalar) { return ambiguousWidth }
    return 1
  }
}

extension CellMetrics {
  /// Returns the string in at most `limit` cells, cut at the end with `~`.
  ///
  /// A wide character that would be cut in half becomes the mark and a blank.
  public func truncated(_ string: String, to limit: Int) -> String {
    guard width(of: string) > limit else { return string }
    guard limit > 0 else { return "" }
    let (kept, cells) = prefix(of: string, cells: limit - 1)
    return kept + "~" + String(repeating: " ", count: limit - 1 - cells)
  }

  /// Returns the string in at most `limit` cells, cut in the middle with `~`.
  public func truncatedInMiddle(_ string: String, to limit: Int) -> String {
    guard width(of: string) > limit else { return string }
    guard limit > 2 else { return truncated(string, to: limit) }
    let (head, headCells) = prefix(of: string, cells: limit / 2)
    var tail: [Character] = []
    var tailCells = 0
    for character in string.reversed() {
      let cells = max(0, width(of: character))
      guard headCells + 1 + tailCells + cells <= limit else { break }
      tail.append(character)
      tailCells += cells
    }
    let blank = String(repeating: " ", count: limit - headCells - 1 - tailCells)
    return head + "~" + String(tail.reversed()) + blank
  }

  /// Returns the longest beginning that takes at most `cells` cells, and the cells it takes.
  func prefix(of string: some StringProtocol, cells: Int) -> (String, Int) {
    var kept = ""
    var taken = 0
    for character in string {
      let next = max(0, width(of: character))
      guard taken + next <= cells else { break }
      kept.append(character)
      taken += next
    }
    return (kept, taken)
  }

  /// Returns the string with blanks up to `cells` cells, on the side away from the alignment.
  public func padded(
    _ string: String, to cells: Int, alignment: Table.Alignment = .left
  ) -> String {
    let missing = cells - width(of: string)
    guard missing > 0 else { return string }
    switch alignment {
    case .left: return string + blanks(missing)
    case .right: return blanks(missing) + string
    case .center: return blanks(missing / 2) + string + blanks(missing - missing / 2)
    }
  }
}

/// Returns a string of blanks.
func blanks(_ count: Int) -> String {
  String(repeating: " ", count: max(0, count))
}
